"""The installed app: where the site is served by https, pages open without a network, and no game is kept."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.async_api import Browser, async_playwright, expect

from client import Host
from tests.fixtures import Server, Sql, serving
from tests.pages.conftest import ELSEWHERE, PROGRAM
from tests.reverse_proxy import ReverseProxy, in_front
from tests.rooms.conftest import Quizmaster

CACHED = """async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())));
    return all.flat().map((request) => new URL(request.url).pathname + new URL(request.url).search);
}"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
REGISTERED = "async () => (await navigator.serviceWorker?.getRegistrations() ?? []).length"


def certificate(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that this test has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ELSEWHERE)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(ELSEWHERE)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.usefixtures("built_pages")
@pytest.mark.parametrize("root_path", ["", "/quizzler"])
async def test_the_app_opens_without_a_network_and_keeps_nothing_of_a_game(
    database: psycopg.Connection, tmp_path: Path, root_path: str
) -> None:
    if PROGRAM is None:
        pytest.skip("Chromium is not installed")
    quizmaster = Quizmaster(Sql(database))
    room = quizmaster.room()
    rules = [f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1", "--ignore-certificate-errors"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=rules)
        page = await (await browser.new_context(ignore_https_errors=True, locale="en")).new_page()
        async with (
            serving(database, root_path=root_path) as server,
            in_front(ReverseProxy(server.url, root_path), certificate(tmp_path)) as proxy,
            await Host.enter(server.url + root_path, room, quizmaster.token) as host,
        ):
            url = proxy.replace("127.0.0.1", ELSEWHERE)
            await page.goto(f"{url}/play?code={room}")
            await page.wait_for_function(CONTROLLED)
            await page.reload()
            await page.locator("[name=username]").fill("Ada")
            await page.locator("[type=submit]").click()
            await expect(page.get_by_text("Ada").first).to_be_visible()
            await host.start()
            await expect(page.locator(".round.open")).to_be_visible()
            await page.goto(f"{url}/")
            await expect(page.get_by_label("Code of the game")).to_be_visible()
            kept = await page.evaluate(CACHED)
        pages = {f"{root_path}/", f"{root_path}/play"}
        assert {path for path in kept if "/static/built/assets/" not in path} == pages
        for path, shown in (("/play", "Code"), ("/", "Code of the game")):
            await page.goto(url + path)
            await expect(page.get_by_label(shown).first).to_be_visible()
        await browser.close()


async def test_on_plain_http_nothing_is_installed(browser: Browser, server: Server) -> None:
    for address in (server.url, server.url.replace("127.0.0.1", ELSEWHERE)):
        page = await browser.new_page()
        await page.goto(f"{address}/play", wait_until="networkidle")
        assert await page.evaluate(REGISTERED) == 0
