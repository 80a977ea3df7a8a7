"""Pages in Chromium: how soon a phone on a slow line can play, and a library of thousands of quizzes."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psycopg
from playwright.async_api import Browser, Page, async_playwright

from app.database.embedded import EmbeddedPostgres
from benchmarks.door import environment
from benchmarks.live import Rooms
from benchmarks.measure import Comparison, Figure, uvicorn_process
from benchmarks.slow_line import slow_line

SITE = "quiz.test"  # another name than localhost, so that pages are as phones get them on plain http
BITS_PER_S, ROUND_TRIP_S = 400_000, 0.4
NAME, SEAT = "[name=username]", ".beat, .phone"
QUIZ = ".quizzes .quiz"
LIBRARIES = (120, 5_000)
# Always at the end of the list, until it has all quizzes
SCROLL = """async (quiz) => {
    const count = () => document.querySelectorAll(quiz).length;
    const began = performance.now();
    let pages = 0;
    for (let before = count(); document.querySelector(".list > button"); before = count()) {
        scrollTo(0, document.documentElement.scrollHeight);
        await new Promise((done) => requestAnimationFrame(done));
        pages += count() > before ? 1 : 0;
    }
    return { ms: performance.now() - began, pages };
}"""
WATCH = """(() => {
    const seen = window.seen = {};
    const look = () => {
        for (const [name, selector] of Object.entries(%s))
            if (document.querySelector(selector)) seen[name] ??= performance.now();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Chromium without a window. Raises RuntimeError where it is not installed."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise RuntimeError("Chromium is not installed.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=[f"--host-resolver-rules=MAP {SITE} 127.0.0.1"]
        )
        yield browser
        await browser.close()


def slow_phone(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Milliseconds from opening the link of a room to its form, with nothing cached, on a slow line."""
    bare = Figure("bare ASGI app: the same page, until a name can be typed")
    quizzler = Figure("Quizzler: until a name can be typed")
    seated = Figure("Quizzler: from sending the name to the seat")
    with (
        uvicorn_process("app.main:app", environment(server, database)) as our_port,
        uvicorn_process("benchmarks.door_bare:app", {}) as their_port,
    ):
        room = Rooms(our_port, server.url(database=database), 1).make(1)[0]["code"]

        async def measure() -> None:
            async with chromium() as browser:
                for number in range(rounds + 1):
                    for port, figure in ((their_port, bare), (our_port, quizzler)):
                        name = f"Player {number}" if port == our_port else None
                        form, seat = await first_visit(browser, port, room, name)
                        if number > 0:  # the first round warms both up
                            figure.rounds.append(form)
                            seated.rounds.extend(seat)

        asyncio.run(measure())
    caption = f"{BITS_PER_S // 1000} kbit/s, {ROUND_TRIP_S * 1000:.0f} ms of round trip, an empty cache"
    return Comparison("A phone on a slow line", "ms", [bare, quizzler, seated], caption)


async def first_visit(
    browser: Browser, port: int, room: str, nickname: str | None
) -> tuple[float, list[float]]:
    """Open the link on a new phone, and join under this name, if there is one.

    Returns the milliseconds to the form, and those from sending it to the seat.
    """
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    async with slow_line(port, BITS_PER_S, ROUND_TRIP_S) as line:
        page = await context.new_page()
        await page.add_init_script(WATCH % json.dumps({"form": NAME, "seat": SEAT}))
        await page.goto(f"http://{SITE}:{line.port}/play?code={room}", wait_until="commit")
        await page.wait_for_function("() => window.seen?.form")
        if nickname:
            await page.locator(NAME).fill(nickname)
            sent: float = await page.evaluate("performance.now()")
            await page.locator(NAME).press("Enter")
            await page.wait_for_function("() => window.seen.seat")
        seen: dict[str, float] = await page.evaluate("window.seen")
        await context.close()
    return seen["form"], [seen["seat"] - sent] if nickname else []


def library(step: str) -> Callable[[EmbeddedPostgres, str, float, int], Comparison]:
    """The benchmark of one thing that a person does with a library: a name of STEPS."""

    def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
        figures = [Figure(f"{size:,} quizzes") for size in LIBRARIES]
        with uvicorn_process("app.main:app", environment(server, database)) as port:
            with psycopg.connect(server.url(database=database), autocommit=True) as connection:
                connection.execute(
                    "update core.settings set value = %s where key = 'quiz.max_per_person'",
                    [str(max(LIBRARIES))],
                )
            people = [librarian(port, server.url("authenticator", database), size) for size in LIBRARIES]

            async def measure() -> None:
                async with chromium() as browser:
                    for number in range(rounds + 1):
                        for person, figure in zip(people, figures, strict=True):
                            took = await STEPS[step](await library_of(browser, port, person))
                            if number > 0:  # the first round warms both up
                                figure.rounds.append(took)

            asyncio.run(measure())
        return Comparison(f"A library: {step}", "ms", figures, "a laptop, in Chromium, on the same machine")

    return run


def librarian(port: int, url: str, quizzes: int) -> dict[str, Any]:
    """Somebody with so many quizzes, one of them about a comet. Returns their session."""
    account = {"email": f"of-{quizzes}@example.com", "password": "correct horse battery staple"}
    answer = httpx.post(f"http://127.0.0.1:{port}/auth/signup", json=account, timeout=60)
    session: dict[str, Any] = answer.raise_for_status().json()
    claims = {"sub": session["user"]["id"], "role": "authenticated", "aud": "authenticated"}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set synchronous_commit = off")
        for number in range(1, quizzes + 1):
            title = "The comet" if number == 1 else f"Rivers, lesson {number}"
            draft = {"title": title, "tags": [f"grade {number % 12}"]}
            arguments = json.dumps({"draft": draft})
            connection.execute("select core.call_as(%s, 'create_quiz', %s)", [json.dumps(claims), arguments])
    return session


async def library_of(browser: Browser, port: int, session: dict[str, Any]) -> Page:
    """The home page of who is signed in, once the first quizzes are there. Its window is a laptop's."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    kept = json.dumps(json.dumps(session))
    await context.add_init_script(f"localStorage['quizzler.session'] ??= {kept}")
    page = await context.new_page()
    await page.add_init_script(WATCH % json.dumps({"quizzes": QUIZ}))
    await page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
    await page.wait_for_function("() => window.seen?.quizzes")
    return page


async def opened(page: Page) -> float:
    """Milliseconds from opening the page to its first quizzes."""
    took: float = await page.evaluate("window.seen.quizzes")
    await page.context.close()
    return took


async def found(page: Page) -> float:
    """Milliseconds from typing a word to the one quiz that has it; the page waits 250 of them."""
    search = page.get_by_role("searchbox")
    began: float = await page.evaluate("performance.now()")
    await search.fill("comet")
    await page.wait_for_function(f"() => document.querySelectorAll('{QUIZ}').length === 1")
    took: float = await page.evaluate("performance.now()") - began
    await page.context.close()
    return took


async def scrolled(page: Page) -> float:
    """Milliseconds for each further page of the list, while somebody scrolls to its end."""
    took: dict[str, float] = await page.evaluate(SCROLL, QUIZ)
    await page.context.close()
    return took["ms"] / took["pages"]


STEPS = {"open": opened, "search": found, "scroll": scrolled}
