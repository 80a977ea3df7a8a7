"""Every environment variable that Quizzler reads, with its type, default, bounds and meaning.

`make docs` writes .env.example and docs/settings.md from this. Each class is a section of them.
"""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from limits import parse
from pydantic import AfterValidator, BaseModel, Field, SecretStr
from pydantic_settings import NoDecode

from app import data_folder


def _read_rate(text: str) -> str:
    try:
        parse(text)
    except ValueError:
        raise ValueError("it must look like 100/minute or 5/10 seconds") from None
    return text


Rate = Annotated[str, AfterValidator(_read_rate)]


class Section(BaseModel, use_attribute_docstrings=True):
    """Settings that belong together. The docstring of a section is its heading."""


class Server(Section):
    """Where it runs."""

    environment: Literal["development", "production"] = "development"
    """`production` has no demo content and refuses weak secrets. `quizzler serve` sets it."""

    host: str = ""
    """The address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for the whole network. By default
    the whole network in development, so that phones can play, and this machine only in production."""

    port: int = Field(8000, ge=1, le=65535)
    """The port to listen on."""

    public_url: str | None = None
    """The public address of Quizzler, such as https://quiz.example.com, if it differs from the address it
    listens on. It ends with ROOT_PATH, if that is set."""

    root_path: str = Field("", pattern=r"^(/[A-Za-z0-9._~-]+)*/?$")
    """The sub-path under which a proxy serves Quizzler, such as /quizzler for https://example.com/quizzler.
    The proxy may remove it from the paths that it passes on, or leave it there. No address of Quizzler itself
    may begin so: /play can't be one."""

    cors_origins: Annotated[list[str], NoDecode] = []
    """Pages of other origins that may call the API, separated by commas, such as
    https://app.example.com,https://other.example.com."""

    trusted_proxies: Annotated[list[IPv4Network | IPv6Network], NoDecode] = []
    """Proxies in front of Quizzler: addresses or networks, separated by commas. X-Forwarded-For is believed
    only if it comes from them. uvicorn started without `quizzler` also trusts proxies on this machine, unless
    it has the option --no-proxy-headers."""

    postgrest_url: str | None = None
    """Where PostgREST serves this database, such as http://127.0.0.1:3000. With it, Supabase clients can use
    /rest/v1: requests are passed on to PostgREST. `quizzler dev --supabase` starts one and sets this."""

    max_body_bytes: int = Field(1_048_576, ge=1024)
    """The largest body of a request, in bytes."""

    max_import_bytes: int = Field(20_971_520, ge=1024)
    """The largest file to import, in bytes."""

    max_media_bytes: int = Field(10_485_760, ge=1024)
    """The largest picture or sound that may be uploaded, in bytes."""

    media_storage: Literal["postgres", "supabase"] = "postgres"
    """Where pictures and sounds that are uploaded from now on are kept: in Postgres, or in the bucket of the
    Supabase project, beside the PDFs. All processes must have the same."""

    log_format: Literal["text", "json"] = "text"
    """`json`: each line of the log is one JSON object, with the id of its request."""

    metrics_token: SecretStr | None = None
    """The bearer token with which Prometheus may read GET /metrics. Without it, nobody may."""

    max_event_streams: int = Field(5000, ge=1)
    """How many streams of GET /events may be open in one process."""


