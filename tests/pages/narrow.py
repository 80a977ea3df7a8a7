"""Narrow and zoomed pages, and what is wider than they are."""

# What 1280 by 1024 pixels show at 200 % and 400 %, and the smallest phone.
SIZES = {"320 px": (320, 640), "200 %": (640, 512), "400 %": (320, 256)}
WIDER = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().width && getComputedStyle(one).position !== 'fixed')
    .filter((one) => {
        const { left, right } = one.getBoundingClientRect();
        return right > innerWidth + 1 || left < -1;
    })
    .filter((one) => !one.closest('.unseen, .katex, pre, .scroll, .pdf-page'))
    .map((one) => `${one.tagName}.${one.getAttribute('class')}`)
    .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])"""
