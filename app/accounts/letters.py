"""What is mailed about passwords: letters.json has the texts, in the languages of the pages."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.accounts.mailbox import Mailbox

TEXTS: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("letters.json").read_text(encoding="utf-8")
)

Addressee = dict[str, Any]  # {"email"}, as the database has it


class Letters:
    """Writes mails about passwords. Their links begin with `address`, not with a host that a client named.

    They name nobody: whoever registers somebody else's address may choose any name, such as an advertisement.
    """

    def __init__(self, mailbox: Mailbox, address: str) -> None:
        self._mailbox = mailbox
        self._address = address

    def link(self, to: Addressee, token: str, language: str) -> None:
        """Send the link that sets a new password. The token is behind the #, where no server logs it."""
        link = f"{self._address}/?new-password#{quote(token)}"
        self._send("link", to, language, minutes=round(to["valid_s"] / 60), link=link)

    def changed(self, to: Addressee, language: str) -> None:
        """Tell that the password was changed by such a link."""
        self._send("changed", to, language, link=f"{self._address}/?forgot")

    def _send(self, name: str, to: Addressee, language: str, **values: object) -> None:
        def written(of: dict[str, str]) -> str:
            return of.get(language, of["en"]).format(**values)

        self._mailbox.post(to["email"], written(TEXTS[f"{name}_subject"]), written(TEXTS[name]))
