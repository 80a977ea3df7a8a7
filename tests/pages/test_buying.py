"""Credits are bought on the page of an account. Stripe's API is localstripe's; its script is a stand-in."""

from typing import Any

import psycopg
import pytest
import stripe
from playwright.async_api import Browser, Route, expect

from tests.credits.payments import stand_in
from tests.credits.payments.conftest import STRIPE
from tests.fixtures import Client, Server, serving
from tests.pages.accessible import assert_accessible
from tests.pages.desk import LAPTOP, PHONE
from tests.pages.signed_in import sign_up, signed_in

DECLINED, GOOD = "4000000000000341", "4242424242424242"
# What Stripe.js does, as far as the page can tell: it puts fields into a node, and pays by a secret.
SCRIPT = """
window.Stripe = (key) => ({
  elements: ({ clientSecret }) => ({
    clientSecret,
    create: (kind) => ({
      mount: (node) => {
        const field = document.createElement("input");
        field.setAttribute("aria-label", `Card number for ${key}`);
        node.append(field);
      },
    }),
  }),
  confirmPayment: async ({ elements }) => {
    const { value } = document.querySelector("[aria-label^=Card]");
    const message = await window.pay(elements.clientSecret, value);
    return message ? { error: { message } } : {};
  },
});
"""


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("en", LAPTOP, "light"), ("ar", PHONE, "dark")], ids=["en", "ar-phone"]
)
async def test_credits_are_bought_after_a_card_was_declined(
    browser: Browser, database: psycopg.Connection, language: str, size: dict[str, int], theme: str
) -> None:
    with stand_in.running_stripe() as stripe_url:
        async with serving(database, **{**STRIPE, "stripe_api_base": stripe_url}) as server:
            await stand_in.send_webhooks_to(server.url, stripe_url)
            async with server.client() as api:
                session = await sign_up(api, "Ada")
            context = await signed_in(browser, session, locale=language, viewport=size)
            page = await context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            cards = stand_in.Browser(stripe_url)

            async def pay(secret: str, card: str) -> str:
                try:
                    await cards.pay({"client_secret": secret}, card)
                except stripe.CardError as error:
                    return str(error.user_message or error)
                return ""

            async def script(route: Route) -> None:
                await route.fulfill(content_type="text/javascript", body=SCRIPT)

            await page.expose_function("pay", pay)
            await page.route("https://js.stripe.com/**", script)
            await page.goto(f"{server.url}/account")
            await page.evaluate(f"localStorage['quizzler.theme'] = '\"{theme}\"'")
            await page.reload()
            await page.locator("[aria-labelledby=credits] p > button").click()
            dialog = page.get_by_role("dialog")
            before = await page.locator("dl.tiles dd").last.inner_text()
            await dialog.locator("[name=credits]").fill("12.5")
            await assert_accessible(page, "how many")
            await dialog.locator("[type=submit]").click()
            card = dialog.get_by_label("Card number for pk_test_12345")
            await card.fill(DECLINED)
            await assert_accessible(page, "card")
            await dialog.locator("[type=submit]").click()
            await expect(dialog.get_by_role("alert")).not_to_be_empty()
            await card.fill(GOOD)
            await dialog.locator("[type=submit]").click()
            await expect(dialog).to_have_count(0)
            await expect(page.locator("dl.tiles dd").last).not_to_have_text(before)
            await page.locator("[aria-labelledby=credits] details summary").last.click()
            await assert_accessible(page, "payments")
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert faults == []


async def test_where_payments_are_not_configured_nothing_is_offered_and_no_other_site_allowed(
    browser: Browser, server: Server, api: Client
) -> None:
    session = await sign_up(api, "Ada")
    context = await signed_in(browser, session)
    page = await context.new_page()
    answer = await page.goto(f"{server.url}/account")
    assert answer
    assert "stripe" not in answer.headers["content-security-policy"]
    await expect(page.get_by_role("heading", name="Credits")).to_be_visible()
    await expect(page.get_by_role("button", name="Buy credits")).to_have_count(0)


async def test_only_the_page_of_an_account_may_load_the_script_of_stripe(
    database: psycopg.Connection,
) -> None:
    async with serving(database, **STRIPE) as server, server.client() as api:
        policies: dict[str, Any] = {
            path: (await api.get(path)).headers["Content-Security-Policy"]
            for path in ("/account", "/", "/take")
        }
        assert (await api.get("/payments/provider")).json() == {"publishable_key": "pk_test_12345"}
    assert "script-src 'self' https://js.stripe.com https://*.js.stripe.com;" in policies["/account"]
    assert "stripe" not in policies["/"] + policies["/take"]
    assert "unsafe" not in policies["/account"]