class RateLimits(Section):
    """How often one address may call."""

    redis_url: SecretStr | None = None
    """A Redis in which all processes count together, such as redis://localhost:6379. Without it, each process
    counts the requests that it gets."""

    max_http_connections_per_ip: int = Field(4000, ge=1)
    """How many connections for requests one process accepts from one IPv4 address, or one /64 network of IPv6
    addresses. A browser opens up to 6, so 500 phones may have 3,000. One address gets at most half of the
    files that the process may open (`ulimit -n`). Connections of TRUSTED_PROXIES and WebSockets are not
    counted here."""

    rate_limit_auth: Rate = "600/minute"
    """Signing up, in and out. The database also counts wrong passwords (`account.max_guesses`). All of these
    limits are for one IPv4 address, or one /64 network of IPv6 addresses. The defaults let 500 phones behind
    one address play undisturbed. 30/minute for each would be right where every player has an address of their
    own."""

    rate_limit_room_codes: Rate = "1200/minute"
    """Looking up room codes. 500 phones need 1,000 of them when a game begins. Postgres counts calls through
    PostgREST by this number and the next two; of room codes, wrong ones only (docs/security.md)."""

    rate_limit_joins: Rate = "2000/minute"
    """Joining a room, opening a WebSocket, and beginning a quiz as a guest."""

    rate_limit_writes: Rate = "6000/minute"
    """Other requests that change something."""

    rate_limit_reads: Rate = "12000/minute"
    """Other requests that only read. The files under /static are not counted."""


class Postgres(Section):
    """Postgres."""

    database_url: SecretStr | None = None
    """A Postgres of your own, 15 to 18, or Supabase's:
    postgresql://authenticator:password@host:5432/quizzler. With standbys, name all hosts, and Quizzler finds
    the primary: postgresql://authenticator:password@one:5432,two:5432/quizzler?target_session_attrs=read-write.
    Without it, an embedded Postgres starts in the data folder. Behind a pooler (pgbouncer, Supavisor) in
    session mode nothing else is needed; in transaction mode (Supabase's port 6543), set LISTEN_DATABASE_URL
    too."""

    listen_database_url: SecretStr | None = None
    """A direct connection to the same database with the same role, if DATABASE_URL leads through a pooler in
    transaction mode. It is used for LISTEN, by two connections of each process, and for migrations if
    MIGRATION_DATABASE_URL is not set. Then nothing is prepared over DATABASE_URL, which costs a second round
    trip for each call."""

    read_database_url: SecretStr | None = None
    """A hot standby of the same database, for reads that may be a moment old: leaderboards, statistics and
    public lists (docs/scaling.md). While it does not answer within two seconds, they are read from
    DATABASE_URL. A person who has just changed something reads from DATABASE_URL for a minute."""

    read_max_lag: float = Field(5.0, ge=1, le=30)
    """Seconds that the standby of READ_DATABASE_URL may be behind. While it is further behind, everything is
    read from DATABASE_URL."""

    migration_database_url: SecretStr | None = None
    """The URL of the same database with its owner's role, for migrations, if DATABASE_URL has the role
    authenticator."""

    database_pool_size: int = Field(10, ge=2, le=200)
    """The most connections to Postgres that one process uses for requests."""

    analytics_pool_size: int = Field(3, ge=1, le=50)
    """The same for leaderboards, results and statistics, in addition. However many people ask for these, the
    connections of all other requests remain free."""

    anonymous_read_seconds: float = Field(2.0, gt=0, le=30)
    """Seconds that a read may take whose caller is not signed in. Then Postgres stops it and the caller gets
    `too_slow`. For reads through PostgREST: `alter role anon set statement_timeout = '2s'`, which is the
    default of a Postgres of your own."""

    quizzler_data_dir: Path = data_folder.DEFAULT
    """Where the embedded Postgres and generated secrets are kept. Two instances need two folders. Postgres
    can't run as root. When root starts Quizzler, Postgres runs as the user `nobody`, which must be able to
    pass through every folder above this one. If it can't reach .quizzler, the default is a folder in
    /var/lib/quizzler, and the start says which."""

    embedded_postgres_version: int = 18
    """18 or 16, for a new data folder. An existing one keeps the version that made it."""


