"""Finds out whether a URL leads through a pooler in transaction mode.

Such a pooler gives a client another connection for each transaction, so LISTEN, locks of a session and
prepared statements don't work.
"""

import secrets

import psycopg
from psycopg.conninfo import conninfo_to_dict

NOTIFIED_WITHIN_S = 5.0  # a direct connection takes milliseconds
CONNECT_WITHIN_S = 10


def is_notified(listen_url: str, notify_url: str) -> bool:
    """Whether a connection of `listen_url` receives a notification sent over `notify_url`.

    Raises psycopg.Error.
    """
    channel = f"quizzler_check_{secrets.token_hex(8)}"
    with _connect(listen_url) as listening, _connect(notify_url) as notifying:
        listening.execute(f"listen {channel}")
        notifying.execute(f"notify {channel}")
        return any(True for _ in listening.notifies(timeout=NOTIFIED_WITHIN_S, stop_after=1))


def keeps_prepared_statements(url: str) -> bool:
    """Whether a statement that one transaction prepared can be executed by the next. Raises psycopg.Error."""
    with _connect(url) as one, _connect(url) as other:
        one.execute("select 1", prepare=True)
        with other.transaction():
            other.execute("select 1")  # takes the connection that a pooler may have given to `one`
            try:
                one.execute("select 1", prepare=True)
            except psycopg.errors.InvalidSqlStatementName:
                return False
    return True


def same_server(one: str, other: str) -> bool:
    """Whether two URLs name the same hosts and ports, so that one of them need not be tried."""
    this, that = conninfo_to_dict(one), conninfo_to_dict(other)
    return all(this.get(name) == that.get(name) for name in ("host", "hostaddr", "port"))


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_WITHIN_S)
