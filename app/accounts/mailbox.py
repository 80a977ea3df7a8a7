"""Sending mails: through SMTP, or in development to the log.

A mail is sent after the request that caused it was answered, so the time of the answer tells nobody whether
an address has an account.
"""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.settings import Settings

log = logging.getLogger("uvicorn.error")  # the logger that `uvicorn app.main:app` shows

TRIES = 3
PAUSE_S = 20  # between two tries
TIMEOUT_S = 30
THREADS = 2  # of their own, because a mail server that hangs must hold up nothing else
MOST_WAITING = 1000  # mails; more are dropped, and the log says so

Deliver = Callable[[EmailMessage], None]


class Mailbox:
    """Sends mails in the background, each in a thread. `deliver` raises OSError or SMTPException."""

    def __init__(self, deliver: Deliver, sender: str) -> None:
        self._deliver = deliver
        self._sender = sender
        self._sending: set[asyncio.Task[None]] = set()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mails")

    def post(self, to: str, subject: str, text: str) -> None:
        """Send this mail soon."""
        if len(self._sending) >= MOST_WAITING:
            log.error("A mail was dropped: %s others are waiting to be sent.", MOST_WAITING)
            return
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, subject
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        task = asyncio.create_task(self._send(mail))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, mail: EmailMessage) -> None:
        for turn in range(TRIES):
            if turn:
                await asyncio.sleep(PAUSE_S)
            try:
                await asyncio.get_running_loop().run_in_executor(self._threads, self._deliver, mail)
            except (OSError, smtplib.SMTPException) as error:
                log.warning("A mail could not be sent: %s", error)
            else:
                return
        log.error("A mail was given up after %s tries.", TRIES)

    async def close(self) -> None:
        """Give up what has not been sent."""
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)


@asynccontextmanager
async def open_mailbox(config: Settings) -> AsyncIterator[Mailbox | None]:
    """The mailbox of these settings, until the block ends; None where mails can't be sent."""
    if config.smtp_url is not None:
        deliver = _by_smtp(config.smtp_url.get_secret_value())
    elif config.environment == "development":
        deliver = _to_the_log
    else:
        yield None
        return
    mailbox = Mailbox(deliver, config.mail_from or "quizzler@localhost")
    try:
        yield mailbox
    finally:
        await mailbox.close()


def _to_the_log(mail: EmailMessage) -> None:
    # as a warning, because `quizzler dev` shows nothing less
    told = "Without SMTP_URL, this mail is only shown here. To %s: %s\n\n%s"
    log.warning(told, mail["To"], mail["Subject"], mail.get_content())


def _by_smtp(address: str) -> Deliver:
    url = urlsplit(address)
    host, secure = url.hostname or "", url.scheme == "smtps"
    port = url.port or (465 if secure else 587)

    def deliver(mail: EmailMessage) -> None:
        context = ssl.create_default_context()
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
            if secure
            else smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        )
        with server:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif not secure and url.username:
                raise smtplib.SMTPNotSupportedError("without TLS, the password of SMTP_URL is not sent")
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(mail)

    return deliver
