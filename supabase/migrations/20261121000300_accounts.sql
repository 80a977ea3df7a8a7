-- What Quizzler stores about a person besides auth.users, the attempts that it counts to limit guessing of passwords,
-- the admins, and answers to requests that had an Idempotency-Key.
create table core.profiles (
    id uuid primary key,
    display_name text not null check (char_length(display_name) between 1 and 80),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    erased_at timestamptz,
    version integer not null default 1,
    guest boolean not null default false
);
comment on table core.profiles is
    'A person. A trigger on auth.users makes the row, and core.start_as_guest that of a guest. There is no foreign key
to auth.users, because the results of others depend on profiles, which therefore outlive the account.';
comment on column core.profiles.id is 'The id in auth.users; of a guest, that in core.guests.';
comment on column core.profiles.display_name is
    'The name that others see: a guest''s nickname. After the account is deleted: Deleted account.';
comment on column core.profiles.created_at is 'When the person signed up.';
comment on column core.profiles.updated_at is 'When the profile last changed.';
comment on column core.profiles.deleted_at is 'When the account was deleted.';
comment on column core.profiles.erased_at is
    'When what the person wrote was erased for good, which is some time after the account was deleted.';
comment on column core.profiles.version is 'Grows with each change of the name.';
comment on column core.profiles.guest is
    'Whether this is a guest of one quiz (core.guests), who has no account and no credits.';
create index profiles_deleted_at_idx on core.profiles (deleted_at) where deleted_at is not null;
alter table core.profiles enable row level security;
-- Whose profiles one may read depends on quizzes and attempts, so the policies are in the migration of attempts.
grant select (id, display_name, created_at, deleted_at, guest) on core.profiles to anon, authenticated, service_role;

create view public.profiles with (security_invoker = true) as
select
    id,
    display_name,
    created_at,
    guest
from core.profiles
where deleted_at is null;
comment on view public.profiles is
    'Names of people: the caller''s own, those of owners of public quizzes, and of takers of the caller''s quizzes.';
grant select on public.profiles to anon, authenticated;

-- Profiles for people who signed up before Quizzler was installed here. A trigger makes those of later ones.
insert into core.profiles (id, display_name)
select
    id,
    coalesce(
        nullif(left(trim(raw_user_meta_data ->> 'display_name'), 80), ''),
        'Somebody ' || lpad(floor(random() * 10000)::integer::text, 4, '0')   -- as core.neutral_name has it
    ) as display_name
from auth.users
where deleted_at is null;

create table core.account_attempts (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('guess', 'sign_up', 'reset')),
    address_hash bytea not null,
    client inet not null,
    attempted_at timestamptz not null default clock_timestamp()
);
comment on table core.account_attempts is
    'Failed sign-ins, sign-ups, and requests for a link to a new password. Those of the last account.guess_window_s,
account.sign_up_window_s and account.reset_window_s count.';
comment on column core.account_attempts.id is 'Numbers the rows.';
comment on column core.account_attempts.kind is
    'guess: a sign-in whose password was wrong, or has not been checked yet; sign_up: a new account; reset: a
request for a link to a new password.';
comment on column core.account_attempts.address_hash is
    'SHA-256 of the e-mail address in lower case, as core.address_hash makes it. Many of these addresses have no
account.';
comment on column core.account_attempts.client is 'The IP address that the request came from.';
comment on column core.account_attempts.attempted_at is 'When the request came.';
create index account_attempts_address_idx on core.account_attempts (address_hash, attempted_at);
create index account_attempts_client_idx on core.account_attempts (client, attempted_at);
create index account_attempts_age_idx on core.account_attempts (attempted_at);
alter table core.account_attempts enable row level security;

create table core.password_resets (
    token_hash text primary key,
    person_id uuid not null references core.profiles (id) on delete cascade,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
);
comment on table core.password_resets is
    'Links to a new password that were sent by mail. The first one that is used ends all of the person.';
comment on column core.password_resets.token_hash is
    'SHA-256 of the token in the link, in hexadecimal digits. The token itself is nowhere but in the mail.';
