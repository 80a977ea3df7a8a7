"""What `quizzler doctor` checks of the database: whether it answers, fits this version and is in order."""

from ipaddress import ip_network

import psycopg

from app.accounts.opening import KEPT_BY_SUPABASE, OF_SUPABASE, SET_SUPABASE_URL
from app.cli.findings import PATIENCE_S, Findings, good, note, wrong
from app.data_folder import DataFolderError
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import CREATE_DATABASE, ENCODING, state
from app.database.pooler import is_notified, keeps_prepared_statements
from app.database.programs import EmbeddedPostgresError
from app.database.records import MigrationError
from app.settings import Settings

POSTGRES = (15, 18)
CHECK = "public.check_request"
TOLD_TO_POSTGREST = """
select from pg_db_role_setting
where setrole = 'authenticator'::regrole and %s = any (setconfig)
    and setdatabase in (0, (select oid from pg_database where datname = current_database()))
"""
# Calls that are counted by network, and the network of those whose address is not known.
NETWORKS = """
select distinct caller, caller = abbrev(core.client_network(null)) from core.calls
where kind in ('room_codes', 'joins')
"""
FOLLOWS = """
select pg_is_in_recovery(), case when pg_is_in_recovery() then pg_is_wal_replay_paused() end
"""


def database(config: Settings) -> Findings:
    """Whether the database can be reached, and is at this version."""
    if config.database_url:
        owner = config.migration_database_url or config.listen_database_url or config.database_url
        yield from _server(config, config.database_url.get_secret_value(), owner.get_secret_value())
        if not config.supabase_url and config.jwt_secret_key is None:
            yield note(
                "JWT_SECRET_KEY is not set, so each data folder has a secret of its own",
                "Set one for all machines: openssl rand -base64 48",
            )
        return
    server = EmbeddedPostgres(config.quizzler_data_dir, config.embedded_postgres_version)
    if not (server.pgdata / "PG_VERSION").exists():
        yield good(f"no database in {config.quizzler_data_dir} yet; the first start makes one")
        return
    try:
        server.start()
    except (DataFolderError, EmbeddedPostgresError) as error:
        yield wrong("the embedded Postgres", str(error))
        return
    try:
        yield from _server(config, server.url("authenticator"), server.url())
    finally:
        server.stop()


def pooling(config: Settings) -> Findings:
    """Whether notifications arrive, and whether statements stay prepared unless none are prepared."""
    assert config.database_url
    url = config.database_url.get_secret_value()
    listen = config.listen_database_url
    name = "LISTEN_DATABASE_URL" if listen else "DATABASE_URL"
    try:
        arrives = is_notified(listen.get_secret_value() if listen else url, url)
        keeps = listen is not None or keeps_prepared_statements(url)
    except psycopg.Error as error:
        yield wrong(f"{name} can't be tried: {_reason(error)}", "Check the address and the password.")
        return
    if arrives:
        yield good(f"{name} receives notifications")
    else:
        advice = (
            "Set it to a direct connection to the database of DATABASE_URL."
            if listen
            else "Use the pooler's session mode, or set LISTEN_DATABASE_URL to a direct connection."
        )
        yield wrong(f"{name} receives no notifications, as behind a pooler in transaction mode", advice)
    if keeps and not listen:
        yield good("DATABASE_URL keeps prepared statements")
    elif not keeps:
        advice = "Use the pooler's session mode, or set LISTEN_DATABASE_URL, with which nothing is prepared."
        yield wrong("DATABASE_URL loses prepared statements, as behind a pooler in transaction mode", advice)


def standby(config: Settings) -> Findings:
    """Whether the standby answers, and follows a primary."""
    if config.read_database_url is None:
        return
    try:
        url = config.read_database_url.get_secret_value()
        with psycopg.connect(url, connect_timeout=PATIENCE_S) as connection:
            follows, paused = connection.execute(FOLLOWS).fetchone()  # type: ignore[misc]
    except psycopg.Error as error:
        advice = "Until it answers, everything is read from DATABASE_URL."
        yield note(f"READ_DATABASE_URL can't be read: {_reason(error)}", advice)
        return
    if not follows:
        yield note("READ_DATABASE_URL is not a standby", "Its answers are as new as those of DATABASE_URL.")
    elif paused:
        advice = (
            "Let it go on: select pg_wal_replay_resume(). Until then, everything is read from DATABASE_URL."
        )
        yield note("READ_DATABASE_URL does not replay what the primary writes", advice)
    else:
        yield good("READ_DATABASE_URL is a standby, and follows its primary")


