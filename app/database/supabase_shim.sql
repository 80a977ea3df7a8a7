-- The part of Supabase that Quizzler uses, for a plain Postgres. It runs only if there is no schema `auth`, is not a
-- migration, and must never run on Supabase. The tables have the columns of Supabase Auth, so that migrations and
-- functions work on both.

-- As on Supabase, the roles of clients have a limit for statements through PostgREST. The API has limits of its own,
-- because Postgres does not apply settings of a role to which a statement changes.
do $$
begin
    if not exists (select from pg_roles where rolname = 'anon') then
        create role anon nologin noinherit;
        alter role anon set statement_timeout = '2s';
    end if;
    if not exists (select from pg_roles where rolname = 'authenticated') then
        create role authenticated nologin noinherit;
        alter role authenticated set statement_timeout = '30s';
    end if;
    if not exists (select from pg_roles where rolname = 'service_role') then
        create role service_role nologin noinherit bypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'authenticator') then
        create role authenticator login noinherit;
    end if;
end;
$$;
grant anon to authenticator;
grant authenticated to authenticator;
grant service_role to authenticator;
grant usage on schema public to anon, authenticated, service_role;

create schema auth;
grant usage on schema auth to anon, authenticated, service_role;

create table auth.users (
    id uuid primary key default gen_random_uuid(),
    aud text not null default 'authenticated',
    role text not null default 'authenticated',
    email text,
    encrypted_password text,
    email_confirmed_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb not null default '{}',
    raw_user_meta_data jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    banned_until timestamptz,
    deleted_at timestamptz
);
create unique index users_email_key on auth.users (lower(email));
comment on table auth.users is 'People who can sign in, with the columns of Supabase Auth.';

create table auth.sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    not_after timestamptz,
    user_agent text,
    ip inet
);
create index sessions_user_id_idx on auth.sessions (user_id);
comment on table auth.sessions is 'One row for each sign-in. Deleting it revokes its tokens at once.';

create table auth.refresh_tokens (
    id bigint generated always as identity primary key,
    token text not null unique,
    user_id uuid not null references auth.users on delete cascade,
    session_id uuid not null references auth.sessions on delete cascade,
    parent text,
    revoked boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index refresh_tokens_session_id_idx on auth.refresh_tokens (session_id);
create index refresh_tokens_user_id_idx on auth.refresh_tokens (user_id);
comment on table auth.refresh_tokens is
'SHA-256 of each refresh token. A token that is used again later ends its session.';

create function auth.jwt() returns jsonb
language sql stable
return nullif(current_setting('request.jwt.claims', true), '')::jsonb;

create function auth.uid() returns uuid
language sql stable
return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;

create function auth.role() returns text
language sql stable
return nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role';
