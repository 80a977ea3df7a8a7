"""Keeps tokens out of the server's log, which has the whole URL of each WebSocket."""

import logging
import re

LOGGERS = ("uvicorn.access", "uvicorn.error")
SECRETS = re.compile(r"(?i)\b(token|resume|access_token)=[^&\s\"']*")


class SecretsFilter(logging.Filter):
    """Replaces tokens in the parameters of URLs by ***."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record. Every record is logged."""
        if isinstance(record.args, tuple):
            record.args = tuple(_cleaned(argument) for argument in record.args)
        record.msg = _cleaned(record.msg)
        return True


def _cleaned(value: object) -> object:
    return SECRETS.sub(r"\1=***", value) if isinstance(value, str) else value


_filter = SecretsFilter()


def keep_secrets_out_of_logs() -> None:
    """Filter the server's loggers. A second call changes nothing."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_filter)