class Accounts(Section):
    """Accounts."""

    jwt_secret_key: SecretStr | None = None
    """The secret that signs access tokens: `openssl rand -base64 48`. Without it, one is generated and kept
    in the data folder. Several machines need the same one."""

    access_token_minutes: int = Field(60, ge=1)
    """Minutes that an access token is valid."""

    refresh_token_days: int = Field(30, ge=1)
    """Days that a person stays signed in without using Quizzler."""

    password_hash_memory_kib: int = Field(65_536, ge=64)
    """Memory that Argon2id takes to hash a password, in KiB. The defaults of this and the next two are the
    second option that RFC 9106 recommends. After a change, each password is hashed again when its owner signs
    in."""

    password_hash_rounds: int = Field(3, ge=1)
    """Rounds of Argon2id."""

    password_hash_lanes: int = Field(4, ge=1, le=64)
    """Lanes of Argon2id."""

    password_hash_workers: int = Field(2, ge=1, le=64)
    """How many passwords may be hashed at the same time, each with the memory above."""

    smtp_url: SecretStr | None = None
    """The server that sends mails with links to new passwords: smtp://user:password@mail.example.com:587,
    which is encrypted by STARTTLS and gets no password otherwise, or
    smtps://user:password@mail.example.com:465. It needs MAIL_FROM and PUBLIC_URL as well. Without it, mails
    are written to the log in development, and nobody can ask for a new password in production. Supabase Auth
    sends its own."""

    mail_from: str | None = None
    """The sender of these mails, such as Quizzler <quizzler@example.com>."""

    supabase_url: str | None = None
    """To keep accounts in Supabase Auth: the URL of the project. DATABASE_URL is its database."""

    supabase_anon_key: SecretStr | None = None
    """The project's anon key, from its API settings."""

    supabase_key: SecretStr | None = None
    """Another name of SUPABASE_ANON_KEY. One of them is enough."""

    supabase_service_role_key: SecretStr | None = None
    """The project's service_role key, only for deleting accounts, for PDFs in Supabase Storage and for
    `quizzler demo`. It bypasses row-level security: keep it secret."""

    supabase_service_key: SecretStr | None = None
    """Another name of SUPABASE_SERVICE_ROLE_KEY. One of them is enough."""

    supabase_jwt_secret: SecretStr | None = None
    """Only for projects that sign tokens with a shared secret, or did so before. Tokens of published keys are
    accepted with it as well."""


class Documents(Section):
    """PDFs."""

    processing_url: str | None = None
    """A processing server of your own (docs/processing.md). Without it, the built-in one runs beside Quizzler
    on this machine."""

    processing_secrets: SecretStr | None = None
    """The secret that signs messages to and from the processing server:
    `echo "whsec_$(openssl rand -base64 32)"`. During a change there may be two, separated by a comma. Without
    it, one is generated and kept in the data folder."""

    processing_workers: int = Field(2, ge=0, le=32)
    """How many jobs one process posts at the same time. With 0 it posts none and does not start the built-in
    processing server."""

    max_upload_bytes: int = Field(104_857_600, ge=1024)
    """The largest PDF that may be uploaded, in bytes."""

    max_webhook_bytes: int = Field(4_194_304, ge=1024)
    """The largest webhook from the processing server, in bytes."""

    supabase_storage_bucket: str = Field("uploads", pattern=r"^[A-Za-z0-9_-]{1,100}$")
    """The Supabase bucket for these PDFs, if SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY are set. Otherwise
    they are kept in the data folder."""


class Trivia(Section):
    """Trivia."""

    trivia_url: str | None = None
    """An API compatible with Open Trivia DB to get trivia from. Without it, trivia comes from the built-in
    bank."""


class Payments(Section):
    """Payments."""

    stripe_secret_key: SecretStr | None = None
    """Stripe's secret key. Without Stripe's keys credits can't be bought; everything else works."""

    stripe_publishable_key: str | None = None
    """Stripe's publishable key."""

    stripe_webhook_secret: SecretStr | None = None
    """The signing secret of the webhook endpoint. During a change there may be several, separated by
    commas."""

    stripe_api_base: str = "https://api.stripe.com"
    """The address of Stripe's API, changed only for tests."""