def _server(config: Settings, url: str, owner_url: str) -> Findings:
    name = "DATABASE_URL" if config.database_url else "the embedded Postgres"
    try:
        with psycopg.connect(owner_url, connect_timeout=PATIENCE_S) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        advice = "Check the address, the password and that it runs."
        yield wrong(f"{name} can't be reached: {_reason(error)}", advice)
        return
    if POSTGRES[0] <= version <= POSTGRES[1]:
        yield good(f"{name} answers: Postgres {version}")
    else:
        yield wrong(f"{name} is Postgres {version}", f"Quizzler needs {POSTGRES[0]} to {POSTGRES[1]}.")
    if encoding != ENCODING:
        yield wrong(f"the database is encoded in {encoding}", f"Create it in {ENCODING}: {CREATE_DATABASE}")
        return
    if config.database_url:
        yield from pooling(config)
        yield from standby(config)
    try:
        found = state(owner_url)
    except MigrationError as error:
        yield wrong("the database can't be brought to this version", str(error))
        return
    if found.trouble:
        yield wrong("the database can't be brought to this version", found.trouble)
    elif found.pending or found.functions:
        lacks = " and ".join(
            f"{len(files)} {noun}{'' if len(files) == 1 else 's'}"
            for noun, files in (("migration", found.pending), ("function", found.functions))
            if files
        )
        yield wrong(f"the database is {lacks} behind", "Bring it to this version: quizzler migrate")
    else:
        yield good("the database is at this version")
    if found.unknown:
        yield note(f"migrations that this version does not know: {', '.join(found.unknown)}")
    if found.older:
        advice = "When no process of an older version runs any more, drop them: quizzler migrate --drop-old"
        yield note(f"functions that only older versions call: {', '.join(found.older)}", advice)
    if not found.pending:
        yield from postgrest(owner_url)
        yield from gateway(owner_url)
        yield from accounts(config, owner_url)
        yield from _may_call(url)


def _reason(error: psycopg.Error) -> str:
    return (str(error).splitlines() or [""])[0]


def postgrest(owner_url: str) -> Findings:
    """Whether PostgREST is told to refuse the tokens of sessions that have ended.

    The migrations set this for the role and the database. A dump of the database does not have it.
    """
    with psycopg.connect(owner_url, connect_timeout=PATIENCE_S) as connection:
        told = connection.execute(TOLD_TO_POSTGREST, [f"pgrst.db_pre_request={CHECK}"]).fetchone()
    if told is not None:
        yield good("PostgREST is told to refuse the tokens of sessions that have ended")
    else:
        what = f"PostgREST is not told to run {CHECK}, which refuses the tokens of sessions that have ended"
        statement = f"alter role authenticator set pgrst.db_pre_request = '{CHECK}'"
        yield wrong(what, f"As the owner of the role, run: {statement}; notify pgrst, 'reload config';")


def gateway(owner_url: str) -> Findings:
    """Whether the last calls through PostgREST came with the addresses of their clients."""
    advice = "Until rate.proxies fits your gateway, its clients share one limit: see docs/supabase.md."
    with psycopg.connect(owner_url, connect_timeout=PATIENCE_S) as connection:
        networks = connection.execute(NETWORKS).fetchall()
    if any(unknown for _, unknown in networks):
        yield note("calls through PostgREST came without the address of their client", advice)
    for network in [name for name, unknown in networks if not unknown and ip_network(name).is_private][:1]:
        what = f"calls through PostgREST came from {network}, which is a private network"
        yield note(f"{what}: your gateway, or clients of your own network", advice)


def accounts(config: Settings, owner_url: str) -> Findings:
    """Whether SUPABASE_URL is set where a Supabase project keeps the accounts. Without it no app starts."""
    if config.supabase_url is not None:
        return
    with psycopg.connect(owner_url, connect_timeout=PATIENCE_S) as connection:
        if connection.execute(KEPT_BY_SUPABASE).fetchone() == (True,):
            yield wrong(OF_SUPABASE, SET_SUPABASE_URL)


def _may_call(url: str) -> Findings:
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE_S) as connection:
            connection.execute("select core.call_as(null, 'list_topics', '{}')")
    except psycopg.Error as error:
        advice = "DATABASE_URL should have the role authenticator, or the database's owner."
        yield wrong(f"the app may not call its functions: {_reason(error)}", advice)
    else:
        yield good("the app may call its functions")
        yield from ledger(url)
        yield from boards(url)


def ledger(url: str) -> Findings:
    """Whether the ledger of credits is in balance, and how many of Stripe's events could not be applied."""
    with psycopg.connect(url, connect_timeout=PATIENCE_S) as connection:
        errors = [row[0] for row in connection.execute("select core.check_ledger()")]
        waiting = len(connection.execute("select core.unapplied_stripe_events()").fetchone()[0])  # type: ignore[index]
    for error in errors:
        yield wrong(
            error,
            "Something was changed outside the ledger. Compare with a backup before more credits move.",
        )
    if not errors:
        yield good("the ledger is in balance")
    if waiting:
        yield note(f"{waiting} of Stripe's events could not be applied", "See them with: quizzler payments")


def boards(url: str) -> Findings:
    """Whether the leaderboards say what the latest attempts come to."""
    with psycopg.connect(url, connect_timeout=PATIENCE_S) as connection:
        errors = [row[0] for row in connection.execute("select core.check_boards()")]
    for error in errors:
        yield wrong(
            error,
            "Something was changed outside the functions of the database, or this is a defect: report it.",
        )
    if not errors:
        yield good("the leaderboards are what the attempts come to")