comment on column core.password_resets.person_id is 'Whose password it is.';
comment on column core.password_resets.created_at is 'When the link was asked for.';
comment on column core.password_resets.expires_at is 'Until when it can be used.';
create index password_resets_person_id_idx on core.password_resets (person_id);
create index password_resets_expires_at_idx on core.password_resets (expires_at);
alter table core.password_resets enable row level security;

create table core.known_clients (
    address_hash bytea,
    client inet,
    last_sign_in_at timestamptz not null default now(),
    primary key (address_hash, client)
);
comment on table core.known_clients is
    'Clients from which a person has signed in. Wrong guesses from elsewhere never lock the person out on these.';
comment on column core.known_clients.address_hash is
    'SHA-256 of the person''s e-mail address, as core.address_hash makes it.';
comment on column core.known_clients.client is 'The IP address of the client.';
comment on column core.known_clients.last_sign_in_at is 'When the person last signed in from there.';
create index known_clients_age_idx on core.known_clients (last_sign_in_at);
alter table core.known_clients enable row level security;

insert into core.settings (key, value, description) values
    ('account.guess_window_s', '900', 'seconds in which wrong passwords are counted'),
    ('account.max_guesses', '20', 'wrong passwords for one address from one client in the window'),
    ('account.max_guesses_per_client', '200', 'wrong passwords from one client in the window (a school is one client)'),
    ('account.max_guesses_per_address', '100',
     'wrong passwords for one address from clients that it never signed in from'),
    ('account.sign_up_window_s', '3600', 'seconds in which new accounts are counted'),
    ('account.max_sign_ups_per_client', '500', 'new accounts from one client in the window'),
    ('account.reset_window_s', '3600', 'seconds in which requests for a link to a new password are counted'),
    ('account.max_resets_per_address', '5',
     'links to a new password that are sent to one address in the window; further requests send nothing'),
    ('account.max_resets_per_client', '100', 'links to a new password that one client may ask for in the window'),
    ('account.reset_valid_s', '1800', 'seconds for which a link to a new password can be used'),
    ('account.recent_sign_in_s', '300', 'seconds after a sign-in in which an account can be deleted'),
    ('account.known_client_days', '90', 'days that a client stays known after a sign-in'),
    ('account.purged_after_days', '30', 'days after which what is left of a deleted account is purged'),
    ('account.refresh_grace_s', '10',
     'seconds in which the refresh token used last may be used again (two tabs, a response that was lost)'),
    ('account.max_sessions', '100',
     'sessions of one person; one more ends the session that has been unused for the longest time');

create table core.admins (
    person_id uuid primary key references core.profiles (id),
    added_at timestamptz not null default now()
);
comment on table core.admins is
    'People who may do what concerns the whole server. Whoever runs it adds them: quizzler admin add ada@example.com.';
comment on column core.admins.person_id is 'The admin.';
comment on column core.admins.added_at is 'Since when.';
alter table core.admins enable row level security;

create table core.idempotency_keys (
    person_id uuid references core.profiles,
    key text,
    request_hash bytea not null,
    answer jsonb not null,
    created_at timestamptz not null default now(),
    primary key (person_id, key)
);
comment on table core.idempotency_keys is
    'Requests that made something and had an Idempotency-Key, with their answers, so that a repeated one makes nothing
and gets the same answer.';
comment on column core.idempotency_keys.person_id is 'Who made the request.';
comment on column core.idempotency_keys.key is 'The Idempotency-Key, which the client has chosen.';
comment on column core.idempotency_keys.request_hash is
    'SHA-256 of what was called, as core.request_hash makes it: a key belongs to one request.';
comment on column core.idempotency_keys.answer is 'What the function returned.';
comment on column core.idempotency_keys.created_at is 'When the request was made.';
create index idempotency_keys_created_at_idx on core.idempotency_keys (created_at);
alter table core.idempotency_keys enable row level security;

insert into core.settings (key, value, description) values
    ('idempotency.kept_hours', '24', 'hours for which the answer to a request with an Idempotency-Key is kept'),
    ('idempotency.max_keys_per_person', '1000', 'Idempotency-Keys of one person that are kept at the same time'),
    ('idempotency.max_mib_per_person', '20', 'MiB that the answers kept for one person may have');
