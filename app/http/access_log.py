"""Keeps what proves who somebody is out of the server's log: it writes the whole URL of a WebSocket."""

import logging
import re

LOGGERS = ("uvicorn.access", "uvicorn.error")
SECRETS = re.compile(r"(?i)\b(token|resume|access_token)=[^&\s\"']*")


class SecretsFilter(logging.Filter):
    """Puts *** in the place of tokens in the parameters of a URL."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cleaned(argument) for argument in record.args)
        record.msg = _cleaned(record.msg)
        return True


def _cleaned(value: object) -> object:
    return SECRETS.sub(r"\1=***", value) if isinstance(value, str) else value


_filter = SecretsFilter()


def keep_secrets_out_of_logs() -> None:
    """From now on; doing it twice is no harm."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_filter)
