"""Keeps tokens out of the server's log, which has the whole URL of each WebSocket."""

import logging
import re
from urllib.parse import unquote_plus

LOGGERS = ("uvicorn.access", "uvicorn.error")
SECRETS = frozenset({"token", "access_token", "refresh_token", "resume", "invite", "apikey"})
PARAMETER = re.compile(r"([^?&\s\"'=]+)=([^&\s\"']*)")


class SecretsFilter(logging.Filter):
    """Replaces tokens in the parameters of URLs by ***."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record. Every record is logged."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cleaned(argument) for argument in record.args)
        record.msg = _cleaned(record.msg)
        return True


def _cleaned(value: object) -> object:
    return PARAMETER.sub(_masked, value) if isinstance(value, str) else value


def _masked(parameter: re.Match[str]) -> str:
    """The parameter, whose name may be written with percent signs, without its value if that is a secret."""
    name = unquote_plus(parameter[1]).strip().lower()
    return f"{parameter[1]}=***" if name in SECRETS else parameter[0]


_filter = SecretsFilter()


def keep_secrets_out_of_logs() -> None:
    """Filter the server's loggers. A second call changes nothing."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_filter)
