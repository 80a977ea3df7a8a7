"""Chooses where accounts are kept: in this database, or in the Supabase project of SUPABASE_URL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.accounts.accounts import Accounts, PostgresAccounts
from app.accounts.letters import Letters
from app.accounts.mailbox import open_mailbox
from app.accounts.passwords import Passwords
from app.database.pool import Database
from app.http.tokens import Keys, Tokens
from app.network import url_of
from app.settings import ConfigurationError, Settings

SUPABASE_TIMEOUT_S = 15
# Quizzler's own table gives each account an id; in a project, Supabase Auth does.
KEPT_BY_SUPABASE = """
select exists (
    select from pg_attribute as a
    inner join pg_class as c on c.oid = a.attrelid and c.relname = 'users'
    inner join pg_namespace as n on n.oid = c.relnamespace and n.nspname = 'auth'
    where a.attname = 'id' and not a.atthasdef
)
"""
OF_SUPABASE = "DATABASE_URL is the database of a Supabase project, where Supabase Auth keeps the accounts"
SET_SUPABASE_URL = "Set SUPABASE_URL and SUPABASE_ANON_KEY."


@asynccontextmanager
async def open_accounts(
    config: Settings, jwt_secret: str, database: Database
) -> AsyncIterator[tuple[Tokens, Accounts]]:
    """The tokens and accounts of these settings, until the block ends. Raises ConfigurationError."""
    lifetime_s = config.access_token_minutes * 60
    if config.supabase_url and config.supabase_anon_key:
        import httpx  # what only a Supabase project needs takes 20 MiB, so it is imported here

        from app.accounts.supabase_accounts import SupabaseAccounts
        from app.http.published_keys import PublishedKeys, SecretOrPublishedKeys

        url = config.supabase_url.rstrip("/")
        service_role = config.supabase_service_role_key
        async with httpx.AsyncClient(timeout=SUPABASE_TIMEOUT_S, http2=True) as http:
            published = PublishedKeys(f"{url}/auth/v1/.well-known/jwks.json", http)
            keys: Keys = published
            if config.supabase_jwt_secret:
                keys = SecretOrPublishedKeys(config.supabase_jwt_secret.get_secret_value(), published)
            tokens = Tokens(jwt_secret, lifetime_s, keys)
            yield tokens, SupabaseAccounts(
                database, tokens, url, config.supabase_anon_key.get_secret_value(),
                service_role.get_secret_value() if service_role else None, http, page_address(config),
            )  # fmt: skip
        return
    if await database.fetch_value(KEPT_BY_SUPABASE):
        raise ConfigurationError(f"{OF_SUPABASE}. {SET_SUPABASE_URL}")
    tokens = Tokens(jwt_secret, lifetime_s)
    passwords = Passwords(
        config.password_hash_memory_kib,
        config.password_hash_rounds,
        config.password_hash_lanes,
        config.password_hash_workers,
    )
    try:
        async with open_mailbox(config) as mailbox:
            letters = Letters(mailbox, page_address(config)) if mailbox else None
            yield (
                tokens,
                PostgresAccounts(database, tokens, passwords, jwt_secret, config.refresh_token_days, letters),
            )
    finally:
        passwords.close()


def page_address(config: Settings) -> str:
    """Where links in mails lead: never to the host that a request named, which anybody can choose."""
    return (config.public_url or url_of("localhost", config.port) + config.root_path).rstrip("/")