class Limits(Section):
    """Limits, which the database keeps for all processes: a start writes those that are set here."""

    max_rooms: int | None = None
    """Live games that may be open at once, by default 1,000. The requirement was 100, which is far below
    what one machine carries; MAX_ROOMS_PER_HOST keeps one host from taking them all."""

    max_rooms_per_host: int | None = None
    """Live games of one host that may be open at once."""

    max_assigned_rooms_per_host: int | None = None
    """Assigned games of one host that may be open at once. They don't count among MAX_ROOMS."""

    max_players_per_room: int | None = None
    """The largest number of players in a room, by default 2,000. The requirement was 50, but a lecture hall
    has more; a host can choose fewer for a room."""

    session_max_age: int | None = None
    """Seconds after which a live room that nobody has ended ends by itself, by default 86400. The
    requirement was 7200, which would cut off a lesson with a break; a room without a host ends after three
    hours in any case."""

    max_quizzes_per_person: int | None = None
    """Quizzes of one person; deleted ones count until they are purged."""

    max_questions_per_person: int | None = None
    """Questions in all quizzes of one person."""

    max_uploads_per_person: int | None = None
    """Uploads of one person; deleted ones count until they are purged."""

    max_upload_mib_per_person: int | None = None
    """MiB of all files of one person; deleted ones count until they are purged."""

    max_sign_ups_per_client: int | None = None
    """New accounts from one address in an hour. A whole school may have a single address."""


class Rooms(Section):
    """Live rooms."""

    max_connections_per_ip: int = Field(500, ge=1)
    """How many WebSockets that are in no room yet one process accepts from one IPv4 address, or one /64
    network of IPv6 addresses, and how many projectors and spectators. Hosts and players in a room are limited
    by the size of the room. The requirement was 5, which is enough for a home, but the phones of a whole
    school may share an address, and all of them come back at once after a restart."""

    heartbeat_interval: float = Field(20.0, gt=0)
    """Seconds between two pings on a WebSocket. A client that does not reply to a ping within this time is
    disconnected. The requirement was 30. With 20, the idle timeout of most proxies (60 seconds) never passes
    between a ping and its reply, and lost connections are noticed sooner."""

    live_pool_size: int = Field(8, ge=3, le=50)
    """Connections of one process for live rooms, in addition to DATABASE_POOL_SIZE."""

    max_memory_mb: int | None = Field(None, ge=64)
    """Memory of one process, in MiB, above which it refuses new players and new rooms (server_full). The
    default is 80 % of the memory of the machine or container. A process also accepts at most as many
    connections as it may open files, minus a hundred: see `ulimit -Hn`."""

    max_lag_ms: int = Field(1000, ge=10)
    """Delay of a process's event loop, in milliseconds, above which new players and new rooms are refused."""

    max_frame_bytes: int = Field(16_384, ge=512)
    """The largest message from a client, in bytes."""

    send_queue_bytes: int = Field(262_144, ge=4096)
    """How many bytes may wait for a slow client before it is disconnected."""

    frame_burst: int = Field(100, ge=1)
    """Frames that a client may send in a burst."""

    max_frames_per_second: float = Field(20.0, gt=0)
    """Frames that a client may send in each second after that. A client that keeps sending more is
    disconnected."""

    intake_interval_ms: int = Field(5, ge=0, le=1000)
    """Milliseconds that an answer waits for others, to be written with them in one batch, while many come.
    One that comes alone does not wait."""

    intake_batch_size: int = Field(500, ge=1, le=10_000)
    """The largest number of answers in a batch."""

    intake_queue_size: int = Field(50_000, ge=1)
    """The largest number of answers that may wait in one process while Postgres is slow."""

    max_waiting_answers: int = Field(8, ge=1)
    """The most answers of one player that may wait. An honest client has one."""
