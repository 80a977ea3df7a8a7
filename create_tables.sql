-- Quizzler's whole database in one file: paste it into the SQL editor of a new Supabase project. With psql:
-- psql --set ON_ERROR_STOP=1 --file create_tables.sql
-- Made by `make sql` from supabase/migrations and supabase/functions_sql. Do not edit.

do $$
declare
    installed text;
begin
    if to_regclass('supabase_migrations.applied_files') is null then
        return;
    end if;
    select encode(sha256(convert_to(
        string_agg(f.name || ' ' || f.digest, E'\n' order by f.name collate "C"), 'UTF8'
    )), 'hex')
    into installed
    from supabase_migrations.applied_files as f;
    raise exception using message = 'Quizzler is installed in this database already, at '
        || case
            when installed = '032ce63c03561b81a80f8bbba07837c3ce747eb41d611c3b4d33c886cacac881' then 'this version: there is nothing to do.'
            else 'another version: bring it to this one with quizzler migrate, which keeps all data.'
        end;
end;
$$;

begin;
set local check_function_bodies = off;

-- The records of the files applied to a database. The Supabase CLI keeps its own in the same schema.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
    version text primary key,
    statements text[],
    name text
);
create table if not exists supabase_migrations.applied_files (
    name text primary key,
    digest text not null
);
create table if not exists supabase_migrations.older_functions (
    signature text primary key
);
comment on table supabase_migrations.applied_files is
    'The SHA-256 of each file that Quizzler applied. A migration is named by its version, a function by its name.';
comment on table supabase_migrations.older_functions is
    'Functions that no file makes any more, kept for processes of an older version until quizzler migrate --drop-old.';

-- supabase/migrations/20261121000100_schemas_and_roles.sql
-- These files are the baseline: the whole database by feature, each table in one place. Until the first release is
-- tagged they are edited in place, and a database made by an older baseline has to be created again. From then on a
-- merged file is never changed, and every change is a new file, <UTC timestamp>_<what>.sql.

-- `core` holds the tables and internal functions, `public` is the API, `dashboards` is for SQL dashboards.
create schema core;
create schema dashboards;
comment on schema core is 'Base tables and internal functions. No client reads it directly.';
comment on schema dashboards is 'Views for SQL dashboards (Metabase, Superset, Grafana, psql).';

do $$
begin
    if not exists (select from pg_roles where rolname = 'dashboard_reader') then
        create role dashboard_reader login noinherit;
    end if;
end;
$$;
grant usage on schema dashboards to dashboard_reader;

-- The relays and the API connect as authenticator and call a few internal functions as themselves.
grant usage on schema core to authenticator;

-- Supabase's default privileges would hand every new table and function to every client. A function of schema public is
-- revoked from them in its file, and no function is executable by everybody. service_role, which is a project's own
-- server, reads all that people read and calls all that they call; it writes no more than they do.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public grant select on tables to service_role;
alter default privileges in schema public grant execute on functions to service_role;
alter default privileges revoke execute on functions from public;

-- What a caller makes in pg_temp could be found by a statement that runs with somebody else's rights.
do $$
begin
    execute pg_catalog.format('revoke temporary on database %I from public', pg_catalog.current_database());
end;
$$;

-- Policies name this function, so it has to be there before the tables. Its file gives it its body.
create function core.caller_id() returns uuid language sql stable return null::uuid;

-- PostgREST runs it before each request.
do $$
begin
    execute pg_catalog.format(
        'alter role authenticator in database %I set pgrst.db_pre_request = %L',
        pg_catalog.current_database(), 'public.check_request'
    );
exception when insufficient_privilege then
    raise warning 'PostgREST will not refuse tokens of ended sessions until somebody who may runs: %',
        'alter role authenticator set pgrst.db_pre_request = ''public.check_request''';
end;
$$;

-- supabase/migrations/20261121000200_settings.sql
-- Durations, limits and prices that SQL uses. Each feature adds its own. Then the calls that some of them limit.
create table core.settings (
    key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
    value jsonb not null,
    description text not null
);
comment on table core.settings is
    'Durations, limits and prices that SQL uses. Change one with: update core.settings set value = … where key = …';
comment on column core.settings.key is
    'Feature and name. The name ends with the unit where there is one: _ms, _s, _days, _hundredths.';
comment on column core.settings.value is 'A whole number.';
comment on column core.settings.description is 'What the setting does.';
alter table core.settings enable row level security;

insert into core.settings (key, value, description) values
    ('page.default_size', '20', 'rows of a page of a list if the caller gives no number'),
    ('page.max_size', '100', 'rows of a page of a list at most'),
    ('page.max_search_length', '200', 'characters of what a list is searched for');

create policy "anyone reads prices and limits" on core.settings
    for select to anon
    using (split_part(key, '.', 1) in ('credits', 'generation', 'live', 'page', 'quiz', 'trivia', 'upload'));
create policy "people read prices and limits" on core.settings
    for select to authenticated
    using (split_part(key, '.', 1) in ('credits', 'generation', 'live', 'page', 'quiz', 'trivia', 'upload'));
grant select on core.settings to anon, authenticated, service_role;

create view public.settings with (security_invoker = true) as
select
    key,
    (value #>> '{}')::bigint as value,
    description
from core.settings;
comment on view public.settings is
    'Prices, limits and durations that a front-end shows. What keeps accounts and jobs safe is not among them.';
comment on column public.settings.value is 'A whole number, in the unit that the key ends with.';
grant select on public.settings to anon, authenticated;

-- How often each caller of PostgREST has called: limits of rates for those who do not come by the REST API.
create unlogged table core.calls (
    caller text,
    kind text check (kind in ('room_codes', 'joins', 'writes')),
    process integer,
    window_start timestamptz not null,
    calls integer not null,
    calls_before integer not null,
    primary key (caller, kind, process)
);
comment on table core.calls is
    'How often each caller has called functions through PostgREST. core.count_call writes and reads it. It is not
written to the log of Postgres: after a crash it is empty, which forgets a minute.';
comment on column core.calls.caller is
    'Who is counted: the id of an account or of a player, else the network that the call came from.';
comment on column core.calls.kind is
    'room_codes: wrong room codes, resume tokens and invitations; joins: entering a room; writes: all other calls.';
comment on column core.calls.process is
    'The process of Postgres that counts in this row. Each has its own, so no call waits for the count of another.';
comment on column core.calls.window_start is 'When the window began in which the last call was.';
comment on column core.calls.calls is 'Calls in that window.';
comment on column core.calls.calls_before is 'Calls in the window before it.';
alter table core.calls enable row level security;

insert into core.settings (key, value, description) values
    ('rate.room_codes', '1200', 'wrong room codes, resume tokens and invitations from one network in a window'),
    ('rate.room_codes_s', '60', 'seconds of that window'),
    ('rate.joins', '2000', 'times that rooms are entered from one network in a window'),
    ('rate.joins_s', '60', 'seconds of that window'),
    ('rate.writes', '6000', 'calls of one account or one player that change something in a window'),
    ('rate.writes_s', '60', 'seconds of that window'),
    ('rate.proxies', '1',
     'proxies before PostgREST that add to X-Forwarded-For: which entry from the end is the client; 0: none');

-- supabase/migrations/20261121000300_accounts.sql
-- What Quizzler stores about a person besides auth.users, the attempts that it counts to limit guessing of passwords,
-- the admins, and answers to requests that had an Idempotency-Key.
create table core.profiles (
    id uuid primary key,
    display_name text not null check (char_length(display_name) between 1 and 80),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    version integer not null default 1
);
comment on table core.profiles is
    'A person. A trigger on auth.users makes the row. There is no foreign key to auth.users, because the results of
others depend on profiles, which therefore outlive the account.';
comment on column core.profiles.id is 'The id in auth.users.';
comment on column core.profiles.display_name is
    'The name that others see. After the account is deleted: Deleted account.';
comment on column core.profiles.created_at is 'When the person signed up.';
comment on column core.profiles.updated_at is 'When the profile last changed.';
comment on column core.profiles.deleted_at is 'When the account was deleted.';
comment on column core.profiles.version is 'Grows with each change of the name.';
create index profiles_deleted_at_idx on core.profiles (deleted_at) where deleted_at is not null;
alter table core.profiles enable row level security;
-- Whose profiles one may read depends on quizzes and attempts, so the policies are in the migration of attempts.
grant select (id, display_name, created_at, deleted_at) on core.profiles to anon, authenticated, service_role;

create view public.profiles with (security_invoker = true) as
select
    id,
    display_name,
    created_at
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
    kind text not null check (kind in ('guess', 'sign_up')),
    address_hash bytea not null,
    client inet not null,
    attempted_at timestamptz not null default clock_timestamp()
);
comment on table core.account_attempts is
    'Failed sign-ins, and sign-ups. Those of the last account.guess_window_s and account.sign_up_window_s count.';
comment on column core.account_attempts.id is 'Numbers the rows.';
comment on column core.account_attempts.kind is
    'guess: a sign-in whose password was wrong, or has not been checked yet; sign_up: a new account.';
comment on column core.account_attempts.address_hash is
    'SHA-256 of the e-mail address in lower case, as core.address_hash makes it. Many of these addresses have no
account.';
comment on column core.account_attempts.client is 'The IP address that the request came from.';
comment on column core.account_attempts.attempted_at is 'When the request came.';
create index account_attempts_address_idx on core.account_attempts (address_hash, attempted_at);
create index account_attempts_client_idx on core.account_attempts (client, attempted_at);
create index account_attempts_age_idx on core.account_attempts (attempted_at);
alter table core.account_attempts enable row level security;

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

-- supabase/migrations/20261121000400_quizzes.sql
-- Quizzes, their questions, and every version that a question has had.
create type core.visibility as enum ('private', 'link', 'public');
create type core.counting_attempt as enum ('best', 'last', 'first', 'average');
create type core.shown as enum ('never', 'after_submit', 'after_last_attempt', 'after_close');
create type core.quiz_state as enum ('ready', 'generating', 'failed');
create type core.question_kind as enum (
    'single_choice', 'multiple_choice', 'true_false', 'numeric', 'short_text', 'ordering', 'poll', 'slide',
    'slider', 'matching', 'cloze', 'word_cloud'
);
create type core.difficulty as enum ('easy', 'medium', 'hard');

create table core.quizzes (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    title text not null check (char_length(title) between 1 and 200),
    description text not null default '' check (char_length(description) <= 5000),
    language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    visibility core.visibility not null default 'private',
    opens_at timestamptz,
    closes_at timestamptz,
    time_limit_s integer check (time_limit_s between 1 and 604800),
    attempts_allowed integer default 1 check (attempts_allowed between 1 and 1000),
    attempt_delay_s integer not null default 0 check (attempt_delay_s between 0 and 31536000),
    counting_attempt core.counting_attempt not null default 'best',
    shuffle_questions boolean not null default false,
    shuffle_choices boolean not null default false,
    review_shown core.shown not null default 'after_submit',
    key_shown core.shown not null default 'after_last_attempt',
    score_shown core.shown,
    negative_marking numeric(4, 3) not null default 0 check (negative_marking between 0 and 1),
    pass_mark numeric(5, 2) check (pass_mark between 0 and 100),
    ask_email boolean not null default false,
    ask_student_number boolean not null default false,
    state core.quiz_state not null default 'ready',
    state_code text,
    state_reason text,
    progress numeric check (progress between 0 and 1),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    version integer not null default 1,
    tags text[] not null default '{}' check (array_position(tags, null) is null),
    words tsvector not null default '',
    title_key text not null default '' collate "C",
    check (closes_at > opens_at)
);
comment on table core.quizzes is 'A quiz and how it is taken.';
comment on column core.quizzes.id is 'The quiz.';
comment on column core.quizzes.owner_id is 'The person to whom the quiz belongs.';
comment on column core.quizzes.title is 'The title, 1 to 200 characters.';
comment on column core.quizzes.description is 'What the quiz is about, up to 5,000 characters.';
comment on column core.quizzes.language is 'The language of the questions, as a BCP 47 tag: en, de-CH.';
comment on column core.quizzes.visibility is
    'Who may take the quiz. private: the owner; link: whoever has the link; public: anyone, and it is listed.';
comment on column core.quizzes.opens_at is 'When attempts may begin. Null: at once.';
comment on column core.quizzes.closes_at is 'When attempts end at the latest. Null: never.';
comment on column core.quizzes.time_limit_s is 'Seconds that an attempt may take. Null: no limit.';
comment on column core.quizzes.attempts_allowed is 'How many attempts one person has. Null: any number.';
comment on column core.quizzes.attempt_delay_s is 'Seconds between the end of an attempt and the start of the next.';
comment on column core.quizzes.counting_attempt is 'Which of a person''s attempts is their result.';
comment on column core.quizzes.shuffle_questions is 'Whether each attempt has the questions in an order of its own.';
comment on column core.quizzes.shuffle_choices is 'Whether each attempt has the choices in an order of its own.';
comment on column core.quizzes.review_shown is 'When a taker sees their responses marked.';
comment on column core.quizzes.key_shown is
    'When a taker sees the right answers and the explanations. after_last_attempt: once the taker has no attempt left or
in progress, or the quiz has closed; with any number of attempts only then.';
comment on column core.quizzes.score_shown is
    'When a taker sees scores and places on boards; marks are not shown before either. Null: as soon as review or key.';
comment on column core.quizzes.negative_marking is
    'The part of a question''s points that a wrong response costs, 0 to 1.';
comment on column core.quizzes.pass_mark is
    'The score needed to pass, in percent of the points. Null: attempts are neither passed nor failed.';
comment on column core.quizzes.ask_email is
    'Whether takers agree, before their first attempt, that the owner sees their e-mail address beside their results.';
comment on column core.quizzes.ask_student_number is
    'Whether takers give a student number before their first attempt, which the owner sees beside their results.';
comment on column core.quizzes.state is
    'ready; generating: its questions are being written; failed: the generation delivered no questions, and the quiz has
none.';
comment on column core.quizzes.state_code is
    'Why the last generation failed or made fewer questions than requested, for programs.';
comment on column core.quizzes.state_reason is 'The reason for state_code, in a sentence for people.';
comment on column core.quizzes.progress is 'How far the generation under way is, 0 to 1. Null: none is under way.';
comment on column core.quizzes.created_at is 'When the quiz was made.';
comment on column core.quizzes.updated_at is 'When the quiz, its settings or its questions last changed.';
comment on column core.quizzes.deleted_at is 'When the quiz was deleted. It can be restored until it is purged.';
comment on column core.quizzes.version is
    'Grows with each change of the quiz or of its questions, but not with the progress of a generation.';
comment on column core.quizzes.tags is 'Words under which its owner files the quiz, in lower case.';
comment on column core.quizzes.words is
    'What a search looks for: the title and the tags word by word, and both and the description by the language.';
comment on column core.quizzes.title_key is 'The title in lower case and without accents, by which lists are sorted.';
create index quizzes_owner_id_idx on core.quizzes (owner_id, created_at desc, id desc);
create index quizzes_public_idx on core.quizzes (created_at desc, id desc)
where visibility = 'public' and deleted_at is null;
create index quizzes_owner_title_idx on core.quizzes (owner_id, title_key, id);
create index quizzes_public_title_idx on core.quizzes (title_key, id)
where visibility = 'public' and deleted_at is null;
create index quizzes_words_idx on core.quizzes using gin (words);
create index quizzes_tags_idx on core.quizzes using gin (tags);
alter table core.quizzes enable row level security;
-- People also read the quizzes that they have taken: that policy is in the migration of attempts.
create policy "anyone reads public quizzes" on core.quizzes
    for select to anon using (visibility = 'public');
grant select on core.quizzes to anon, authenticated, service_role;

create view public.quizzes with (security_invoker = true) as
select
    id,
    owner_id,
    title,
    description,
    language,
    visibility,
    opens_at,
    closes_at,
    time_limit_s,
    attempts_allowed,
    attempt_delay_s,
    counting_attempt,
    shuffle_questions,
    shuffle_choices,
    review_shown,
    key_shown,
    score_shown,
    negative_marking,
    pass_mark,
    ask_email,
    ask_student_number,
    created_at,
    updated_at,
    state,
    state_code,
    state_reason,
    progress,
    version,
    tags
from core.quizzes
where deleted_at is null;
comment on view public.quizzes is
    'The caller''s quizzes, public ones, and those that the caller took. public.quiz finds one with a link by its id.';
grant select on public.quizzes to anon, authenticated;

create table core.questions (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    position integer not null check (position > 0),
    version integer not null default 1,
    kind core.question_kind not null,
    prompt text not null check (char_length(prompt) between 1 and 5000),
    choices jsonb not null default '[]',
    display jsonb not null default '{}',
    key jsonb not null default '{}',
    points numeric(7, 2) not null default 1 check (points between 0 and 10000),
    time_limit_ms integer check (time_limit_ms between 1000 and 3600000),
    explanation text check (char_length(explanation) <= 5000),
    subject text check (char_length(subject) <= 200),
    difficulty core.difficulty,
    media_url text check (media_url ~ '^https?://' and char_length(media_url) <= 2000),
    source text check (char_length(source) <= 2000),
    citation jsonb check (jsonb_typeof(citation) = 'object'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    -- checked at the end of a statement, because a reorder swaps positions
    exclude using btree (quiz_id with =, position with =) where (deleted_at is null) deferrable
);
comment on table core.questions is 'A question in its current version. Clients have no select on key and explanation.';
comment on column core.questions.id is 'The question.';
comment on column core.questions.quiz_id is 'The quiz that the question belongs to.';
comment on column core.questions.position is 'Its place in the quiz, from 1.';
comment on column core.questions.version is
    'The number of the current version, from 1. Each edit makes a new one.';
comment on column core.questions.kind is 'How the question is answered.';
comment on column core.questions.prompt is 'What is asked, 1 to 5,000 characters.';
comment on column core.questions.choices is 'What a taker may choose from or sort: [{"id", "text", "media_url"?}].';
comment on column core.questions.display is $$
What a taker sees beside the prompt and the choices; each field of it is one of the question as it is shown. slider:
{"min", "max", "step"}; matching: {"items": [{"id", "text", "media_url"?}]}, to each of which one of the choices
belongs; cloze: {"gaps": [{"id", "kind", "choices"?}]}, where [[id]] stands in the prompt;
word_cloud: {"words"}, how many words one person may give; numeric, if it has units:
{"units": [name, …], "unit_required"}; other kinds: {}.$$;
comment on column core.questions.key is $$
The answer key: how a response is marked. Choice kinds: {"weights": {id: -1..1}, "feedback"?: {id: text}}; numeric:
{"ranges": [{"min", "max", "weight", "value"?, "feedback"?}]}, value where the author gave one and not a range,
and if it has units {"units": [{"unit", "factor"?}], "unit_required", "unit_share"};
short_text: {"answers": [{"text", "wildcards"?, "weight", "feedback"?}], "case_sensitive", "forgives"?};
ordering: {"order": [id, …]}; slider: {"value", "tolerance", "partial_within"?, "nearest"?};
matching: {"matches": {item id: choice id}};
cloze: {"gaps": {id: the key of its kind, and {"kind", "weight", "order"?}}}, order: of the author's choices;
poll, word_cloud and slide: {}.$$;
comment on column core.questions.points is 'The points that the question can earn.';
comment on column core.questions.time_limit_ms is
    'Milliseconds to answer it in a live game. Null: live.default_limit_ms.';
comment on column core.questions.explanation is 'Why the right answer is right, up to 5,000 characters.';
comment on column core.questions.subject is 'What the question is about, such as history.';
comment on column core.questions.difficulty is 'How hard the question is, in the owner''s view.';
comment on column core.questions.media_url is 'The web address of a picture that goes with the prompt.';
comment on column core.questions.source is 'Where the question was taken from.';
comment on column core.questions.citation is
    'The place in an upload on which the answer rests: {"upload_id", "pdf_id", "page", "page_label", "sentence"}; page
counts from 1.';
comment on column core.questions.created_at is 'When the question was made.';
comment on column core.questions.updated_at is 'When the question last changed.';
comment on column core.questions.deleted_at is 'When the question was deleted. Attempts and rooms keep its versions.';
create index questions_quiz_id_idx on core.questions (quiz_id, position);
alter table core.questions enable row level security;
create policy "owners read their questions" on core.questions
    for select to authenticated
    using (quiz_id in (select id from core.quizzes where owner_id = (select core.caller_id()) and deleted_at is null));
grant select (
    id, quiz_id, position, version, kind, prompt, choices, display, points, time_limit_ms, subject, difficulty,
    media_url, source, citation, created_at, updated_at, deleted_at
) on core.questions to authenticated, service_role;

create view public.questions with (security_invoker = true) as
select
    id,
    quiz_id,
    position,
    version,
    kind,
    prompt,
    choices,
    points,
    time_limit_ms,
    subject,
    difficulty,
    media_url,
    source,
    created_at,
    updated_at,
    citation,
    display
from core.questions
where deleted_at is null;
comment on view public.questions is
    'The questions of the caller''s own quizzes, without their keys (get_question returns those). Takers get their
questions from start_attempt.';
grant select on public.questions to authenticated;

create view public.choices with (security_invoker = true) as
select
    question.id as question_id,
    question.quiz_id,
    listed.position,
    listed.choice ->> 'id' as id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url
from core.questions as question
cross join lateral jsonb_array_elements(question.choices) with ordinality as listed (choice, position)
where question.deleted_at is null;
comment on view public.choices is
    'The choices of the questions of one''s own quizzes, one a row. Takers get theirs from attempt_choices.';
comment on column public.choices.question_id is 'The question.';
comment on column public.choices.quiz_id is 'Its quiz.';
comment on column public.choices.position is 'The place of the choice in the question, from 1.';
comment on column public.choices.id is 'Names the choice within its question.';
comment on column public.choices.text is 'What the choice says.';
comment on column public.choices.media_url is 'The web address of its picture. Null: it has none.';
grant select on public.choices to authenticated;

create table core.question_versions (
    question_id uuid not null references core.questions,
    version integer not null,
    kind core.question_kind not null,
    prompt text not null,
    choices jsonb not null,
    display jsonb not null,
    key jsonb not null,
    points numeric(7, 2) not null,
    time_limit_ms integer,
    explanation text,
    subject text,
    difficulty core.difficulty,
    media_url text,
    source text,
    citation jsonb,
    created_at timestamptz not null default now(),
    primary key (question_id, version)
);
comment on table core.question_versions is
    'Every version of a question, never changed. Attempts and rooms refer to these. A trigger writes them.';
comment on column core.question_versions.question_id is 'The question.';
comment on column core.question_versions.version is 'The number of the version, from 1.';
comment on column core.question_versions.created_at is 'When the version was made.';
alter table core.question_versions enable row level security;
-- The policy is in the migration of rooms: it names attempts and rooms, to which the versions belong.
grant select (
    question_id, version, kind, prompt, choices, display, points, time_limit_ms, subject, difficulty, media_url,
    created_at
) on core.question_versions to authenticated, service_role;

create view public.question_versions with (security_invoker = true) as
select
    question_id,
    version,
    kind,
    prompt,
    points,
    time_limit_ms,
    subject,
    difficulty,
    media_url,
    created_at,
    display
from core.question_versions;
comment on view public.question_versions is
    'The questions of attempts and rooms that one may see, as they stood when these began, without keys. Their choices
are in attempt_choices and room_choices, in the order drawn.';
grant select on public.question_versions to authenticated;

insert into core.settings (key, value, description) values
    ('quiz.max_questions', '500', 'questions in one quiz'),
    ('quiz.max_per_person', '2000', 'quizzes of one person; deleted ones count until they are purged'),
    ('quiz.max_questions_per_person', '50000',
     'questions in all quizzes of one person; deleted ones count until their quiz is purged'),
    ('quiz.max_choices', '50', 'choices, or accepted answers, of one question'),
    ('quiz.max_prompt_length', '5000', 'characters of a prompt or an explanation'),
    ('quiz.submit_grace_s', '5',
     'seconds after its deadline in which the submission of an attempt is still accepted (network latency)'),
    ('quiz.max_response_bytes', '20000', 'bytes of one stored response'),
    ('quiz.max_attempts_per_day', '500', 'attempts that one person may begin in 24 hours, previews included'),
    ('quiz.max_tags', '20', 'tags of one quiz'),
    ('quiz.max_tag_length', '50', 'characters of a tag');

-- supabase/migrations/20261121000500_attempts.sql
-- Attempts at quizzes, the questions that each has, and the answers to them.
create type core.attempt_state as enum ('in_progress', 'finished', 'abandoned');

create table core.attempts (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    number integer not null check (number > 0),
    preview boolean not null default false,
    seed integer not null,
    state core.attempt_state not null default 'in_progress',
    started_at timestamptz not null default now(),
    deadline timestamptz,
    negative_marking numeric(4, 3) not null,
    pass_mark numeric(5, 2),
    finished_at timestamptz,
    overdue boolean not null default false,
    score numeric(12, 4),
    max_score numeric(12, 2) not null,
    passed boolean,
    extended_to timestamptz,
    deleted_at timestamptz,
    unique (quiz_id, user_id, number),
    check ((state = 'finished') = (score is not null)),
    check ((state = 'in_progress') = (finished_at is null))
);
comment on table core.attempts is
    'One person taking one quiz once: in the times that the quiz has, and else by the settings that it had when the
attempt began. The state overdue is not stored: such an attempt is in_progress past its deadline, until
the sweep or its next use ends it.';
comment on column core.attempts.id is 'The attempt.';
comment on column core.attempts.quiz_id is 'The quiz that is taken.';
comment on column core.attempts.user_id is 'The taker.';
comment on column core.attempts.number is 'Counts the attempts of this person at this quiz, from 1.';
comment on column core.attempts.preview is
    'True for the owner''s own attempts. They count in no result, and the quiz''s dates and number of attempts do not
apply to them.';
comment on column core.attempts.seed is 'The seed of the order of questions and choices.';
comment on column core.attempts.state is
    'in_progress; finished: submitted and marked; abandoned: ended with nothing saved.';
comment on column core.attempts.started_at is 'When the attempt began.';
comment on column core.attempts.deadline is
    'The time limit or the closing time, whichever is first, with the taker''s allowance. It follows from the quiz as
it is now (core.deadline_of), and is kept for the index. Null: the attempt has no deadline.';
comment on column core.attempts.negative_marking is 'The quiz''s negative marking when the attempt began, 0 to 1.';
comment on column core.attempts.pass_mark is 'The quiz''s pass mark when the attempt began, in percent.';
comment on column core.attempts.finished_at is 'When the attempt ended.';
comment on column core.attempts.overdue is
    'Whether it ended at its deadline: only responses saved in time count, and an attempt without any is abandoned.';
comment on column core.attempts.score is 'The points earned. Null until it is finished.';
comment on column core.attempts.max_score is 'The points that all its questions can earn.';
comment on column core.attempts.passed is
    'Whether the score reached the pass mark. Null: the quiz has none, or the attempt is not finished.';
comment on column core.attempts.extended_to is
    'Until when the owner lets this attempt go on at least, past the times of the quiz. Null: as these have it.';
comment on column core.attempts.deleted_at is
    'When the owner of the quiz deleted it. It then counts nowhere, and the attempt is free again.';
-- Two starts at the same moment make one attempt.
create unique index attempts_one_in_progress on core.attempts (quiz_id, user_id)
where state = 'in_progress' and deleted_at is null;
create index attempts_user_id_idx on core.attempts (user_id, started_at desc);
create index attempts_overdue_idx on core.attempts (deadline) where state = 'in_progress' and deleted_at is null;
create index attempts_finished_idx on core.attempts (finished_at)
where state = 'finished' and not preview and deleted_at is null;
alter table core.attempts enable row level security;
create policy "people read their attempts, owners those of their quizzes" on core.attempts
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or quiz_id = any(array(select id from core.quizzes where owner_id = (select core.caller_id())))
    );
grant select on core.attempts to authenticated, service_role;

-- The views below name these functions, so they have to be there before them. Their files give them their bodies.
create function core.knows_score(quiz_id uuid) returns boolean language sql stable return false;
create function core.overdue_before() returns timestamptz language sql stable return now();
create function core.settled_state(answered bigint) returns core.attempt_state
language sql immutable return 'finished'::core.attempt_state;
create function core.settled(attempt_id uuid) returns core.attempts language sql stable return null::core.attempts;

-- With its owner's rights: a policy of quizzes can't read attempts, whose policy reads quizzes.
create view core.taken_quizzes as
select distinct quiz_id from core.attempts where user_id = (select core.caller_id()) and deleted_at is null;
comment on view core.taken_quizzes is 'The quizzes that the caller has begun to take at least once.';
comment on column core.taken_quizzes.quiz_id is 'The quiz.';
grant select on core.taken_quizzes to authenticated;

create policy "people read their quizzes, the public ones and those they took" on core.quizzes
    for select to authenticated
    using (
        owner_id = (select core.caller_id())
        or visibility = 'public'
        or id = any(array(select quiz_id from core.taken_quizzes))
    );

-- Row-level security of quizzes and attempts applies within these.
create policy "people read their own profile and those of owners and takers" on core.profiles
    for select to authenticated
    using (
        id = (select core.caller_id())
        or exists (select from core.quizzes as q where q.owner_id = profiles.id and q.deleted_at is null)
        or exists (select from core.attempts as a where a.user_id = profiles.id)
    );
create policy "anyone reads the profiles of owners of public quizzes" on core.profiles
    for select to anon
    using (exists (select from core.quizzes as q where q.owner_id = profiles.id and q.deleted_at is null));

-- It joins nothing, so that PostgREST finds its relations: core.settled finds an attempt whose time is up by its id.
create view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    case
        when state = 'in_progress' and deadline < now()
            then coalesce(nullif((core.settled(id)).state::text, 'in_progress'), 'overdue')
        else state::text
    end as state,
    started_at,
    deadline,
    case
        when state = 'in_progress' and deadline < now() then (core.settled(id)).finished_at else finished_at
    end as finished_at,
    case when state = 'in_progress' and deadline < now() then (core.settled(id)).overdue else overdue end as overdue,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).score
        else score
    end as score,
    max_score,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).passed
        else passed
    end as passed
from core.attempts
where deleted_at is null;
comment on view public.attempts is 'The caller''s own attempts, and all attempts at the caller''s own quizzes.';
comment on column public.attempts.score is
    'The points earned. Null until it is finished, and for its taker while the quiz shows neither review nor key.';
comment on column public.attempts.passed is
    'Whether the score reached the pass mark. Null: there is none, it is not finished, or its taker may not know.';
comment on column public.attempts.state is
    'in_progress; overdue: past its deadline, while answers on their way still count; finished: submitted, or its
time was up; abandoned: ended with nothing saved.';
grant select on public.attempts to authenticated;

create table core.attempt_questions (
    attempt_id uuid not null references core.attempts,
    position integer not null,
    question_id uuid not null,
    version integer not null,
    choice_order text[] not null,
    primary key (attempt_id, position),
    unique (attempt_id, question_id),
    foreign key (question_id, version) references core.question_versions
);
comment on table core.attempt_questions is
    'The questions of an attempt, in the order drawn and in the versions that they had when it began.';
comment on column core.attempt_questions.attempt_id is 'The attempt.';
comment on column core.attempt_questions.position is 'The place of the question in the attempt, from 1.';
comment on column core.attempt_questions.question_id is 'The question.';
comment on column core.attempt_questions.version is 'Its version when the attempt began.';
comment on column core.attempt_questions.choice_order is
    'The ids of its choices in the order in which the taker sees them.';
create index attempt_questions_question_idx on core.attempt_questions (question_id, version);
alter table core.attempt_questions enable row level security;

-- With their owner's rights, for policies. An owner is known by their questions, because a quiz may have a million
-- attempts and a policy must not list them.
create view core.own_questions as
select q.id as question_id
from core.questions as q
inner join core.quizzes as z on q.quiz_id = z.id
where z.owner_id = (select core.caller_id());
comment on view core.own_questions is 'The questions of the caller''s quizzes, deleted ones too.';
comment on column core.own_questions.question_id is 'The question.';
create view core.asked_questions as
select
    aq.question_id,
    aq.version
from core.attempt_questions as aq
inner join core.attempts as a on aq.attempt_id = a.id
where a.user_id = (select core.caller_id()) and a.deleted_at is null;
comment on view core.asked_questions is 'The versions of questions in the caller''s attempts.';
comment on column core.asked_questions.question_id is 'The question.';
comment on column core.asked_questions.version is 'Its version when the attempt began.';
grant select on core.own_questions, core.asked_questions to authenticated;

create policy "takers and owners read the questions of attempts" on core.attempt_questions
    for select to authenticated
    using (
        attempt_id = any(array(
            select id from core.attempts where user_id = (select core.caller_id()) and deleted_at is null
        ))
        or question_id = any(array(select question_id from core.own_questions))
    );
grant select on core.attempt_questions to authenticated, service_role;

create view public.attempt_questions with (security_invoker = true) as
select
    attempt_id,
    position,
    question_id,
    version
from core.attempt_questions;
comment on view public.attempt_questions is
    'The questions of one''s own attempts and of those at one''s own quizzes, in the order drawn.';
grant select on public.attempt_questions to authenticated;

create view public.attempt_choices with (security_invoker = true) as
select
    asked.attempt_id,
    asked.question_id,
    asked.version,
    drawn.position,
    drawn.id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url
from core.attempt_questions as asked
inner join core.question_versions as question
    on asked.question_id = question.question_id and asked.version = question.version
cross join lateral unnest(asked.choice_order) with ordinality as drawn (id, position)
inner join lateral jsonb_array_elements(question.choices) as listed (choice) on listed.choice ->> 'id' = drawn.id;
comment on view public.attempt_choices is
    'The choices of the questions of attempts, one a row, in the order in which the taker sees them.';
comment on column public.attempt_choices.attempt_id is 'The attempt.';
comment on column public.attempt_choices.question_id is 'The question.';
comment on column public.attempt_choices.version is 'Its version when the attempt began.';
comment on column public.attempt_choices.position is 'The place of the choice as the taker sees it, from 1.';
comment on column public.attempt_choices.id is 'Names the choice within its question. A response has this.';
comment on column public.attempt_choices.text is 'What the choice says.';
comment on column public.attempt_choices.media_url is 'The web address of its picture. Null: it has none.';
grant select on public.attempt_choices to authenticated;

create table core.answers (
    attempt_id uuid not null,
    question_id uuid not null,
    response jsonb not null,
    saved_at timestamptz not null default now(),
    fraction numeric(7, 6),
    points numeric(10, 4),
    version integer not null default 1,
    deleted_at timestamptz,
    primary key (attempt_id, question_id),
    foreign key (attempt_id, question_id) references core.attempt_questions (attempt_id, question_id)
);
comment on table core.answers is
    'One response in an attempt. It is marked when it is saved, and the marks are shown when the attempt has ended.';
comment on column core.answers.attempt_id is 'The attempt.';
comment on column core.answers.question_id is 'The question that was answered.';
comment on column core.answers.response is 'Ids of choices, a number or a text, depending on the question''s kind.';
comment on column core.answers.saved_at is 'When the response was last saved.';
comment on column core.answers.fraction is
    'The mark: the part of the question''s points that it earned, -1 to 1. Clients may not select it.';
comment on column core.answers.points is 'The points that it earned. Clients may not select it.';
comment on column core.answers.version is
    'Grows with each change, from 1, so that an older tab does not overwrite a newer answer.';
comment on column core.answers.deleted_at is 'When the taker cleared the response.';
create index answers_question_id_idx on core.answers (question_id);
alter table core.answers enable row level security;
create policy "takers and owners read the answers of attempts" on core.answers
    for select to authenticated
    using (
        attempt_id = any(array(
            select id from core.attempts where user_id = (select core.caller_id()) and deleted_at is null
        ))
        or question_id = any(array(select question_id from core.own_questions))
    );
grant select (attempt_id, question_id, response, saved_at, version, deleted_at)
on core.answers to authenticated, service_role;

-- What an attempt comes to by the answers that are saved so far.
create view core.attempt_totals as
select
    t.id,
    count(a.question_id) as answered,
    greatest(0, coalesce(sum(a.points), 0)) as score,
    greatest(0, coalesce(sum(a.points), 0)) * 100 >= t.pass_mark * t.max_score as passed
from core.attempts as t
left join core.answers as a on t.id = a.attempt_id and a.deleted_at is null
group by t.id;
comment on view core.attempt_totals is 'What each attempt comes to by its saved answers. A score is never below 0.';
comment on column core.attempt_totals.id is 'The attempt.';
comment on column core.attempt_totals.answered is 'How many of its questions have a saved answer.';
comment on column core.attempt_totals.score is 'The sum of the points of its answers, 0 at least.';
comment on column core.attempt_totals.passed is 'Whether that reaches the pass mark. Null: there is none.';

-- Reads go by this view, so that they need not write and never depend on when the sweep came by.
create view core.settled_attempts as
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.number,
    t.preview,
    t.seed,
    t.state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    t.finished_at,
    t.overdue,
    t.score,
    t.max_score,
    t.passed,
    t.extended_to,
    t.deleted_at
from core.attempts as t
where t.deleted_at is null
    and (t.state <> 'in_progress' or t.deadline is null or t.deadline >= (select core.overdue_before()))
union all
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.number,
    t.preview,
    t.seed,
    core.settled_state(total.answered) as state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    greatest(t.started_at, t.deadline) as finished_at,
    true as overdue,
    case when core.settled_state(total.answered) = 'finished' then total.score end as score,
    t.max_score,
    case when core.settled_state(total.answered) = 'finished' then total.passed end as passed,
    t.extended_to,
    t.deleted_at
from core.attempts as t
cross join lateral (select x.* from core.attempt_totals as x where x.id = t.id) as total
where t.state = 'in_progress' and t.deleted_at is null and t.deadline < (select core.overdue_before());
comment on view core.settled_attempts is
    'The attempts as they are once those whose time is up are settled: finished at their deadlines with the answers that
were saved in time, or abandoned if there are none, without deleted ones. core.settle_overdue writes the same.';

create view public.answers with (security_invoker = true) as
select
    attempt_id,
    question_id,
    response,
    saved_at,
    version
from core.answers
where deleted_at is null;
comment on view public.answers is
    'One''s own answers, and those at one''s own quizzes. The computed columns fraction and points are their marks, once
the caller may know them.';
grant select on public.answers to authenticated;

-- supabase/migrations/20261121000510_allowances.sql
-- What single takers are allowed beyond the settings of a quiz, and the log of what owners did to their times.
create table core.allowances (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid references core.profiles,
    email text check (
        email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 320
    ),
    time_factor numeric(4, 2) not null default 1 check (time_factor between 1 and 10),
    extra_time_s integer not null default 0 check (extra_time_s between 0 and 604800),
    opens_at timestamptz,
    closes_at timestamptz,
    extra_attempts integer not null default 0 check (extra_attempts between 0 and 1000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (quiz_id, user_id),
    unique (quiz_id, email),
    check (num_nonnulls(user_id, email) = 1),
    check (closes_at > opens_at)
);
comment on table core.allowances is
    'What one person is allowed beyond the settings of a quiz. Of an address it is whether or not an account has it, so
that nobody learns that from an allowance; one by account comes before one by address.';
comment on column core.allowances.id is 'The allowance.';
comment on column core.allowances.quiz_id is 'The quiz.';
comment on column core.allowances.user_id is 'The person. Null: it is for an address.';
comment on column core.allowances.email is
    'The e-mail address of the person''s account, in lower case. Null: it is for a user_id.';
comment on column core.allowances.time_factor is 'Multiplies the time limit, 1 to 10.';
comment on column core.allowances.extra_time_s is 'Seconds added to the time limit after that.';
comment on column core.allowances.opens_at is 'When this person''s attempts may begin. Null: as the quiz has it.';
comment on column core.allowances.closes_at is
    'When this person''s attempts end at the latest. Null: as the quiz has it.';
comment on column core.allowances.extra_attempts is 'Attempts besides those that the quiz allows.';
comment on column core.allowances.created_at is 'When it was given.';
comment on column core.allowances.updated_at is 'When it last changed.';
create index allowances_user_id_idx on core.allowances (user_id);
create index allowances_email_idx on core.allowances (email);
create index allowances_quiz_id_idx on core.allowances (quiz_id, created_at desc, id desc);
alter table core.allowances enable row level security;

-- The policy names this function, so it has to be there before it. Its file gives it its body.
create function core.caller_email() returns text language sql stable return null::text;

create policy "people read their allowances, owners those of their quizzes" on core.allowances
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or email = (select core.caller_email())
        or quiz_id = any(array(select id from core.quizzes where owner_id = (select core.caller_id())))
    );
grant select on core.allowances to authenticated, service_role;

create view public.allowances with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    email,
    time_factor,
    extra_time_s,
    opens_at,
    closes_at,
    extra_attempts,
    created_at,
    updated_at
from core.allowances;
comment on view public.allowances is 'The caller''s own allowances, and all those at the caller''s own quizzes.';
grant select on public.allowances to authenticated;

create table core.owner_acts (
    id bigint generated always as identity primary key,
    quiz_id uuid not null references core.quizzes,
    actor_id uuid not null references core.profiles,
    act text not null,
    user_id uuid references core.profiles,
    email text,
    details jsonb not null default '{}',
    created_at timestamptz not null default now()
);
comment on table core.owner_acts is
    'What owners did that touches those who take their quizzes: times that moved deadlines, and allowances. Rows are
only added.';
comment on column core.owner_acts.id is 'Numbers the acts.';
comment on column core.owner_acts.quiz_id is 'The quiz.';
comment on column core.owner_acts.actor_id is 'Who did it.';
comment on column core.owner_acts.act is 'What was done, such as allowance.set.';
comment on column core.owner_acts.user_id is 'The person whom it touches. Null: several, or an address.';
comment on column core.owner_acts.email is 'The address that it touches. Null: a person, or several.';
comment on column core.owner_acts.details is 'The fields of the act. Empty once the person''s account was deleted.';
comment on column core.owner_acts.created_at is 'When it was done.';
create index owner_acts_quiz_id_idx on core.owner_acts (quiz_id, id desc);
create index owner_acts_actor_id_idx on core.owner_acts (actor_id);
create index owner_acts_user_id_idx on core.owner_acts (user_id);
create index owner_acts_email_idx on core.owner_acts (email);
alter table core.owner_acts enable row level security;
create policy "owners read what was done in their quizzes" on core.owner_acts
    for select to authenticated
    using (quiz_id = any(array(select id from core.quizzes where owner_id = (select core.caller_id()))));
grant select on core.owner_acts to authenticated, service_role;

create view public.owner_acts with (security_invoker = true) as
select
    id,
    quiz_id,
    actor_id,
    act,
    user_id,
    email,
    details,
    created_at
from core.owner_acts;
comment on view public.owner_acts is 'What the caller did that touches those who take the caller''s quizzes.';
grant select on public.owner_acts to authenticated;

insert into core.settings (key, value, description) values
    ('quiz.max_allowances', '5000', 'allowances in one quiz');

-- supabase/migrations/20261121000520_taker_details.sql
-- What takers tell the owner of a quiz about themselves, where the quiz asks for it.
create table core.taker_details (
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    email_shared boolean not null default false,
    student_number text check (char_length(student_number) between 1 and 50),
    given_at timestamptz not null default now(),
    primary key (quiz_id, user_id)
);
comment on table core.taker_details is
    'What a taker agreed to tell the owner of a quiz, before their first attempt. Only the taker''s export of their
account and the owner''s export of results show it.';
comment on column core.taker_details.quiz_id is 'The quiz.';
comment on column core.taker_details.user_id is 'The taker.';
comment on column core.taker_details.email_shared is
    'Whether the owner may see the e-mail address of the taker''s account. The address itself is not kept here.';
comment on column core.taker_details.student_number is 'The number that the taker gave, 1 to 50 characters.';
comment on column core.taker_details.given_at is 'When the taker gave it.';
create index taker_details_user_id_idx on core.taker_details (user_id);
alter table core.taker_details enable row level security;

-- supabase/migrations/20261121000600_results.sql
-- The result that counts for each person in each quiz.
create view core.standings as
with finished as (
    select
        a.*,
        q.counting_attempt,
        q.pass_mark as pass_mark_now,
        coalesce(a.score / nullif(a.max_score, 0), 0) as part,
        row_number() over (
            partition by a.quiz_id, a.user_id
            order by
                case q.counting_attempt when 'first' then a.number when 'last' then -a.number end,
                coalesce(a.score / nullif(a.max_score, 0), 0) desc,
                a.number
        ) as place
    from core.settled_attempts as a
    inner join core.quizzes as q on a.quiz_id = q.id
    where a.state = 'finished' and not a.preview
)

select
    quiz_id,
    user_id,
    count(*) as attempts,
    -- no single attempt counts if the average does
    max(case when place = 1 and counting_attempt <> 'average' then id::text end)::uuid as attempt_id,
    round(
        case when min(counting_attempt) = 'average' then avg(score) else max(score) filter (where place = 1) end, 4
    ) as score,
    round(
        case
            when min(counting_attempt) = 'average' then avg(max_score)
            else max(max_score) filter (where place = 1)
        end, 2
    ) as max_score,
    round(
        case when min(counting_attempt) = 'average' then avg(part) else max(part) filter (where place = 1) end, 6
    ) as part,
    case
        when min(counting_attempt) = 'average' then avg(part) * 100 >= min(pass_mark_now)
        else bool_or(passed) filter (where place = 1)
    end as passed,
    max(finished_at) filter (where place = 1 or counting_attempt = 'average') as finished_at
from finished
group by quiz_id, user_id;
comment on view core.standings is
    'The result that counts for each person in each quiz, computed from finished attempts by the quiz''s
counting_attempt.';
comment on column core.standings.quiz_id is 'The quiz.';
comment on column core.standings.user_id is 'The taker.';
comment on column core.standings.attempts is 'How many attempts the person finished.';
comment on column core.standings.attempt_id is 'The attempt that counts. Null: the average of all counts.';
comment on column core.standings.score is 'The points of the attempt that counts, or the mean.';
comment on column core.standings.max_score is 'The points that could be earned there, or the mean.';
comment on column core.standings.part is 'The score as a fraction of the points that could be earned, 0 to 1.';
comment on column core.standings.passed is 'Whether the pass mark was reached. Null: the quiz has none.';
comment on column core.standings.finished_at is 'When the attempt that counts ended; for the average, the last one.';

-- With its owner's rights, so that the second half is never computed for people.
create view core.overseen_quizzes as
select id as quiz_id from core.quizzes where owner_id = (select core.caller_id())
union all
select id as quiz_id from core.quizzes where (select auth.jwt() ->> 'role') = 'service_role';
comment on view core.overseen_quizzes is
    'The quizzes whose results the caller reads, whoever took them: the caller''s own; all of them as service_role.';
comment on column core.overseen_quizzes.quiz_id is 'The quiz.';
grant select on core.overseen_quizzes to authenticated, service_role;

-- Its keys are those of each person's first attempt: PostgREST finds relations only through columns of tables. The
-- conditions are computed once; as such they reach the attempts under the standings and their indexes.
create view public.results with (security_invoker = true) as
select
    earliest.quiz_id,
    earliest.user_id,
    s.attempts,
    case when told.scores then s.attempt_id end as attempt_id,
    case when told.scores then s.score end as score,
    case when told.scores then s.max_score end as max_score,
    case when told.scores then round(100 * s.part, 2) end as percent,
    case when told.scores then s.passed end as passed,
    case when told.scores then s.finished_at end as finished_at
from core.standings as s
inner join core.attempts as earliest
    on s.quiz_id = earliest.quiz_id and s.user_id = earliest.user_id and earliest.number = 1
-- limit 1, so that the function is called once for a row
cross join lateral (select core.knows_score(earliest.quiz_id) as scores limit 1) as told   -- noqa: ST05, AM09
where s.user_id = (select core.caller_id())
    or s.quiz_id = any(array(select quiz_id from core.overseen_quizzes));
comment on view public.results is
    'The results that count: the caller''s in each quiz, and everybody''s in the caller''s quizzes. All but the
number of attempts is null where the caller may not know scores (core.knows_score).';
comment on column public.results.percent is 'The score in percent of the points that could be earned.';
grant select on core.standings to authenticated, service_role;
grant select on public.results to authenticated;

-- supabase/migrations/20261121000700_trivia.sql
-- The built-in bank of trivia questions.
create table core.trivia_questions (
    id text primary key,
    topic text not null,
    difficulty core.difficulty not null,
    kind core.question_kind not null,
    draft jsonb not null
);
comment on table core.trivia_questions is 'The built-in bank, loaded from app/trivia/bank.jsonl.';
comment on column core.trivia_questions.id is
    'The id of the question in the bank, the same in every version of the bank.';
comment on column core.trivia_questions.topic is 'The topic of the bank that the question belongs to.';
comment on column core.trivia_questions.difficulty is 'How hard the question is.';
comment on column core.trivia_questions.kind is 'How the question is answered.';
comment on column core.trivia_questions.draft is 'The question as create_question takes it, with its answer key.';
create index trivia_questions_topic_idx on core.trivia_questions (topic, difficulty, kind);
alter table core.trivia_questions enable row level security;
create policy "anyone reads which trivia there is" on core.trivia_questions for select to anon using (true);
create policy "people read the trivia" on core.trivia_questions for select to authenticated using (true);
grant select (id, topic, difficulty, kind) on core.trivia_questions to anon;
grant select on core.trivia_questions to authenticated, service_role;

create view public.trivia_questions with (security_invoker = true) as
select
    id,
    topic,
    difficulty,
    kind,
    draft ->> 'prompt' as prompt,
    array(
        select listed.choice ->> 'text'
        from jsonb_array_elements(draft -> 'choices') as listed (choice)
        order by listed.choice ->> 'text'
    ) as choices
from core.trivia_questions;
comment on view public.trivia_questions is 'The questions of the bank, without their answer keys.';
comment on column public.trivia_questions.prompt is 'What is asked.';
comment on column public.trivia_questions.choices is 'The texts of its choices by alphabet; none where it has none.';
grant select on public.trivia_questions to authenticated;

create view public.trivia_topics with (security_invoker = true) as
select
    topic,
    count(*) as questions,
    count(*) filter (where difficulty = 'easy') as easy,
    count(*) filter (where difficulty = 'medium') as medium,
    count(*) filter (where difficulty = 'hard') as hard
from core.trivia_questions
group by topic;
comment on view public.trivia_topics is 'The topics of the bank, and how many questions each has.';
comment on column public.trivia_topics.topic is 'The topic.';
comment on column public.trivia_topics.questions is 'How many questions it has.';
comment on column public.trivia_topics.easy is 'How many of them are easy.';
comment on column public.trivia_topics.medium is 'How many of them are of medium difficulty.';
comment on column public.trivia_topics.hard is 'How many of them are hard.';
grant select on public.trivia_topics to anon, authenticated;

create table core.trivia_bank (
    only_one boolean primary key default true check (only_one),
    digest text not null,
    loaded_at timestamptz not null default now()
);
comment on table core.trivia_bank is 'The version of the bank that is loaded. One row.';
comment on column core.trivia_bank.only_one is 'Always true. As the primary key, it allows only one row.';
comment on column core.trivia_bank.digest is 'The SHA-256 of the file that was loaded.';
comment on column core.trivia_bank.loaded_at is 'When it was loaded.';
alter table core.trivia_bank enable row level security;

insert into core.settings (key, value, description) values
    ('trivia.max_amount', '50', 'questions that one request for trivia may ask for');

-- supabase/migrations/20261121000800_rooms.sql
-- Rooms, their hosts and their questions, for live and assigned games.
create type core.room_mode as enum ('live', 'assigned');
create type core.room_state as enum ('lobby', 'open', 'paused', 'closed', 'ended');
create type core.live_formula as enum ('kahoot', 'linear', 'accuracy');
create type core.team_mode as enum ('none', 'manual', 'balanced');

create table core.rooms (
    id uuid primary key default gen_random_uuid(),
    code text not null unique,
    quiz_id uuid not null references core.quizzes,
    host_id uuid not null references core.profiles,
    title text not null,
    mode core.room_mode not null default 'live',
    state core.room_state not null default 'lobby',
    seq bigint not null default 0,
    options jsonb not null default '{}',
    formula core.live_formula not null default 'kahoot',
    streak_bonus boolean not null default false,
    confidence boolean not null default false,
    negative_points numeric(4, 3) not null default 0 check (negative_points between 0 and 1),
    team_mode core.team_mode not null default 'none',
    leaderboard_shown boolean not null default true,
    question_on_phones boolean not null default true,
    profanity_filter boolean not null default false,
    locked boolean not null default false,
    max_players integer not null check (max_players between 1 and 100000),
    question_number integer not null default 0,
    question_total integer not null check (question_total > 0),
    auto_advance_ms integer check (auto_advance_ms between 0 and 600000),
    preload_ms integer not null default 0 check (preload_ms between 0 and 60000),
    announced integer not null default 0,
    advance_at timestamptz,
    invite_hash bytea,
    next_room_id uuid references core.rooms,
    host_seen_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    on_realtime boolean not null default false,
    events_swept boolean not null default false,
    answers_swept boolean not null default false,
    check ((state = 'ended') = (ended_at is not null)),
    check (question_number between 0 and question_total)
);
comment on table core.rooms is
    'A game of one quiz. Every change locks the row, appends to room_events and notifies room_<code>.';
comment on column core.rooms.id is 'The room.';
comment on column core.rooms.code is
    'What players type. A code is never used again, so an old link never leads to somebody else''s game.';
comment on column core.rooms.quiz_id is 'The quiz that is played.';
comment on column core.rooms.host_id is 'The owner of the room, who is also a host.';
comment on column core.rooms.title is 'The quiz''s title when the room was made.';
comment on column core.rooms.mode is
    'live: a host opens each question for everybody; assigned: players answer at their own pace until expires_at.';
comment on column core.rooms.state is
    'lobby: not started; open: a question can be answered; paused: its clock is stopped; closed: between two questions;
ended.';
comment on column core.rooms.seq is
    'The seq of the newest event. An event takes its number here, under the lock of this row, so there are no gaps.';
comment on column core.rooms.options is 'The options with which the room was made, for playing again.';
comment on column core.rooms.formula is
    'How points depend on speed. kahoot: up to half of them; linear: all of them; accuracy: none.';
comment on column core.rooms.streak_bonus is 'Whether right answers in a row earn a bonus.';
comment on column core.rooms.confidence is 'Whether players say how sure they are, which changes what an answer earns.';
comment on column core.rooms.negative_points is 'The part of a question''s points that a wrong answer costs, 0 to 1.';
comment on column core.rooms.team_mode is
    'none: everybody plays alone; manual: players choose their team; balanced: newcomers go to the smallest team.';
comment on column core.rooms.leaderboard_shown is 'Whether players see the leaderboard after each question.';
comment on column core.rooms.question_on_phones is
    'Whether phones show the words of a question. If not, only projectors and hosts do.';
comment on column core.rooms.profanity_filter is 'Whether nicknames with blocked words are refused.';
comment on column core.rooms.locked is 'Whether newcomers are refused.';
comment on column core.rooms.max_players is 'How many players the room may have.';
comment on column core.rooms.question_number is
    'The question that is open or was closed last, from 1. In the lobby: 0.';
comment on column core.rooms.question_total is 'How many questions the room has.';
comment on column core.rooms.auto_advance_ms is
    'Milliseconds from the end of a question to the next. Null: a host opens the next one.';
comment on column core.rooms.preload_ms is
    'Milliseconds between the announcement of a question with pictures and its opening.';
comment on column core.rooms.announced is 'The newest question whose pictures were announced. 0: none yet.';
comment on column core.rooms.advance_at is 'When the room goes on by itself. Null: it does not.';
comment on column core.rooms.invite_hash is 'SHA-256 of the newest invitation to co-host the room.';
comment on column core.rooms.next_room_id is 'The room in which the same players play again.';
comment on column core.rooms.host_seen_at is
    'When a host was last connected. A live room ends by itself when its hosts have been away for live.host_away_s.';
comment on column core.rooms.created_at is 'When the room was made.';
comment on column core.rooms.expires_at is
    'When the room ends by itself: the closing time of an assigned game, or live.room_max_age_s after a live room was
made.';
comment on column core.rooms.ended_at is 'When the room ended.';
comment on column core.rooms.on_realtime is
    'Whether somebody has entered the room by rpc() in a database with Realtime. Else no event goes out by Realtime.';
comment on column core.rooms.events_swept is
    'Whether the event log was deleted after live.events_kept_days, all but the final leaderboard.';
comment on column core.rooms.answers_swept is 'Whether the answers were deleted after live.answers_kept_days.';
create index rooms_host_id_idx on core.rooms (host_id, created_at desc, id desc);
create index rooms_quiz_id_idx on core.rooms (quiz_id);
create index rooms_alive_idx on core.rooms (expires_at) where state <> 'ended';
create index rooms_advance_idx on core.rooms (advance_at) where advance_at is not null and state <> 'ended';
create index rooms_next_room_id_idx on core.rooms (next_room_id) where next_room_id is not null;
create index rooms_events_due_idx on core.rooms (ended_at) where ended_at is not null and not events_swept;
create index rooms_answers_due_idx on core.rooms (ended_at) where ended_at is not null and not answers_swept;
alter table core.rooms enable row level security;
grant select on core.rooms to authenticated, service_role;

create table core.room_hosts (
    room_id uuid not null references core.rooms,
    user_id uuid not null references core.profiles,
    added_at timestamptz not null default now(),
    primary key (room_id, user_id)
);
comment on table core.room_hosts is
    'The co-hosts of a room. They may do all that its owner may, except inviting and removing hosts and handing the room
over.';
comment on column core.room_hosts.room_id is 'The room.';
comment on column core.room_hosts.user_id is 'The co-host.';
comment on column core.room_hosts.added_at is 'When the invitation was accepted.';
create index room_hosts_user_id_idx on core.room_hosts (user_id);
alter table core.room_hosts enable row level security;
create policy "hosts read what they co-host" on core.room_hosts
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (room_id, user_id) on core.room_hosts to authenticated, service_role;

create policy "hosts read their rooms" on core.rooms
    for select to authenticated
    using (
        host_id = (select core.caller_id())
        or id = any(array(select room_id from core.room_hosts where user_id = (select core.caller_id())))
    );

create view public.rooms with (security_invoker = true) as
select
    id,
    code,
    quiz_id,
    host_id,
    title,
    state,
    formula,
    streak_bonus,
    locked,
    max_players,
    question_number,
    question_total,
    created_at,
    expires_at,
    ended_at,
    case when host_id = core.caller_id() then 'owner' else 'co_host' end as role
from core.rooms;
comment on view public.rooms is 'The rooms that the caller hosts, as their owner or as a co-host.';
comment on column public.rooms.role is 'The caller''s role in the room: owner or co_host.';
grant select on public.rooms to authenticated;

create table core.room_questions (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    question_id uuid not null,
    version integer not null,
    points integer not null check (points >= 0),
    multiplier numeric(4, 2) not null default 1 check (multiplier between 0 and 10),
    limit_ms integer not null check (limit_ms > 0),
    choice_order text[] not null,
    skipped boolean not null default false,
    hidden_words text[] not null default '{}',
    opened_at timestamptz,
    due_at timestamptz,
    pauses tstzmultirange not null default '{}',
    silences tstzmultirange not null default '{}',
    closed_at timestamptz,
    primary key (room_id, number),
    foreign key (question_id, version) references core.question_versions,
    check ((opened_at is null) = (due_at is null)),
    check (closed_at is null or opened_at is not null)
);
comment on table core.room_questions is
    'The questions of a room, in the versions that they had when it was made, and their clocks.';
comment on column core.room_questions.room_id is 'The room.';
comment on column core.room_questions.number is 'The place of the question in the room, from 1.';
comment on column core.room_questions.question_id is 'The question.';
comment on column core.room_questions.version is 'Its version when the room was made.';
comment on column core.room_questions.points is
    'Live points that a right answer can earn at most, with the multiplier and without the streak bonus.';
comment on column core.room_questions.hidden_words is
    'Words of a word cloud that the hosts hide, as core.compared_text writes them.';
comment on column core.room_questions.multiplier is 'The factor by which the host multiplied the points in this room.';
comment on column core.room_questions.limit_ms is 'Milliseconds to answer.';
comment on column core.room_questions.choice_order is
    'The ids of the choices in the order drawn. Everybody in the room sees this order.';
comment on column core.room_questions.skipped is 'Whether a host took the question out. Nobody scores for it.';
comment on column core.room_questions.opened_at is 'When the question opened. Null: not yet.';
comment on column core.room_questions.due_at is
    'Its deadline, without players'' extra time. Resuming after a pause moves it.';
comment on column core.room_questions.pauses is
    'When its clock was stopped. While it is stopped, the last range has no end. All ranges are kept, because an answer
received before a pause may be written after it, and only earlier pauses are subtracted from its time.';
comment on column core.room_questions.silences is
    'The part of pauses that no host made: no relay reached the database. Answers that a relay received then count.';
comment on column core.room_questions.closed_at is 'When the question closed and was scored.';
create index room_questions_question_idx on core.room_questions (question_id, version);
create index room_questions_due_idx on core.room_questions (due_at) where closed_at is null and due_at is not null;
alter table core.room_questions enable row level security;

create table core.room_looks (
    room_id uuid primary key references core.rooms on delete cascade,
    looked_at timestamptz not null default now(),
    seq bigint not null default 0,
    due_at timestamptz,
    progress jsonb
);
comment on table core.room_looks is
    'The newest look of a heartbeat at each room, so that many heartbeats are not many looks. It is no part of rooms,
whose rows heartbeats must not lock.';
comment on column core.room_looks.room_id is 'The room.';
comment on column core.room_looks.looked_at is 'When it was looked at.';
comment on column core.room_looks.seq is 'The newest event before that look.';
comment on column core.room_looks.due_at is 'When something is due in the room. Null: no clock runs.';
comment on column core.room_looks.progress is
    'The message progress: how many have answered the open question. Null: none is open.';
alter table core.room_looks enable row level security;

create table core.relay_watch (
    only_row boolean primary key default true check (only_row),
    heard_at timestamptz not null default now(),
    timeline text,
    promoted_at timestamptz
);
comment on table core.relay_watch is 'When any relay was last there: one row.';
comment on column core.relay_watch.only_row is 'Keeps it to one row.';
comment on column core.relay_watch.heard_at is 'When a relay last called core.relay_heard.';
comment on column core.relay_watch.timeline is
    'The timeline of Postgres when that was last looked at. A standby that is promoted begins a new one.';
comment on column core.relay_watch.promoted_at is
    'When it was noticed that a standby had been promoted. Null: never since the database was made.';
alter table core.relay_watch enable row level security;
insert into core.relay_watch default values;

insert into core.settings (key, value, description) values
    ('live.default_limit_ms', '20000', 'milliseconds to answer a live question that has no time limit of its own'),
    ('live.points_per_point', '1000', 'live points for one point of a question'),
    ('live.grace_ms', '300', 'milliseconds after its deadline in which answers received in time may still be written'),
    ('live.absence_grace_ms', '3000', 'milliseconds that a live question waits for a player whose connection broke'),
    ('live.heartbeat_ms', '5000', 'milliseconds between two heartbeats of a player or host without a connection'),
    ('live.silence_ms', '12000', 'milliseconds without a heartbeat after which such a player counts as away'),
    ('live.heartbeat_burst', '10',
     'heartbeats that a player without a connection may send at once; later ones are refused if more come than one a
second'),
    ('live.heartbeat_events', '100', 'events that a heartbeat returns at most; the next one returns those after them'),
    ('live.restart_grace_ms', '3000',
     'milliseconds that a question stays open after Postgres has started, while relays write the answers they hold'),
    ('live.relay_silence_ms', '3000', 'milliseconds without any relay after which open questions get more time'),
    ('live.relay_grace_ms', '8000', 'milliseconds more for players to come back after no relay was there'),
    ('live.streak_bonus', '100', 'live points for each right answer of a streak after the first'),
    ('live.max_streak_bonus', '500', 'live points that a streak bonus earns at most'),
    ('live.max_answer_age_ms', '60000', 'milliseconds that an answer may have waited in a relay'),
    ('live.leaderboard_size', '10', 'players on the leaderboard that everyone receives'),
    ('live.distribution_size', '10', 'most frequent texts, numbers or orders in the distribution of a closed question'),
    ('live.announce_limit', '200', 'players of a room; in larger rooms only the hosts receive who joins and leaves'),
    ('live.room_max_age_s', '86400', 'seconds after which a live room ends by itself'),
    ('live.max_rooms', '1000', 'live games that may be open at once'),
    ('live.max_rooms_per_host', '20', 'live games of one host that may be open at once'),
    ('live.max_assigned_rooms_per_host', '200', 'assigned games of one host that may be open at once'),
    ('live.max_players_per_room', '2000', 'players of one room, with those who left and without those who were kicked'),
    ('live.preload_ms', '2000', 'milliseconds from the announcement of a question with pictures to its opening'),
    ('live.host_away_s', '10800', 'seconds without a host after which a live room ends by itself'),
    ('live.max_teams', '50', 'teams of one room'),
    ('live.events_kept_days', '30',
     'days after its end that the event log of a room is kept; the final leaderboard stays'),
    ('live.answers_kept_days', '1095',
     'days after its end that the answers of a room are kept; later, its report has only the leaderboard'),
    ('live.max_assigned_s', '31622400', 'seconds after it is made within which an assigned game must close');

-- supabase/migrations/20261121000900_rooms_players.sql
-- The players of rooms, their teams, answers and turns, and the event log.
create type core.confidence as enum ('low', 'high');
create type core.event_audience as enum ('everyone', 'host', 'player');

create table core.teams (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    name text not null check (char_length(name) between 1 and 30),
    primary key (room_id, number)
);
comment on table core.teams is 'The teams of a room. A team''s score is the mean of its members''.';
comment on column core.teams.room_id is 'The room.';
comment on column core.teams.number is 'Numbers the teams of the room, from 1.';
comment on column core.teams.name is 'The name that players see, 1 to 30 characters.';
alter table core.teams enable row level security;   -- its policy stands below, after the players
grant select on core.teams to authenticated, service_role;

create view public.teams with (security_invoker = true) as
select
    room_id,
    number,
    name
from core.teams;
comment on view public.teams is 'The teams of the rooms that one hosts or plays in.';
grant select on public.teams to authenticated;

create table core.players (
    id uuid primary key default gen_random_uuid(),
    room_id uuid not null references core.rooms,
    nickname text not null check (char_length(nickname) between 1 and 30),
    nickname_key text not null,
    avatar text not null default '' check (char_length(avatar) <= 40),
    team integer,
    resume_hash bytea not null,
    user_id uuid references core.profiles,
    time_factor numeric(4, 2) not null default 1 check (time_factor between 1 and 10),
    connection integer not null default 1,
    joined_number integer not null,
    score bigint not null default 0,
    streak integer not null default 0,
    joined_at timestamptz not null default now(),
    left_at timestamptz,
    awaited_until timestamptz,
    heard_at timestamptz,
    topic_key text,
    kicked_at timestamptz,
    finished_at timestamptz,
    realtime_during tstzrange,
    heartbeats_until timestamptz,
    unique (room_id, resume_hash),
    foreign key (room_id, team) references core.teams (room_id, number)
) with (fillfactor = 70);
comment on table core.players is 'Somebody in a room, under a nickname.';
comment on column core.players.id is 'The player.';
comment on column core.players.room_id is 'The room.';
comment on column core.players.nickname is 'The name that everybody in the room sees, 1 to 30 characters.';
comment on column core.players.nickname_key is
    'The nickname as core.nickname_key returns it, so that no two in a room look alike.';
comment on column core.players.avatar is
    'The seed of the player''s picture. The same seed gives the same picture everywhere.';
comment on column core.players.team is 'The number of the player''s team. Null: none.';
comment on column core.players.resume_hash is
    'SHA-256 of the resume token, by which a player comes back as themselves and plays again in the next room.';
comment on column core.players.user_id is 'The person, for a player who is signed in.';
comment on column core.players.time_factor is
    'The player''s time for each question as a multiple of the usual time, 1 to 10.';
comment on column core.players.connection is
    'The number of the player''s newest connection. When an older one ends, the player stays present.';
comment on column core.players.joined_number is
    'The first question that the player could answer. Earlier ones do not count as missed.';
comment on column core.players.score is 'Live points earned so far.';
comment on column core.players.streak is 'Right answers in a row so far.';
comment on column core.players.joined_at is 'When the player joined.';
comment on column core.players.left_at is 'When the player left or their connection ended. Null: connected.';
comment on column core.players.awaited_until is
    'Until when a question waits for a player whose connection broke. Null: the player left on purpose, or is
connected.';
comment on column core.players.heard_at is
    'The newest heartbeat of a player who plays a live game without a connection. Null: the player has a connection.';
comment on column core.players.topic_key is
    'The last part of the Realtime topic on which only this player receives messages. Null: the player has a connection,
or the database has no Realtime.';
comment on column core.players.kicked_at is 'When a host removed the player.';
comment on column core.players.finished_at is 'When the player finished an assigned game.';
comment on column core.players.realtime_during is
    'From when, and until when, the player has been on Realtime; without an end: still. Relays that are away cut off
nobody there (core.clock_pauses). Whoever changes to and fro has been there all the time between.';
comment on column core.players.heartbeats_until is
    'Each heartbeat of the player moves this on by a second, from now on at least. More of them are refused while it is
more than live.heartbeat_burst seconds ahead.';
create unique index players_nickname_key on core.players (room_id, nickname_key) where kicked_at is null;
create unique index players_person_key on core.players (room_id, user_id);
create index players_user_id_idx on core.players (user_id);
create index players_extra_time_idx on core.players (room_id) where time_factor > 1;
create index players_topic_key_idx on core.players (room_id) where topic_key is not null;
create index players_team_idx on core.players (room_id, team) where team is not null;
alter table core.players enable row level security;
create policy "hosts read their players, players themselves" on core.players
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or room_id = any(array(select id from core.rooms where host_id = (select core.caller_id())))
        or room_id = any(array(select room_id from core.room_hosts where user_id = (select core.caller_id())))
    );
grant select (
    id, room_id, nickname, user_id, score, streak, joined_at, left_at, kicked_at, avatar, team, finished_at
) on core.players to authenticated, service_role;

-- The view names this function, so it has to be there before it. Its file gives it its body.
create function core.knows_game_score(room_id uuid) returns boolean language sql stable return false;

create view public.players with (security_invoker = true) as
select
    id,
    room_id,
    nickname,
    user_id,
    case when core.knows_game_score(room_id) then score end as score,
    case when core.knows_game_score(room_id) then streak end as streak,
    joined_at,
    left_at,
    kicked_at,
    avatar,
    team,
    finished_at
from core.players;
comment on view public.players is
    'The players of the rooms that the caller hosts, and the caller as a player of other rooms.';
comment on column public.players.score is
    'The points so far. Null to the player while an assigned game is open whose quiz shows neither review nor key.';
comment on column public.players.streak is 'Right answers in a row. Null as score is.';
grant select on public.players to authenticated;

-- With their owner's rights, for policies: a policy of rooms or players can't read the other one.
create view core.hosted_rooms as
select id as room_id from core.rooms where host_id = (select core.caller_id())
union all
select room_id from core.room_hosts where user_id = (select core.caller_id());
comment on view core.hosted_rooms is 'The rooms that the caller hosts, as their owner or as a co-host.';
comment on column core.hosted_rooms.room_id is 'The room.';
create view core.played_rooms as
select
    p.room_id,
    p.id as player_id,
    r.mode,
    r.question_on_phones
from core.players as p
inner join core.rooms as r on p.room_id = r.id
where p.user_id = (select core.caller_id()) and p.kicked_at is null;
comment on view core.played_rooms is 'The rooms in which the caller is a player.';
comment on column core.played_rooms.room_id is 'The room.';
comment on column core.played_rooms.player_id is 'The player who the caller is there.';
comment on column core.played_rooms.mode is 'live or assigned.';
comment on column core.played_rooms.question_on_phones is 'Whether players see the words of a question.';
grant select on core.hosted_rooms, core.played_rooms to authenticated;

create policy "hosts and players read the teams of their rooms" on core.teams
    for select to authenticated
    using (
        room_id = any(array(select room_id from core.hosted_rooms))
        or room_id = any(array(select room_id from core.played_rooms))
    );

create table core.live_answers (
    room_id uuid not null,
    number integer not null,
    player_id uuid not null,
    response jsonb not null,
    confidence core.confidence,
    elapsed_ms integer not null check (elapsed_ms >= 0),
    received_at timestamptz not null,
    fraction numeric(7, 6),
    points integer,
    primary key (room_id, number, player_id)
) with (fillfactor = 45);   -- each row is updated once; its new version fits on the same page
comment on table core.live_answers is
    'The answers of a room. In a live game, rows are only inserted while a question is open, and all are marked in one
statement when it closes; in an assigned game, each is marked when it is given. There are no foreign keys, because each
would write-lock the player''s row for every answer. accept_answers and take_turn_answer look up
both; no other function inserts here.';
comment on column core.live_answers.room_id is 'The room.';
comment on column core.live_answers.number is 'The question''s place in the room.';
comment on column core.live_answers.player_id is 'The player who answered.';
comment on column core.live_answers.response is
    'Ids of choices, a number or a text, depending on the question''s kind.';
comment on column core.live_answers.confidence is
    'How sure the player was, in a room where they say so. core.confident_points computes the points with it.';
comment on column core.live_answers.elapsed_ms is
    'Milliseconds from opening to receipt on the database''s clock, pauses subtracted.';
comment on column core.live_answers.received_at is 'When the answer was received, on the database''s clock.';
comment on column core.live_answers.fraction is
    'The mark: the fraction of the question''s points earned, -1 to 1. Null until the answer is marked, and for a
poll.';
comment on column core.live_answers.points is
    'Live points earned, with the streak bonus. Null until the answer is marked.';
alter table core.live_answers enable row level security;
create policy "hosts read the answers of their rooms" on core.live_answers
    for select to authenticated using (room_id = any(array(select room_id from core.hosted_rooms)));
grant select on core.live_answers to authenticated, service_role;

create view public.live_answers with (security_invoker = true) as
select
    room_id,
    number,
    player_id,
    response,
    confidence,
    elapsed_ms,
    received_at,
    fraction,
    points
from core.live_answers;
comment on view public.live_answers is 'The answers of the rooms that one hosts.';
grant select on public.live_answers to authenticated;

create table core.turns (
    room_id uuid not null,
    player_id uuid not null references core.players,
    number integer not null,
    opened_at timestamptz not null,
    due_at timestamptz not null,
    primary key (player_id, number),
    foreign key (room_id, number) references core.room_questions
);
comment on table core.turns is 'The turns of an assigned game: when each player opened each question.';
comment on column core.turns.room_id is 'The room.';
comment on column core.turns.player_id is 'The player.';
comment on column core.turns.number is 'The question''s place in the room.';
comment on column core.turns.opened_at is 'When the player opened the question.';
comment on column core.turns.due_at is 'The deadline of the turn.';
create index turns_room_idx on core.turns (room_id, number);
alter table core.turns enable row level security;

create view core.seen_room_questions as
select
    q.room_id,
    q.number
from core.room_questions as q
inner join core.played_rooms as p on q.room_id = p.room_id
where p.mode = 'live' and p.question_on_phones and q.opened_at is not null
union all
select
    t.room_id,
    t.number
from core.turns as t
inner join core.played_rooms as p on t.player_id = p.player_id
where p.question_on_phones;
comment on view core.seen_room_questions is
    'The questions that the caller, as a player, has seen on their phone: those of live games that were opened, and
their turns of assigned games.';
comment on column core.seen_room_questions.room_id is 'The room.';
comment on column core.seen_room_questions.number is 'The place of the question in the room.';
grant select on core.seen_room_questions to authenticated;

create policy "hosts read the questions of their rooms, players those they saw" on core.room_questions
    for select to authenticated
    using (
        room_id = any(array(
            select room_id from core.hosted_rooms
            union all
            select room_id from core.played_rooms
        ))
        and (
            room_id = any(array(select room_id from core.hosted_rooms))
            or exists (
                select from core.seen_room_questions as s
                where s.room_id = room_questions.room_id and s.number = room_questions.number
            )
        )
    );
grant select on core.room_questions to authenticated, service_role;

create view public.room_questions with (security_invoker = true) as
select
    room_id,
    number,
    question_id,
    version,
    points,
    multiplier,
    limit_ms,
    skipped,
    opened_at,
    due_at,
    closed_at
from core.room_questions;
comment on view public.room_questions is
    'The questions of the rooms that one hosts, and those that one has seen as a player.';
grant select on public.room_questions to authenticated;

-- Row-level security of the questions of rooms applies within this.
create policy "people read the versions that they wrote, were asked or may host" on core.question_versions
    for select to authenticated
    using (
        question_id = any(array(select question_id from core.own_questions))
        or (
            question_id = any(array(
                select question_id from core.asked_questions
                union
                select question_id from core.room_questions
            ))
            and (
                (question_id, version) in (select a.question_id, a.version from core.asked_questions as a)
                or (question_id, version) in (select r.question_id, r.version from core.room_questions as r)
            )
        )
    );

create view public.room_choices with (security_invoker = true) as
select
    asked.room_id,
    asked.number,
    drawn.position,
    drawn.id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url
from core.room_questions as asked
inner join core.question_versions as question
    on asked.question_id = question.question_id and asked.version = question.version
cross join lateral unnest(asked.choice_order) with ordinality as drawn (id, position)
inner join lateral jsonb_array_elements(question.choices) as listed (choice) on listed.choice ->> 'id' = drawn.id;
comment on view public.room_choices is
    'The choices of the questions of rooms, one a row, in the order in which everybody in the room sees them.';
comment on column public.room_choices.room_id is 'The room.';
comment on column public.room_choices.number is 'The place of the question in the room.';
comment on column public.room_choices.position is 'The place of the choice as it is shown, from 1.';
comment on column public.room_choices.id is 'Names the choice within its question. A response has this.';
comment on column public.room_choices.text is 'What the choice says.';
comment on column public.room_choices.media_url is 'The web address of its picture. Null: it has none.';
grant select on public.room_choices to authenticated;

create table core.room_events (
    room_id uuid not null references core.rooms,
    seq bigint not null,
    type text not null,
    audience core.event_audience not null,
    player_id uuid references core.players,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    primary key (room_id, seq),
    check ((audience = 'player') = (player_id is not null))
);
comment on table core.room_events is
    'The event log: what happened in a room, in order. A notification only wakes those who read it.';
comment on column core.room_events.room_id is 'The room.';
comment on column core.room_events.seq is 'The event''s number in the room''s log, from 1, without gaps.';
comment on column core.room_events.type is
    'What happened, as docs/protocol.md names it: question.opened, player.joined, ….';
comment on column core.room_events.audience is 'Who receives the event: everyone, the hosts, or one player.';
comment on column core.room_events.player_id is 'The player who receives the event, if its audience is one player.';
comment on column core.room_events.payload is 'The fields of the message.';
comment on column core.room_events.created_at is 'When the event happened.';
create index room_events_player_id_idx on core.room_events (player_id) where player_id is not null;
alter table core.room_events enable row level security;
create policy "hosts read the events of their rooms" on core.room_events
    for select to authenticated
    using (audience <> 'player' and room_id = any(array(select room_id from core.hosted_rooms)));
grant select on core.room_events to authenticated, service_role;

create view public.room_events with (security_invoker = true) as
select
    room_id,
    seq,
    type,
    audience,
    payload,
    created_at
from core.room_events;
comment on view public.room_events is
    'What happened in the rooms that one hosts: the events for everyone and for the hosts.';
grant select on public.room_events to authenticated;

-- supabase/migrations/20261121001000_rooms_blocked_words.sql
-- The words that the profanity filter of a room refuses.
create table core.blocked_words (
    word text primary key check (word ~ '^[a-z]{2,40}$'),
    anywhere boolean not null default false
);
comment on table core.blocked_words is 'The words that the profanity filter of a room refuses.';
comment on column core.blocked_words.word is 'The word in the form that core.word_key makes.';
comment on column core.blocked_words.anywhere is
    'Whether it is refused inside other words too. If not, it is refused only as a word of its own, so that names that
happen to contain it are allowed.';
alter table core.blocked_words enable row level security;

-- Chosen by hand from the lists of glin-profanity 4.1.0 (MIT) and others, because every such list has words that are
-- names or ordinary words somewhere (Anita, Mona, Regina, Amina, beer, Jewish). Operators may add and delete rows.
insert into core.blocked_words (word, anywhere)
select
    listed.word,
    true as anywhere
from unnest('{
fuck,motherfuck,bitch,whore,nigger,nigga,faggot,asshole,arsehole,bullshit,shithead,wanker,dickhead,cocksucker,blowjob,
gangbang,dildo,pussy,bastard,hitler,siegheil,whitepower,killyourself,arschloch,wichser,hurensohn,fotze,scheisse,
schlampe,missgeburt,godverdomme,klootzak,hoerenloper,connard,connasse,encule,niquetamere,pendejo,cabron,
hijodeputa,chingatumadre,mierda,maricon,gilipollas,caralho,stronzo,vaffanculo,puttana,porcodio,diocane,kurwa,
skurwysyn,pierdol,zkurvysyn,seggfej,perkele,orospu,pezevenk,siktir,blyat,madarchod,behenchod,bhenchod
}'::text[]) as listed (word)
union all
select
    listed.word,
    false as anywhere
from unnest(
    -- English
    '{ass,arse,cunt,cunts,shit,shite,shits,shitty,shitshow,apeshit,dipshit,jackshit,cock,cocks,cum,cumming,dick,
    dicks,slut,sluts,twat,twats,prick,piss,pissed,pissing,pisser,tits,titties,titty,boob,boobs,boner,fag,fags,
    dyke,homo,kike,spic,gook,coon,coons,paki,tranny,shemale,retard,retarded,spastic,rape,raping,rapist,daterape,
    nazi,neonazi,swastika,anal,anus,rectum,penis,vagina,vulva,clit,clitoris,genitals,pubes,sex,sexy,nude,nudes,
    nudity,negro,darkie,jigaboo,beaner,beaners,wetback,raghead,towelhead,kys,stfu,wtf,milf,jizz,wank,tosser,
    bollocks,bunghole,butthole,asswipe,asshat,assmunch,dumbass,jackass,jackoff,horny,porn,porno,pornhub,pornstar,
    bdsm,bukkake,creampie,cunnilingus,fellatio,anilingus,rimjob,rimming,handjob,footjob,fisting,fingerbang,
    deepthroat,doggystyle,carpetmuncher,fudgepacker,camgirl,camslut,femdom,dominatrix,ejaculation,masturbate,
    masturbation,orgasm,orgy,threesome,incest,bestiality,zoophilia,pedophile,paedophile,pedobear,jailbait,nympho,
    punany,queef,schlong,splooge,strapon,upskirt,sodomy,goatse,hentai,phuck,fvck}'::text[]
    -- German
    || '{hure,huren,nutte,nutten,fick,ficken,ficker,schwuchtel,arsch,arschficker,arschlecker,hackfresse,kackbratze,
    kacke,kackwurst,kampflesbe,kanake,neger,muschi,pimmel,onanieren,pissen,schwanzlutscher,titten,wichse,wichsen,
    flittchen,vollpfosten,drecksau,spasti}'::text[]
    -- Dutch
    || '{hoer,rothoer,stoephoer,slet,kut,kutwijf,neuken,verneuken,lulhannes,geilneef,hufter,graftak,kanker,kankerhoer,
    teringlijer,opkankeren,rotzak,schijt,stront,zeiker}'::text[]
    -- Scandinavian
    || '{fitta,fittig,fitte,fisse,kuk,kuker,kukene,knulla,runka,pikk,rovhal,rovhul,rovknulla,drittsekk}'::text[]
    -- Finnish
    || '{vittu,vitun,vittuilu,vittumainen,vituttaa,huora,paska,paskiainen,paskapaa,perse,perseennuolija,kusipaa,kyrpa,
    mulkku,mulkvisti,nussia,nussija,pillu,runkku,runkkari,runkata,neekeri,nekru,hevonvittu}'::text[]
    -- French
    || '{merde,merdeux,putain,pute,putes,salope,salaud,enfoire,enfoires,foutre,nique,niquer,branleur,branlette,couilles,
    chier,chiasse,emmerder,emmerdeur,pouffiasse,petasse,pede,gouine,negre,bougnoule,batard,filsdepute}'::text[]
    -- Spanish
    || '{puta,putas,puto,culo,culero,polla,chupapollas,soplapollas,lameculos,zorra,joder,follar,marica,gilipuertas,
    hijoputa,hijaputa,chinga,chingada,chingar,pendeja,verga,ramera,prostituta,malparido,bollera}'::text[]
    -- Portuguese
    || '{merda,foda,foder,buceta,boceta,bosta,cacete,cagar,cona,paneleiro,porra,punheta,piroca,arrombado,viado,
    xochota}'::text[]
    -- Italian
    || '{cazzo,cazzata,cazzone,coglione,coglioni,culattone,troia,figa,frocio,froscio,ricchione,minchia,mignotta,
    zoccola,baldracca,bagascia,bocchino,bocchinara,pompino,chiavare,cagare,fottere,leccaculo,merdoso,sborra,
    sborrata,spompinare,tette,terrone,dioporco}'::text[]
    -- Polish and Czech
    || '{chuj,huj,pizda,kurwy,kurva,suka,dziwka,ciota,cipa,dupa,dupek,fiut,kutas,kutafon,jebac,jebany,pojeb,gowno,srac,
    wkurwiac,zajebisty,kokot,buzna,mrdat,mrdka,zmrd,jebat,hovno,sracka,srat}'::text[]
    -- Hungarian
    || '{fasz,faszfej,geci,baszik,bazmeg,baszdmeg,kibaszott,kurafi,picsa,punci,segg,szar,szajha}'::text[]
    -- Turkish
    || '{amk,amcik,aminakoyim,aminakoyum,ananisikeyim,sikerim,sikeyim,sikis,siktim,siktigimin,yarrak,yarak,dalyarak,
    tassak,ibne,kahpe,kaltak,gavat,gotveren,surtuk,yavsak,serefsiz,gerizekali}'::text[]
    -- Russian and Hindi, written in Latin letters
    || '{cyka,blyad,khuy,pizdets,mudak,mudila,gandon,pidor,pidar,pidoras,pedik,zalupa,shalava,ebalo,eblan,dolboeb,
    bhosad,bhosadike,bhosdike,chutiya,chutia,gandu,gaand,jhantu,haramzada}'::text[]
) as listed (word)
on conflict do nothing;

-- supabase/migrations/20261121001100_credits.sql
-- Credits: a double-entry ledger in whole hundredths of a credit. It is append-only.
create type core.account_kind as enum ('user', 'reserved', 'revenue', 'promotions', 'stripe');
create type core.transfer_kind as enum (
    'gift', 'purchase', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed', 'reserve', 'capture', 'release'
);

create table core.credit_accounts (
    id bigint generated always as identity primary key,
    kind core.account_kind not null,
    owner_id uuid references core.profiles,
    balance bigint not null default 0,
    created_at timestamptz not null default now(),
    unique nulls not distinct (owner_id, kind),
    check ((kind in ('user', 'reserved')) = (owner_id is not null)),
    check (kind <> 'reserved' or balance >= 0)
) with (fillfactor = 50);
comment on table core.credit_accounts is
    'Where credits are: two accounts of each person and three shared ones. The sum of all balances is always zero.';
comment on column core.credit_accounts.id is 'The account.';
comment on column core.credit_accounts.kind is
    'user: what a person may spend; reserved: what is set aside for their generations. Shared by all: revenue: earned;
promotions: given as gifts; stripe: bought or paid back.';
comment on column core.credit_accounts.owner_id is 'The person. Null: the account is shared.';
comment on column core.credit_accounts.balance is
    'Hundredths of a credit. Only inserts into credit_transfers change it.';
comment on column core.credit_accounts.created_at is 'When the account was opened.';
alter table core.credit_accounts enable row level security;
create policy "people read their own accounts" on core.credit_accounts
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select (id, kind, owner_id, balance, created_at) on core.credit_accounts to authenticated, service_role;

create view public.credit_accounts with (security_invoker = true) as
select
    id,
    kind,
    balance,
    created_at
from core.credit_accounts;
comment on view public.credit_accounts is 'The caller''s own two accounts.';
comment on column public.credit_accounts.kind is
    'user: what the caller may spend; reserved: what is set aside for generations that are under way.';
comment on column public.credit_accounts.balance is 'Hundredths of a credit.';
grant select on public.credit_accounts to authenticated;

create table core.credit_transfers (
    id bigint generated always as identity primary key,
    source_key text not null unique check (char_length(source_key) between 1 and 400),
    kind core.transfer_kind not null,
    user_id uuid not null,
    amount bigint not null check (amount >= 0),
    quiz_id uuid,
    payment_id uuid,
    questions integer check (questions >= 0),
    created_at timestamptz not null default now(),
    check (num_nonnulls(quiz_id, payment_id) <= 1)
);
comment on table core.credit_transfers is
    'Credits that moved from one account to another; core.transfer_route says between which. Append-only. user_id needs
no foreign key, because every transfer has entries in two accounts, whose owner is checked. quiz_id and payment_id have
none, so that a purged quiz leaves its transfers behind.';
comment on column core.credit_transfers.id is 'Numbers the transfers.';
comment on column core.credit_transfers.source_key is
    'What caused the transfer, such as signup:<user>, stripe:<event>:refund, quiz:<id>:<request>:reserve. The same cause
moves credits only once.';
comment on column core.credit_transfers.kind is
    'gift, purchase, refund and dispute (and their reversals), reserve: set aside; capture: spent; release: returned.';
comment on column core.credit_transfers.user_id is 'The person whose credits moved.';
comment on column core.credit_transfers.amount is
    'Hundredths of a credit. 0 if questions cost nothing: the request is recorded all the same.';
comment on column core.credit_transfers.quiz_id is
    'The quiz for which questions were generated. Null: the transfer was for something else.';
comment on column core.credit_transfers.payment_id is 'The payment. Null: the transfer was for something else.';
comment on column core.credit_transfers.questions is 'How many questions the amount was for.';
comment on column core.credit_transfers.created_at is 'When the credits moved.';
create index credit_transfers_user_id_idx on core.credit_transfers (user_id, id desc);
create index credit_transfers_payment_id_idx on core.credit_transfers (payment_id) where payment_id is not null;
alter table core.credit_transfers enable row level security;
create policy "people read their own transfers" on core.credit_transfers
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (id, kind, user_id, amount, quiz_id, payment_id, questions, created_at)
on core.credit_transfers to authenticated, service_role;

create view public.credit_transfers with (security_invoker = true) as
select
    id,
    kind,
    amount,
    quiz_id,
    payment_id,
    questions,
    created_at
from core.credit_transfers;
comment on view public.credit_transfers is 'The transfers of the caller''s credits; credit_history describes each.';
grant select on public.credit_transfers to authenticated;

create table core.credit_entries (
    id bigint generated always as identity primary key,
    transfer_id bigint not null references core.credit_transfers,
    account_id bigint not null references core.credit_accounts,
    amount bigint not null,
    balance_before bigint not null,
    balance_after bigint not null,
    unique (transfer_id, account_id),
    check (balance_after = balance_before + amount)
);
comment on table core.credit_entries is
    'Both sides of each transfer, written by its trigger. The entries of an account, in order of id, lead from 0 to its
balance.';
comment on column core.credit_entries.id is 'Numbers the entries.';
comment on column core.credit_entries.transfer_id is 'The transfer.';
comment on column core.credit_entries.account_id is 'The account that it changed.';
comment on column core.credit_entries.amount is
    'Hundredths of a credit: above 0 if they came in, below 0 if they went out.';
comment on column core.credit_entries.balance_before is 'The account''s balance before it, in hundredths of a credit.';
comment on column core.credit_entries.balance_after is 'The account''s balance after it, in hundredths of a credit.';
create index credit_entries_account_id_idx on core.credit_entries (account_id, id desc);
alter table core.credit_entries enable row level security;
create policy "people read the entries of their accounts" on core.credit_entries
    for select to authenticated
    using (account_id = any(array(select id from core.credit_accounts where owner_id = (select core.caller_id()))));
grant select on core.credit_entries to authenticated, service_role;

create view public.credit_entries with (security_invoker = true) as
select
    id,
    transfer_id,
    account_id,
    amount,
    balance_before,
    balance_after
from core.credit_entries;
comment on view public.credit_entries is 'The entries of each transfer in the caller''s accounts.';
grant select on public.credit_entries to authenticated;

create table core.gifted_addresses (
    address_hash bytea primary key
);
comment on table core.gifted_addresses is
    'Addresses whose owners have received the gift. These rows outlive the account, so that nobody gets the gift again
by deleting the account and signing up once more.';
comment on column core.gifted_addresses.address_hash is 'SHA-256 of the e-mail address, as core.address_hash makes it.';
alter table core.gifted_addresses enable row level security;

insert into core.settings (key, value, description) values
    ('credits.signup_gift_hundredths', '1000', 'hundredths of a credit that everybody receives for signing up'),
    ('credits.price_per_question_hundredths', '10', 'hundredths of a credit for each question that is made'),
    ('credits.hundredths_per_dollar', '100', 'hundredths of a credit that a dollar buys'),
    ('credits.max_questions', '10000', 'questions that one price may be asked for');

-- The accounts that all share. A trigger on profiles opens the two of each person.
insert into core.credit_accounts (kind) values ('revenue'), ('promotions'), ('stripe');

-- Accounts and the gift for people who signed up before Quizzler was installed here. The functions that do this for
-- later ones don't exist yet: they are created after the migrations.
insert into core.credit_accounts (kind, owner_id)
select
    kinds.kind,
    p.id
from core.profiles as p
cross join unnest('{user,reserved}'::core.account_kind[]) as kinds (kind);

insert into core.credit_transfers (source_key, kind, user_id, amount)
select
    'signup:' || p.id as source_key,
    'gift' as kind,
    p.id as user_id,
    s.value::bigint as amount
from core.profiles as p
inner join core.settings as s on s.key = 'credits.signup_gift_hundredths';

insert into core.gifted_addresses (address_hash)
select distinct sha256(convert_to(lower(email), 'UTF8')) as address_hash
from auth.users
where deleted_at is null and email is not null;

with gifts as (
    select
        t.id,
        t.user_id,
        t.amount,
        sum(t.amount) over (order by t.id) as given
    from core.credit_transfers as t
),

sides as (
    select
        g.id as transfer_id,
        a.id as account_id,
        g.amount,
        g.amount as balance_after
    from gifts as g
    inner join core.credit_accounts as a on g.user_id = a.owner_id and a.kind = 'user'
    union all
    select
        g.id as transfer_id,
        a.id as account_id,
        -g.amount as amount,
        -g.given as balance_after
    from gifts as g
    inner join core.credit_accounts as a on a.kind = 'promotions'
)

insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
select
    transfer_id,
    account_id,
    amount,
    balance_after - amount as balance_before,
    balance_after
from sides
order by transfer_id;

with sums as (
    select
        account_id,
        sum(amount) as balance
    from core.credit_entries
    group by account_id
)

update core.credit_accounts as a
set balance = s.balance
from sums as s
where a.id = s.account_id;

-- supabase/migrations/20261121001200_credits_payments.sql
-- Payments: what Stripe reported, and what it means. Amounts of money are in cents, credits in hundredths.
create type core.payment_status as enum ('pending', 'failed', 'canceled', 'paid');
create type core.stripe_event_state as enum ('applied', 'ignored', 'unapplied');

create table core.payments (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references core.profiles,
    idempotency_key text check (char_length(idempotency_key) between 1 and 255),
    status core.payment_status not null default 'pending',
    credits bigint not null check (credits > 0),
    amount_cents bigint not null check (amount_cents > 0),
    currency text not null default 'usd' check (currency ~ '^[a-z]{3}$'),
    intent_id text unique,
    failure text,
    refunded_cents bigint not null default 0 check (refunded_cents between 0 and amount_cents),
    refunds_known_at timestamptz not null default '-infinity',
    status_known_at timestamptz not null default '-infinity',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    paid_at timestamptz,
    unique (user_id, idempotency_key),
    check ((status = 'paid') = (paid_at is not null))
);
comment on table core.payments is
    'A purchase of credits: what is known of Stripe''s PaymentIntent and charge, in whatever order the events arrived.
The credits that follow from it are in the ledger (core.settle_payment).';
comment on column core.payments.id is 'The payment.';
comment on column core.payments.user_id is 'The person who pays.';
comment on column core.payments.idempotency_key is
    'The client''s Idempotency-Key. The same key always means the same payment.';
comment on column core.payments.status is 'pending, failed (it may be tried again), canceled, or paid.';
comment on column core.payments.credits is
    'What it buys, in hundredths of a credit, at the price when it was begun.';
comment on column core.payments.amount_cents is 'What it costs, in cents.';
comment on column core.payments.currency is 'The currency of the amounts, as ISO 4217 in lower case.';
comment on column core.payments.intent_id is 'Stripe''s PaymentIntent. Null until Stripe has answered.';
comment on column core.payments.failure is 'Why the newest attempt to pay failed, in Stripe''s words.';
comment on column core.payments.refunded_cents is
    'The sum of all refunds of the charge, in cents, as Stripe reports it.';
comment on column core.payments.refunds_known_at is
    'The time up to which refunds are known. Events from before it are out of date and ignored.';
comment on column core.payments.status_known_at is 'When the change to this status happened at Stripe.';
comment on column core.payments.created_at is 'When the payment was begun.';
comment on column core.payments.updated_at is 'When the row last changed.';
comment on column core.payments.paid_at is 'When it was paid. Null: not paid.';
create index payments_user_id_idx on core.payments (user_id, created_at desc, id desc);
alter table core.payments enable row level security;
create policy "people read their own payments" on core.payments
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (
    id, user_id, status, credits, amount_cents, currency, refunded_cents, failure, created_at, paid_at
) on core.payments to authenticated, service_role;

create view public.payments with (security_invoker = true) as
select
    id,
    status,
    credits,
    amount_cents,
    currency,
    refunded_cents,
    failure,
    created_at,
    paid_at
from core.payments;
comment on view public.payments is
    'The caller''s own payments, as Stripe reported them; payment_disputes has their disputes.';
grant select on public.payments to authenticated;

create table core.payment_disputes (
    id text primary key,
    payment_id uuid not null references core.payments,
    status text not null,
    amount_cents bigint not null check (amount_cents >= 0),
    withdrawn_cents bigint not null check (withdrawn_cents between 0 and amount_cents),
    known_at timestamptz not null,
    known_step integer not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table core.payment_disputes is
    'Disputes of payments, as the newest event reported them. Inquiries are not stored.';
comment on column core.payment_disputes.id is 'Stripe''s id of the dispute.';
comment on column core.payment_disputes.payment_id is 'The payment that is disputed.';
comment on column core.payment_disputes.status is 'Stripe''s status of the dispute.';
comment on column core.payment_disputes.amount_cents is 'The disputed amount, in cents.';
comment on column core.payment_disputes.withdrawn_cents is 'The part that the bank has withdrawn at present, in cents.';
comment on column core.payment_disputes.known_at is 'When the newest known event happened at Stripe, to the second.';
comment on column core.payment_disputes.known_step is
    'Orders events of one second: created, updated, funds withdrawn, funds reinstated, closed, looked up.';
comment on column core.payment_disputes.created_at is 'When the dispute was first reported.';
comment on column core.payment_disputes.updated_at is 'When the row last changed.';
create index payment_disputes_payment_id_idx on core.payment_disputes (payment_id);
create policy "people read the disputes of their payments" on core.payment_disputes
    for select to authenticated
    using (payment_id = any(array(select id from core.payments where user_id = (select core.caller_id()))));
grant select (id, payment_id, status, amount_cents, withdrawn_cents, created_at, updated_at)
on core.payment_disputes to authenticated, service_role;

create view public.payment_disputes with (security_invoker = true) as
select
    id,
    payment_id,
    status,
    amount_cents,
    withdrawn_cents,
    created_at,
    updated_at
from core.payment_disputes;
comment on view public.payment_disputes is 'The disputes of one''s own payments.';
grant select on public.payment_disputes to authenticated;
alter table core.payment_disputes enable row level security;

create table core.stripe_events (
    id text primary key check (char_length(id) between 1 and 255),
    type text not null,
    intent_id text,
    payload jsonb not null,
    created_at timestamptz not null,
    received_at timestamptz not null default now(),
    deliveries integer not null default 1,
    state core.stripe_event_state not null default 'unapplied',
    code text not null default 'received',
    reason text,
    settled_at timestamptz
);
comment on table core.stripe_events is
    'Every event that Stripe signed and sent, by its id, and its outcome. An event that could not be applied stays
unapplied, with the reason, until it is sent or replayed again.';
comment on column core.stripe_events.id is 'Stripe''s id of the event.';
comment on column core.stripe_events.type is 'Stripe''s type, such as payment_intent.succeeded.';
comment on column core.stripe_events.intent_id is 'The PaymentIntent that the event is about.';
comment on column core.stripe_events.payload is 'The event as Stripe sent it.';
comment on column core.stripe_events.created_at is 'When it happened, on Stripe''s clock.';
comment on column core.stripe_events.received_at is 'When it first arrived.';
comment on column core.stripe_events.deliveries is 'How many times it arrived.';
comment on column core.stripe_events.state is
    'applied; ignored: it changes nothing; unapplied: it could not be applied yet.';
comment on column core.stripe_events.code is 'The outcome, for programs.';
comment on column core.stripe_events.reason is 'The outcome, in a sentence for people.';
comment on column core.stripe_events.settled_at is 'When it was applied or ignored.';
create index stripe_events_intent_id_idx on core.stripe_events (intent_id) where state = 'unapplied';
create index stripe_events_unapplied_idx on core.stripe_events (received_at, id) where state = 'unapplied';
alter table core.stripe_events enable row level security;

insert into core.settings (key, value, description) values
    ('payments.min_credits_hundredths', '100',
     'hundredths of a credit that one payment buys at least (Stripe: 50 cents)'),
    ('payments.max_credits_hundredths', '100000', 'hundredths of a credit that one payment buys at most'),
    ('payments.max_unpaid_per_day', '50',
     'unpaid payments that a person may begin in a day (against trying out stolen cards)');

-- supabase/migrations/20261121001300_events.sql
-- Events of people, from all features.
create table core.user_events (
    id bigint generated always as identity primary key,
    user_id uuid not null,
    type text not null,
    payload jsonb not null default '{}',
    created_at timestamptz not null default now(),
    tx xid8 not null default pg_current_xact_id()
);
comment on table core.user_events is
    'Events of a person, for GET /events. core.notify_user writes them. user_id has no foreign key, because checking it
would write-lock the profile for every event.';
comment on column core.user_events.id is 'Numbers the events.';
comment on column core.user_events.user_id is 'The person who receives the event.';
comment on column core.user_events.type is 'What happened, such as quiz.ready.';
comment on column core.user_events.payload is 'The fields of the event.';
comment on column core.user_events.created_at is 'When it happened.';
comment on column core.user_events.tx is
    'The transaction that wrote the event. Transactions may commit in an order other than that of their ids, so
readers sort by (tx, id) and read only events that are older than every running transaction.';
create index user_events_created_at_idx on core.user_events (created_at);
create index user_events_tx_idx on core.user_events (user_id, tx, id);
alter table core.user_events enable row level security;

insert into core.settings (key, value, description) values
    ('events.kept_days', '7', 'days that a person''s past events can be read again');

-- supabase/migrations/20261121001400_documents.sql
-- Uploads, the queue of jobs for the processing server, and its webhooks.
create type core.upload_state as enum ('queued', 'processing', 'ready', 'failed');
create type core.file_store as enum ('data_folder', 'supabase');
create type core.job_kind as enum ('process_upload', 'generate_questions', 'regenerate_question');
create type core.job_state as enum ('waiting', 'accepted', 'done', 'failed');

create table core.uploads (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    name text not null check (char_length(name) between 1 and 200),
    url text check (url ~ '^https?://' and char_length(url) <= 2000),
    stored_in core.file_store,
    state core.upload_state not null default 'queued',
    code text,
    reason text,
    progress numeric not null default 0 check (progress between 0 and 1),
    message text,
    pdf_id text,
    title text,
    pages integer check (pages > 0),
    page_labels jsonb,
    size_bytes bigint check (size_bytes >= 0),
    language text,
    text_pages integer check (text_pages >= 0),
    scanned_pages integer check (scanned_pages >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    version integer not null default 1,
    check (num_nonnulls(url, stored_in) = 1),
    check (state <> 'ready' or (pdf_id is not null and pages is not null))
);
comment on table core.uploads is 'A PDF that somebody handed in, by its address or as a file.';
comment on column core.uploads.id is 'The upload. Its file is stored under this name.';
comment on column core.uploads.owner_id is 'The person to whom the upload belongs.';
comment on column core.uploads.name is 'The name that its owner sees, 1 to 200 characters.';
comment on column core.uploads.url is 'The address of the PDF on the web. Null: it was sent as a file.';
comment on column core.uploads.stored_in is 'Where the file is stored. Null: it is on the web.';
comment on column core.uploads.state is 'How far reading the PDF has got: queued, processing, ready or failed.';
comment on column core.uploads.code is 'Why it failed, for programs.';
comment on column core.uploads.reason is 'The reason for code, in a sentence for people.';
comment on column core.uploads.progress is 'How much of the PDF has been read, 0 to 1.';
comment on column core.uploads.message is 'What the processing server is doing at the moment.';
comment on column core.uploads.pdf_id is
    'The SHA-256 of its bytes. The same PDF has the same id, wherever it came from.';
comment on column core.uploads.title is 'The title that the PDF gives itself.';
comment on column core.uploads.pages is 'How many pages it has.';
comment on column core.uploads.page_labels is
    'The page numbers that the PDF prints, in the order of its pages: ["i", "ii", "1", "2", …].';
comment on column core.uploads.size_bytes is 'Its size in bytes.';
comment on column core.uploads.language is 'The language of its text.';
comment on column core.uploads.text_pages is 'How many pages contain text.';
comment on column core.uploads.scanned_pages is 'How many pages are scanned pictures without text.';
comment on column core.uploads.created_at is 'When it was handed in.';
comment on column core.uploads.updated_at is 'When the row last changed.';
comment on column core.uploads.deleted_at is 'When it was deleted. It can be restored for upload.kept_days.';
comment on column core.uploads.version is
    'Grows when the upload is renamed, but not with the progress of reading it.';
create index uploads_deleted_at_idx on core.uploads (deleted_at) where deleted_at is not null;
create index uploads_owner_id_idx on core.uploads (owner_id, created_at desc, id desc);
alter table core.uploads enable row level security;
create policy "owners read their uploads" on core.uploads
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select on core.uploads to authenticated, service_role;

create view public.uploads with (security_invoker = true) as
select
    id,
    owner_id,
    name,
    url,
    state,
    code,
    reason,
    progress,
    message,
    pdf_id,
    title,
    pages,
    page_labels,
    size_bytes,
    language,
    text_pages,
    scanned_pages,
    created_at,
    updated_at,
    version
from core.uploads
where deleted_at is null;
comment on view public.uploads is 'The caller''s own PDFs, and how far reading them has got.';
grant select on public.uploads to authenticated;

create table core.jobs (
    id uuid primary key default gen_random_uuid(),
    kind core.job_kind not null,
    owner_id uuid not null references core.profiles,
    upload_id uuid references core.uploads,
    quiz_id uuid references core.quizzes,
    question_id uuid references core.questions,
    request jsonb not null default '{}',
    state core.job_state not null default 'waiting',
    attempts integer not null default 0,
    run_at timestamptz not null default now(),
    lease uuid,
    server text check (char_length(server) <= 500),
    accepted_at timestamptz,
    deadline timestamptz,
    code text,
    reason text,
    result jsonb,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    retry_of uuid references core.jobs,
    check (num_nonnulls(upload_id, quiz_id) = 1),
    check ((kind = 'process_upload') = (upload_id is not null)),
    check ((kind = 'regenerate_question') = (question_id is not null)),
    check ((state in ('done', 'failed')) = (finished_at is not null)),
    check ((state = 'accepted') <= (deadline is not null))
);
comment on table core.jobs is
    'Work for the processing server. A job is written in the transaction that makes it necessary.';
comment on column core.jobs.id is 'The job, and its idempotency key at the processing server.';
comment on column core.jobs.kind is 'What is to be done.';
comment on column core.jobs.owner_id is 'The person for whom it is done.';
comment on column core.jobs.upload_id is 'The upload to read.';
comment on column core.jobs.quiz_id is 'The quiz that gets the questions.';
comment on column core.jobs.question_id is 'The question that is to be replaced by another; null: none.';
comment on column core.jobs.request is
    'The generation request: {"sources", "topic", "questions", "kinds", "difficulty", "language"}.';
comment on column core.jobs.state is
    'waiting: a worker posts it at run_at; accepted: the processing server reports its outcome by a webhook; done and
failed are final.';
comment on column core.jobs.attempts is 'How often it was posted to the processing server.';
comment on column core.jobs.run_at is
    'When a worker may take it. Taking it moves this to the end of the lease, so that another worker gets it if the
first one has died.';
comment on column core.jobs.lease is
    'A new id each time that a worker takes it. Only the worker with the current one may report how posting it went.';
comment on column core.jobs.server is
    'Which built-in processing server accepted it, so that its jobs can be posted again when it ends; else null.';
comment on column core.jobs.accepted_at is 'When the processing server accepted it.';
comment on column core.jobs.deadline is
    'When an accepted job fails unless its outcome was reported: jobs.callback_s after the last report, and at most
jobs.longest_s after accepted_at. Null if the job is not accepted.';
comment on column core.jobs.code is
    'Why it failed, for programs; shortfall: a generation made fewer questions than requested.';
comment on column core.jobs.reason is
    'Why it failed or could not be posted, or why a generation made fewer questions than requested, in a sentence.';
comment on column core.jobs.result is
    'The outcome of a generation, in numbers of questions: {"requested", "delivered", "dropped": {reason: how many}}.
Null if the processing server reported none.';
comment on column core.jobs.created_at is 'When it was enqueued.';
comment on column core.jobs.finished_at is 'When it was done or failed.';
comment on column core.jobs.retry_of is 'The failed job that this one tries again.';
create index jobs_finished_at_idx on core.jobs (finished_at) where quiz_id is not null and finished_at is not null;
create index jobs_run_at_idx on core.jobs (run_at) where state = 'waiting';
create index jobs_deadline_idx on core.jobs (deadline) where state = 'accepted';
create index jobs_server_idx on core.jobs (server) where state = 'accepted';
create index jobs_owner_id_idx on core.jobs (owner_id, created_at desc, id desc);
create index jobs_upload_id_idx on core.jobs (upload_id, created_at desc) where upload_id is not null;
create index jobs_quiz_id_idx on core.jobs (quiz_id, created_at desc) where quiz_id is not null;
create index jobs_question_id_idx on core.jobs (question_id) where question_id is not null;
create index jobs_retry_of_idx on core.jobs (retry_of) where retry_of is not null;
alter table core.jobs enable row level security;
create policy "people read their own jobs" on core.jobs
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select (
    id, kind, owner_id, upload_id, quiz_id, question_id, state, attempts, code, reason, result, created_at, finished_at
) on core.jobs to authenticated, service_role;

create view public.jobs with (security_invoker = true) as
select
    id,
    kind,
    upload_id,
    quiz_id,
    question_id,
    state,
    attempts,
    code,
    reason,
    result,
    created_at,
    finished_at
from core.jobs;
comment on view public.jobs is 'The caller''s own jobs of the processing server, and how they ended.';
grant select on public.jobs to authenticated;

create table core.webhook_events (
    id text primary key check (char_length(id) between 1 and 255),
    type text not null,
    job_id uuid not null references core.jobs on delete cascade,
    payload jsonb not null,
    received_at timestamptz not null default now(),
    deliveries integer not null default 1,
    status text not null default 'applied' check (status in ('applied', 'ignored')),
    detail text
);
comment on table core.webhook_events is
    'What the processing server reported, and whether it was applied. Each event is applied at most once.';
comment on column core.webhook_events.id is 'The webhook-id.';
comment on column core.webhook_events.type is 'What it reports, as docs/processing.md names it.';
comment on column core.webhook_events.job_id is 'The job that it is about.';
comment on column core.webhook_events.payload is 'The event as it arrived.';
comment on column core.webhook_events.received_at is 'When it first arrived.';
comment on column core.webhook_events.deliveries is 'How many times it arrived.';
comment on column core.webhook_events.status is 'applied, or ignored for the reason in detail.';
comment on column core.webhook_events.detail is 'Why it was ignored.';
create index webhook_events_job_id_idx on core.webhook_events (job_id, received_at);
create index webhook_events_received_at_idx on core.webhook_events (received_at);
alter table core.webhook_events enable row level security;

insert into core.settings (key, value, description) values
    ('upload.max_per_person', '1000', 'uploads of one person; deleted ones count until they are purged'),
    ('upload.max_mib_per_person', '2048', 'MiB of all files of one person; deleted ones count until they are purged'),
    ('upload.kept_days', '30', 'days that a deleted upload can be restored; then it is purged with its file'),
    ('generation.max_questions', '100', 'questions that one generation may make'),
    ('generation.max_sources', '20', 'PDFs that one generation may use'),
    ('generation.max_ranges', '100', 'page ranges of one PDF'),
    ('jobs.max_open_per_person', '100', 'jobs of one person that may be unfinished at once'),
    ('jobs.lease_s', '60', 'seconds that a worker has to post a job before another worker may take it'),
    ('jobs.max_attempts', '12', 'times that a job is posted before it fails'),
    ('jobs.first_delay_ms', '1000', 'milliseconds before a job is posted again; they double each time, with jitter'),
    ('jobs.max_delay_ms', '300000', 'milliseconds between two attempts to post a job, at most'),
    ('jobs.callback_s', '1800',
     'seconds without a report from the processing server after which an accepted job fails'),
    ('jobs.longest_s', '21600',
     'seconds after which an accepted job fails, even if the processing server still reports on it'),
    ('jobs.kept_days', '90', 'days that a finished generation is kept'),
    ('webhooks.kept_days', '30', 'days that webhook events of the processing server are kept');

-- supabase/migrations/20261121001500_dashboards.sql
-- Views for SQL dashboards. They name no person and show no answer key.
create view dashboards.quiz_results as
with counted as (
    select
        quiz_id,
        count(*) as attempts,
        count(*) filter (where state = 'in_progress') as in_progress,
        count(*) filter (where state = 'finished') as finished,
        count(*) filter (where state = 'abandoned') as abandoned
    from core.attempts
    where not preview and deleted_at is null
    group by quiz_id
),

results as (
    select
        quiz_id,
        count(*) as people,
        round(avg(part) * 100, 2) as average_percent,
        round(100.0 * count(*) filter (where passed) / nullif(count(passed), 0), 2) as pass_percent
    from core.standings
    group by quiz_id
)

select
    q.id as quiz_id,
    q.title,
    q.visibility,
    q.created_at,
    q.deleted_at,
    coalesce(counted.attempts, 0) as attempts,
    coalesce(counted.in_progress, 0) as in_progress,
    coalesce(counted.finished, 0) as finished,
    coalesce(counted.abandoned, 0) as abandoned,
    coalesce(results.people, 0) as people,
    results.average_percent,
    results.pass_percent
from core.quizzes as q
left join counted on q.id = counted.quiz_id
left join results on q.id = results.quiz_id;
comment on view dashboards.quiz_results is 'The results of each quiz, without previews.';
comment on column dashboards.quiz_results.quiz_id is 'The quiz.';
comment on column dashboards.quiz_results.title is 'Its title.';
comment on column dashboards.quiz_results.visibility is 'Who may take it: private, link or public.';
comment on column dashboards.quiz_results.created_at is 'When it was made.';
comment on column dashboards.quiz_results.deleted_at is 'When it was deleted. Null: it was not.';
comment on column dashboards.quiz_results.attempts is 'All attempts.';
comment on column dashboards.quiz_results.in_progress is 'Attempts under way.';
comment on column dashboards.quiz_results.finished is 'Attempts submitted and marked.';
comment on column dashboards.quiz_results.abandoned is 'Attempts that ended with nothing saved.';
comment on column dashboards.quiz_results.people is 'People who have finished an attempt.';
comment on column dashboards.quiz_results.average_percent is
    'The mean result in percent of the points, from the attempts that count.';
comment on column dashboards.quiz_results.pass_percent is
    'The percentage of people who passed. Null: there is no pass mark.';

create view dashboards.attempts_per_day as
select
    happened.day,
    happened.quiz_id,
    count(*) filter (where happened.what = 'started') as started,
    count(*) filter (where happened.what = 'finished') as finished
from (
    select
        quiz_id,
        (started_at at time zone 'UTC')::date as day,
        'started' as what
    from core.attempts
    where not preview and deleted_at is null
    union all
    select
        quiz_id,
        (finished_at at time zone 'UTC')::date as day,
        'finished' as what
    from core.attempts
    where not preview and deleted_at is null and state = 'finished'
) as happened
group by happened.day, happened.quiz_id;
comment on view dashboards.attempts_per_day is
    'Attempts started and finished on each day in each quiz, without previews.';
comment on column dashboards.attempts_per_day.day is 'The day, UTC.';
comment on column dashboards.attempts_per_day.quiz_id is 'The quiz.';
comment on column dashboards.attempts_per_day.started is 'Attempts that began on that day.';
comment on column dashboards.attempts_per_day.finished is 'Attempts that were finished on that day.';

create view dashboards.question_facility as
select
    q.quiz_id,
    v.question_id,
    v.version,
    v.version = q.version as current,
    v.kind,
    v.subject,
    v.difficulty,
    v.prompt,
    count(*) as asked,
    count(a.response) as answered,
    round(100 * avg(coalesce(a.points, 0)) / nullif(v.points, 0), 2) as facility_percent
from core.attempts as t
inner join core.attempt_questions as aq on t.id = aq.attempt_id
inner join core.question_versions as v
    on aq.question_id = v.question_id and aq.version = v.version and v.kind not in ('poll', 'slide', 'word_cloud')
inner join core.questions as q on v.question_id = q.id
left join core.answers as a
    on aq.attempt_id = a.attempt_id and aq.question_id = a.question_id and a.deleted_at is null
where t.state = 'finished' and not t.preview and t.deleted_at is null
group by q.id, v.question_id, v.version;
comment on view dashboards.question_facility is
    'How easy each question is, over all finished attempts, with a row for each version that was asked. What is not
scored (polls, word clouds, slides) is left out.';
comment on column dashboards.question_facility.quiz_id is 'The quiz.';
comment on column dashboards.question_facility.question_id is 'The question.';
comment on column dashboards.question_facility.version is 'The version of the question that the attempts had.';
comment on column dashboards.question_facility.current is 'Whether that is the version that new attempts get.';
comment on column dashboards.question_facility.kind is 'How the question is answered.';
comment on column dashboards.question_facility.subject is 'What the question is about.';
comment on column dashboards.question_facility.difficulty is 'How hard it is, in the owner''s view.';
comment on column dashboards.question_facility.prompt is 'What is asked.';
comment on column dashboards.question_facility.asked is 'In how many attempts it was asked.';
comment on column dashboards.question_facility.answered is 'In how many of them it was answered.';
comment on column dashboards.question_facility.facility_percent is
    'The facility index: the mean of the points earned, in percent of those possible. A missing answer counts as 0, and
negative points as they are (Moodle''s "Quiz statistics calculations").';

create view dashboards.credits as
with moves as (
    select
        (created_at at time zone 'UTC')::date as day,
        kind,
        user_id,
        amount,
        questions
    from core.credit_transfers
)

select
    day,
    kind,
    count(*) as transfers,
    count(distinct user_id) as people,
    round(sum(amount) / 100.0, 2) as credits,
    sum(questions) as questions
from moves
group by day, kind;
comment on view dashboards.credits is 'Credits that moved, by day and kind.';
comment on column dashboards.credits.day is 'The day, UTC.';
comment on column dashboards.credits.kind is
    'gift, purchase, refund and dispute (and their reversals), reserve: set aside; capture: spent; release: returned.';
comment on column dashboards.credits.transfers is 'How many transfers there were.';
comment on column dashboards.credits.people is 'How many people the transfers were for.';
comment on column dashboards.credits.credits is 'How much moved, in credits with two decimals.';
comment on column dashboards.credits.questions is 'How many questions the transfers were for.';

create view dashboards.revenue as
with moves as (
    select
        (t.created_at at time zone 'UTC')::date as day,
        p.currency,
        t.kind,
        t.amount * p.amount_cents / (p.credits * 100.0) as money
    from core.credit_transfers as t
    inner join core.payments as p on t.payment_id = p.id
),

flows as (
    select
        day,
        currency,
        case when kind = 'purchase' then money else 0 end as paid,
        case kind when 'refund' then money when 'refund_reversed' then -money else 0 end as refunded,
        case kind when 'dispute' then money when 'dispute_reversed' then -money else 0 end as disputed
    from moves
)

select
    day,
    currency,
    round(sum(paid), 2) as paid,
    round(sum(refunded), 2) as refunded,
    round(sum(disputed), 2) as disputed,
    round(sum(paid - refunded - disputed), 2) as net
from flows
group by day, currency;
comment on view dashboards.revenue is
    'Money by the day on which Stripe reported it, without Stripe''s fees.';
comment on column dashboards.revenue.day is 'The day, UTC.';
comment on column dashboards.revenue.currency is 'The currency, as ISO 4217 in lower case.';
comment on column dashboards.revenue.paid is 'What was paid, in whole units of the currency.';
comment on column dashboards.revenue.refunded is 'What was paid back, minus reversals, in the same unit.';
comment on column dashboards.revenue.disputed is
    'What banks withdrew because of disputes, minus reversals, in the same unit.';
comment on column dashboards.revenue.net is 'What remains, in the same unit.';

create view dashboards.jobs as
select
    (created_at at time zone 'UTC')::date as day,
    kind,
    state,
    code,
    count(*) as jobs,
    sum(attempts) as attempts,
    round(avg(extract(epoch from finished_at - created_at)), 1) as mean_seconds
from core.jobs
group by day, kind, state, code;
comment on view dashboards.jobs is 'Jobs of the processing server, by the day on which they were made.';
comment on column dashboards.jobs.day is 'The day, UTC.';
comment on column dashboards.jobs.kind is
    'The kind of work: process_upload, generate_questions or regenerate_question.';
comment on column dashboards.jobs.state is 'The state of the jobs: waiting, accepted, done or failed.';
comment on column dashboards.jobs.code is 'Why they failed. Null: they have not failed.';
comment on column dashboards.jobs.jobs is 'How many jobs there are.';
comment on column dashboards.jobs.attempts is 'How many times they were posted in all.';
comment on column dashboards.jobs.mean_seconds is
    'The mean time from the request to the end, in seconds. Null: none has ended.';

grant select on all tables in schema dashboards to dashboard_reader;

-- supabase/migrations/20261121001600_view_comments.sql
-- Gives the columns of views in schema public, of core.question_versions and of core.settled_attempts the comment of
-- the column of the same name in their table, unless they have one of their own. Versions come first, because a view
-- shows them.
do $$
declare
    heirs record;
    bare record;
begin
    for heirs in
        select
            'core.question_versions'::regclass as heir,
            'core.questions'::regclass as source
        union all
        values ('core.settled_attempts'::regclass, 'core.attempts'::regclass)
        union all
        select
            v.oid::regclass as heir,
            t.oid::regclass as source
        from pg_catalog.pg_class as v
        join pg_catalog.pg_class as t on t.relname = v.relname and t.relnamespace = 'core'::regnamespace
        where v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
        union all
        values ('public.results'::regclass, 'core.standings'::regclass)
    loop
        for bare in
            select
                inherited.attname as name,
                pg_catalog.col_description(heirs.source, original.attnum) as text
            from pg_catalog.pg_attribute as inherited
            join pg_catalog.pg_attribute as original
                on original.attrelid = heirs.source and original.attname = inherited.attname
            where inherited.attrelid = heirs.heir and inherited.attnum > 0
                and pg_catalog.col_description(heirs.heir, inherited.attnum) is null
        loop
            execute format('comment on column %s.%I is %L', heirs.heir, bare.name, bare.text);
        end loop;
    end loop;
end;
$$;

-- supabase/functions_sql/database/fail.sql
create or replace function core.fail(
    status integer,   -- HTTP status
    code text,        -- for programs: stable, in snake_case
    message text,     -- for people: a sentence that they can act on
    hint text default null
) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'PT' || status, message = message, detail = code, hint = coalesce(hint, '');
end;
$$;

comment on function core.fail is
'Raises an error with SQLSTATE PT<status>, the code as its detail and the sentence as its message. PostgREST and the
REST API turn it into a response of that HTTP status.';

grant execute on function core.fail to authenticator;

-- supabase/functions_sql/accounts/find_account.sql
create or replace function core.find_account(
    person text   -- the id or the e-mail address of an account
) returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    found_id uuid := (
        select u.id
        from auth.users as u
        where u.deleted_at is null
            and (u.id::text = lower(find_account.person) or lower(u.email) = lower(find_account.person))
    );
begin
    if found_id is null then
        perform core.fail(404, 'person_not_found', 'There is no such account.');
    end if;
    return found_id;
end;
$$;

comment on function core.find_account is 'The id of an account. PT404 person_not_found.';

-- supabase/functions_sql/accounts/add_admin.sql
create or replace function public.add_admin(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    admin_id uuid := core.find_account(person);
begin
    insert into core.admins (person_id) values (admin_id) on conflict do nothing;
    return jsonb_build_object('id', admin_id, 'added', found);
end;
$$;

comment on function public.add_admin is
'Makes a person an admin: {"id", "added"}; added is false if they were one. For whoever runs the server: by the service
role, or with `quizzler admin add`. PT404 person_not_found.';

revoke execute on function public.add_admin from public, anon, authenticated;
grant execute on function public.add_admin to service_role;

-- supabase/functions_sql/accounts/address_hash.sql
create or replace function core.address_hash(email text) returns bytea
language sql immutable parallel safe
return sha256(convert_to(lower(email), 'UTF8'));

comment on function core.address_hash is $$
The hash of an e-mail address under which its sign-ins are counted. Case makes no difference.
> select core.address_hash('Ada@Example.com') = core.address_hash('ada@example.com')
t
$$;

-- supabase/functions_sql/database/caller_id.sql
create or replace function core.caller_id() returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select p.id
    from core.profiles as p
    inner join auth.users as u on u.id = p.id
    where p.id = auth.uid()
        and p.deleted_at is null
        and (u.banned_until is null or u.banned_until <= now())
        and case when auth.jwt() ? 'session_id' then exists (
            select from auth.sessions as s
            where s.id = (auth.jwt() ->> 'session_id')::uuid
                and s.user_id = p.id
                and (s.not_after is null or s.not_after > now())
        ) else true end;
$$;

comment on function core.caller_id is
'Who is calling. Null for nobody, and for whoever has a token that has not expired yet but whose account was deleted or
blocked, or whose session was signed out. Functions and policies ask here rather than auth.uid(), so such a token gives
no access, whichever way it comes.';

grant execute on function core.caller_id to authenticated, service_role;

-- supabase/functions_sql/database/setting.sql
create or replace function core.setting(key text) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.value::bigint from core.settings as s where s.key = setting.key;
$$;

comment on function core.setting is
'A whole number from core.settings; null for an unknown key. Its name ends with its unit (_ms, _s) or its description
gives it.';

-- supabase/functions_sql/database/is_counted.sql
create or replace function core.is_counted() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(current_setting('request.method', true), '') <> ''
        and auth.jwt() ->> 'role' is distinct from 'service_role';
$$;

comment on function core.is_counted is
'Whether the database has to count this call: it came by PostgREST, which sets request.method, and not from a server
that has the service role key. The REST API counts requests itself, before they reach the database.';

-- supabase/functions_sql/database/require_plain_call.sql
create or replace function core.require_plain_call() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Names that a client makes up can only add to the statement, and their values are parameters
    if current_query() ~ 'CAST\(|to_jsonb\(| WHERE | ORDER BY |ST_As' then
        perform core.fail(
            400, 'plain_call_needed', 'Call this function without select, filters and order: its calls are counted.'
        );
    end if;
end;
$$;

comment on function core.require_plain_call is
'Refuses a call whose result PostgREST is to cast, to filter or to sort. That may fail after the function has counted a
wrong guess (`select=pgrst_scalar:pgrst_scalar->>code::int`), which undoes the count: guesses would be free. These
functions return one jsonb, so nobody needs it. PT400 plain_call_needed.';

-- supabase/functions_sql/database/fail_too_many.sql
create or replace function core.fail_too_many(wait_s integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    code text;
    message text;
    detail text;
    hint text;
begin
    perform core.fail(
        429, 'too_many_requests', format('There were too many requests. Try again in %s seconds.', wait_s)
    );
exception when sqlstate 'PT429' then
    get stacked diagnostics
        code = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    raise sqlstate 'PGRST' using
        message = json_build_object('code', code, 'message', message, 'details', detail, 'hint', hint),
        detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', wait_s::text));
end;
$$;

comment on function core.fail_too_many is
'Raises the error of core.fail in the form in which PostgREST also sends a header: Retry-After. PT429
too_many_requests.';

-- supabase/functions_sql/database/require_calls_left.sql
create or replace function core.require_calls_left(kind text, caller text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most numeric := core.setting(format('rate.%s', kind));
    window_s numeric := core.setting(format('rate.%s_s', kind));
    epoch numeric := extract(epoch from clock_timestamp());
    passed numeric := epoch / window_s % 1;   -- part of this window
    start timestamptz := to_timestamp(floor(epoch / window_s) * window_s);
    now_calls numeric;
    calls_before numeric;
    wait_windows numeric;
begin
    if not core.is_counted() then
        return;
    end if;
    if current_setting('transaction_read_only')::boolean then
        perform core.fail(405, 'use_post', 'Call this function by POST: its calls are counted.');
    end if;
    perform core.require_plain_call();
    select
        coalesce(sum(c.calls) filter (where c.window_start >= start), 0),
        coalesce(sum(case
            when c.window_start >= start then c.calls_before
            when c.window_start = start - window_s * interval '1 s' then c.calls
        end), 0)
    into now_calls, calls_before
    from core.calls as c
    where c.caller = require_calls_left.caller and c.kind = require_calls_left.kind;

    -- The window slides: of the calls in the window before, as many count as it still covers
    if now_calls + calls_before * (1 - passed) <= most - 1 then
        return;
    end if;
    wait_windows := case
        when now_calls < most then 1 - (most - 1 - now_calls) / nullif(calls_before, 0)
        else 2 - (most - 1) / nullif(now_calls, 0)   -- a limit of 0 allows none
    end - passed;
    perform core.fail_too_many(greatest(1, ceil(wait_windows * window_s))::integer);
end;
$$;

comment on function core.require_calls_left is
'Refuses a call by PostgREST whose caller has used up rate.<kind> in a window of rate.<kind>_s. A refused call is not
counted, so the wait always ends. PT429 too_many_requests, PT405 use_post for a call by GET, which could not be counted,
PT400 plain_call_needed.';

-- supabase/functions_sql/database/count_call.sql
create or replace function core.count_call(
    kind text,      -- room_codes, joins or writes
    caller text     -- an account, a player or a network
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    window_s bigint := core.setting(format('rate.%s_s', kind));
    start timestamptz := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_s) * window_s);
begin
    perform core.require_calls_left(kind, caller);
    if not core.is_counted() then
        return;
    end if;
    insert into core.calls as c (caller, kind, process, window_start, calls, calls_before)
    values (count_call.caller, count_call.kind, pg_backend_pid(), start, 1, 0)
    on conflict on constraint calls_pkey do update set
        calls = case when c.window_start >= start then c.calls + 1 else 1 end,
        calls_before = case
            when c.window_start >= start then c.calls_before
            when c.window_start = start - window_s * interval '1 s' then c.calls
            else 0
        end,
        window_start = greatest(c.window_start, start);
end;
$$;

comment on function core.count_call is
'Counts a call by PostgREST, or refuses it (core.require_calls_left). The count is part of the transaction: that of a
call which fails is undone, since it changed nothing. A wrong guess therefore does not fail (core.refuse_guess).';

-- supabase/functions_sql/database/check_request.sql
create or replace function public.check_request() returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'role' is distinct from 'authenticated' then
        return;
    end if;
    if core.caller_id() is null then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
    if not current_setting('transaction_read_only')::boolean then   -- PostgREST sets it for what only reads
        perform core.count_call('writes', core.caller_id()::text);
    end if;
end;
$$;

comment on function public.check_request is
'Refuses a token whose session was signed out or whose account was deleted or blocked, and an account that has called
too often through PostgREST what may write. Runs before each request: core.call_as calls it and PostgREST does, whose
setting pgrst.db_pre_request names it. Functions for callers without an account count their calls themselves. PT401
session_ended; PT429 too_many_requests; PT405 use_post; PT400 plain_call_needed.';

revoke execute on function public.check_request from public;
grant execute on function public.check_request to anon, authenticated, service_role, authenticator;

-- supabase/functions_sql/accounts/client_network.sql
create or replace function core.client_network(client inet) returns inet
language sql immutable parallel safe
return coalesce(case when family(client) = 6 then network(set_masklen(client, 64))::inet else client end, '0.0.0.0');

comment on function core.client_network is $$
The network that counts as one client: an IPv4 address, or the /64 of an IPv6 subscriber. 0.0.0.0 stands for clients
without an address (a Unix socket).
> select core.client_network('2001:db8:1:2:3:4:5:6')
2001:db8:1:2::/64
$$;

-- supabase/functions_sql/accounts/forget_account_attempts.sql
create or replace function core.forget_account_attempts(
    most integer default 20   -- of each kind; a sign-in adds fewer, so they never pile up
) returns integer
language sql
set search_path = pg_catalog, pg_temp
as $$
    with attempts as (
        delete from core.account_attempts where id in (
            select id from core.account_attempts
            where attempted_at < clock_timestamp() - interval '1 second' * greatest(
                core.setting('account.guess_window_s'), core.setting('account.sign_up_window_s')
            )
            order by attempted_at limit most for update skip locked
        )
        returning 1
    ),
    clients as (
        delete from core.known_clients where (address_hash, client) in (
            select address_hash, client from core.known_clients
            where last_sign_in_at < now() - interval '1 day' * core.setting('account.known_client_days')
            order by last_sign_in_at limit most for update skip locked
        )
        returning 1
    )
    select (select count(*) from attempts)::integer + (select count(*) from clients)::integer;
$$;

comment on function core.forget_account_attempts is
'Deletes expired sign-in attempts and expired known clients, at most so many of each. Returns how many.';

-- supabase/functions_sql/accounts/guard_sign_in.sql
create or replace function core.guard_sign_in(email text, client inet) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    address bytea := core.address_hash(email);
    network inet := core.client_network(client);
    guess_window interval := core.setting('account.guess_window_s') * interval '1 second';
    free_at timestamptz;
begin
    -- Concurrent guesses wait for each other here. Otherwise all of them could be below the limit
    perform pg_advisory_xact_lock(1, hashtext(address::text));
    perform pg_advisory_xact_lock(2, hashtext(network::text));

    select max(reached.attempted_at) + guess_window into free_at
    from (
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.address_hash = address and a.client = network
                and a.attempted_at > clock_timestamp() - guess_window
            order by a.attempted_at desc offset core.setting('account.max_guesses') - 1 limit 1
        )
        union all
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.client = network and a.attempted_at > clock_timestamp() - guess_window
            order by a.attempted_at desc offset core.setting('account.max_guesses_per_client') - 1 limit 1
        )
        union all
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.address_hash = address and a.attempted_at > clock_timestamp() - guess_window
                and not exists (
                    select from core.known_clients as k where k.address_hash = address and k.client = network
                )
            order by a.attempted_at desc offset core.setting('account.max_guesses_per_address') - 1 limit 1
        )
    ) as reached;
    if free_at is not null then
        return greatest(1, ceil(extract(epoch from free_at - clock_timestamp())));
    end if;

    insert into core.account_attempts (kind, address_hash, client) values ('guess', address, network);
    perform core.forget_account_attempts();
    return null;
end;
$$;

comment on function core.guard_sign_in is
'Counts a guess before the password is checked, and returns null, or the seconds to wait after too many wrong guesses.
It counts first so that concurrent guesses can''t evade the limit; core.note_sign_in removes the count after a sign-in.
Refused guesses are not counted, so the wait always ends. Guesses from other clients never delay a client that the
person has signed in from before. Unknown addresses are limited in the same way.';

revoke execute on function core.guard_sign_in from public;
grant execute on function core.guard_sign_in to authenticator;

-- supabase/functions_sql/accounts/begin_sign_in.sql
create or replace function core.begin_sign_in(email text, client inet) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    wait_s integer := core.guard_sign_in(email, client);
begin
    if wait_s is not null then
        return jsonb_build_object('retry_after_s', wait_s);
    end if;
    return coalesce(
        (
            select jsonb_build_object('user_id', u.id, 'password_hash', nullif(u.encrypted_password, ''))
            from auth.users as u
            where lower(u.email) = lower(begin_sign_in.email) and u.deleted_at is null
        ),
        '{}'
    );
end;
$$;

comment on function core.begin_sign_in is
'Returns what a password is checked against: {"user_id", "password_hash"}, {} for an unknown address, or
{"retry_after_s"} after too many wrong guesses (see core.guard_sign_in). For the app, never for clients.';

revoke execute on function core.begin_sign_in from public;
grant execute on function core.begin_sign_in to authenticator;

-- supabase/functions_sql/accounts/begin_password_change.sql
create or replace function core.begin_password_change(claims jsonb, client inet) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('request.jwt.claims', claims::text, true);
    perform public.check_request();
    return (
        select core.begin_sign_in(u.email, begin_password_change.client)
        from auth.users as u
        where u.id = (claims ->> 'sub')::uuid
    );
end;
$$;

comment on function core.begin_password_change is
'Returns the hash to check the current password against, like core.begin_sign_in, for the person of a verified token.
Guesses count as at sign-in, so a stolen session does not evade the limit. PT401 session_ended.';

revoke execute on function core.begin_password_change from public;
grant execute on function core.begin_password_change to authenticator;

-- supabase/functions_sql/accounts/email_of.sql
create or replace function core.email_of(person uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select lower(u.email) from auth.users as u where u.id = person and u.deleted_at is null;
$$;

comment on function core.email_of is 'The e-mail address of an account, in lower case.';

-- supabase/functions_sql/accounts/caller_email.sql
create or replace function core.caller_email() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.email_of(core.caller_id());
$$;

comment on function core.caller_email is 'The e-mail address of the caller''s account, in lower case. Null: nobody''s.';

revoke execute on function core.caller_email from public;
grant execute on function core.caller_email to authenticated, service_role;

-- supabase/functions_sql/accounts/end_sessions.sql
create or replace function core.end_sessions(user_id uuid, session_id uuid, scope text) returns integer
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    with ended as (
        delete from auth.sessions as s
        where s.user_id = end_sessions.user_id
            and case end_sessions.scope
                when 'local' then s.id = end_sessions.session_id
                when 'others' then s.id <> end_sessions.session_id
                when 'global' then true
            end
        returning s.id
    )
    select count(*)::integer from ended;
$$;

comment on function core.end_sessions is
'Ends sessions of a person and their tokens at once: this session (local), the others (others), or all (global). Returns
how many. Ending a session that has ended is no error.';

revoke execute on function core.end_sessions from public;
grant execute on function core.end_sessions to authenticator;

-- supabase/functions_sql/accounts/note_sign_in.sql
create or replace function core.note_sign_in(email text, client inet) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from core.account_attempts
    where kind = 'guess'
        and address_hash = core.address_hash(email)
        and account_attempts.client = core.client_network(note_sign_in.client);

    insert into core.known_clients (address_hash, client)
    values (core.address_hash(email), core.client_network(note_sign_in.client))
    on conflict (address_hash, client) do update set last_sign_in_at = now();
$$;

comment on function core.note_sign_in is
'Records a successful sign-in: forgets this client''s wrong guesses for the address, and remembers the client as
known.';

revoke execute on function core.note_sign_in from public;
grant execute on function core.note_sign_in to authenticator;

-- supabase/functions_sql/accounts/change_password.sql
create or replace function core.change_password(
    user_id uuid,
    session_id uuid,     -- the session that stays open
    checked_hash text,   -- the stored hash when the current password was checked
    new_hash text,
    client inet
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    address text;
begin
    update auth.users as u
    set encrypted_password = new_hash, updated_at = now()
    where u.id = change_password.user_id and u.encrypted_password = checked_hash and u.deleted_at is null
    returning u.email into address;
    if not found then
        return false;
    end if;
    perform core.end_sessions(change_password.user_id, session_id, 'others');
    perform core.note_sign_in(address, client);
    return true;
end;
$$;

comment on function core.change_password is
'Sets a new password and ends every other session of the person. False if the password was changed meanwhile. For the
app, never for clients.';

revoke execute on function core.change_password from public;
grant execute on function core.change_password to authenticator;

-- supabase/functions_sql/accounts/invisible.sql
create or replace function core.invisible() returns text
language sql immutable parallel safe
return '\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f'
    || '\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001343F\U00013430-\U0001343E'
    || '\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E001F\U000E0080-\U000E0FFF';

comment on function core.invisible is $$
The characters that nobody sees, as the inside of a bracket expression: controls, marks of direction, fillers, and
blanks that are no spaces. Joiners, selectors of variants and the tags of flags, which some scripts and emoji need, are
in core.stray.
> select 'a' ~ format('[%s]', core.invisible()), U&'\3164' ~ format('[%s]', core.invisible())
f | t
$$;

-- supabase/functions_sql/accounts/stray.sql
create or replace function core.stray() returns text
language sql immutable parallel safe
return format(
    '[%1$s]|\u200c(?![%2$s])|(?<![%2$s])\u200c'
    '|(?<![%3$s#*0-9\u00a9\u00ae])[\ufe00-\ufe0f]|(?<![\U0001F3F4\U000E0020-\U000E007E])[\U000E0020-\U000E007F]',
    core.invisible(),
    '\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af',    -- scripts with joiners within words
    '\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001F000-\U0001FAFF'    -- emoji
);

comment on function core.stray is $$
A regular expression that finds characters in a name that nobody sees and that its script or an emoji does not need: a
non-joiner is kept between letters of scripts that join them, a selector of a variant after an emoji. The joiner of
emoji may stand anywhere, because names are compared without it.
> select U&'Mira\200c' ~ core.stray(), U&'\0645\06cc\200c\0646\0627' ~ core.stray(), U&'\2764\fe0f' ~ core.stray()
t | f | f
$$;

-- supabase/functions_sql/accounts/clean_name.sql
create or replace function core.clean_name(name text) returns text
language sql immutable parallel safe
return nullif(btrim(regexp_replace(
    normalize(name),
    format('([\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|%s)+', core.stray()),
    ' ', 'g'
), E' \u200c\u200d'), '');

comment on function core.clean_name is $$
A name without control characters, invisible characters and marks that reverse the direction of text, normalised to NFC.
Null if nothing is left. The joiners within emoji and within Indic and Persian words stay.
> select core.clean_name(E'  Ada\t\u202eLovelace ')
Ada Lovelace
$$;

-- supabase/functions_sql/database/person_id.sql
create or replace function core.person_id() returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.caller_id();
begin
    if auth.uid() is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    if person is null then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
    return person;
end;
$$;

comment on function core.person_id is
'The id of the caller. PT401 not_signed_in for nobody, session_ended for a token that core.caller_id does not accept.';

-- supabase/functions_sql/accounts/may_delete_account.sql
create or replace function public.may_delete_account() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    if coalesce(
        (select s.created_at from auth.sessions as s where s.id = (auth.jwt() ->> 'session_id')::uuid),
        (select coalesce(u.last_sign_in_at, u.created_at) from auth.users as u where u.id = person)
    ) < now() - core.setting('account.recent_sign_in_s') * interval '1 s' then
        perform core.fail(
            403, 'sign_in_again', 'To delete your account, give your password, or sign in again and do it at once.'
        );
    end if;
    return '{"may_delete_account": true}';
end;
$$;

comment on function public.may_delete_account is
'Checks whether the caller has signed in recently enough to delete the account, which whoever finds a device signed in
must not be able to do. PT401 not_signed_in, session_ended; PT403 sign_in_again.';

revoke execute on function public.may_delete_account from public, anon;
grant execute on function public.may_delete_account to authenticated;

-- supabase/functions_sql/accounts/delete_account.sql
create or replace function public.delete_account() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    account auth.users;
begin
    perform public.may_delete_account();
    select * into account
    from auth.users as u
    where u.id = person and u.deleted_at is null
    for no key update;
    if not found then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    delete from core.known_clients as k where k.address_hash = core.address_hash(account.email);
    update auth.users as u
    set
        -- replaces the address, which is free again, by one that nobody can have
        email = encode(sha256(convert_to(u.id || coalesce(u.email, ''), 'UTF8')), 'hex') || '@deleted.invalid',
        encrypted_password = '',
        raw_user_meta_data = '{}',
        raw_app_meta_data = '{}',
        updated_at = now(),
        deleted_at = now()  -- core.retire_account does the rest
    where u.id = account.id;
    if to_regclass('auth.identities') is not null then  -- Supabase Auth keeps the address here, too
        execute 'delete from auth.identities where user_id = $1' using account.id;
    end if;
    return jsonb_build_object('id', account.id, 'deleted', true);
end;
$$;

comment on function public.delete_account is
'Deletes the caller''s account as a soft delete of Supabase Auth does: ends its sessions, removes its name, and frees
its address. Results that others depend on stay. Returns {"id", "deleted": true}. PT401 not_signed_in,
session_ended; PT403 sign_in_again.';

revoke execute on function public.delete_account from public, anon;
grant execute on function public.delete_account to authenticated;

-- supabase/functions_sql/accounts/display_name.sql
create or replace function core.display_name(name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    cleaned text := core.clean_name(name);
begin
    if name is not null and (cleaned is null or char_length(cleaned) > 80) then
        perform core.fail(422, 'invalid_display_name', 'A display name must have 1 to 80 visible characters.');
    end if;
    return cleaned;
end;
$$;

comment on function core.display_name is
'Cleans and checks a display name. Null stays null. PT422 invalid_display_name.';

-- supabase/functions_sql/rooms/views/without_name.sql
create or replace function core.without_name(
    payload jsonb,   -- of an event
    player_id uuid,  -- null: none
    person_id uuid   -- who may be named as a host
) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(field.key, case jsonb_typeof(field.value)
        when 'array' then (
            select coalesce(jsonb_agg(
                case
                    when listed.value ->> 'player_id' = player_id::text
                        then listed.value || '{"nickname": "Deleted account", "avatar": ""}'
                    when listed.value ->> 'user_id' = person_id::text
                        then listed.value || '{"display_name": "Deleted account"}'
                    else listed.value
                end
                order by listed.place
            ), '[]')
            from jsonb_array_elements(field.value) with ordinality as listed (value, place)
        )
        else field.value
    end), '{}') || case
        when payload ? 'nickname' and payload ->> 'player_id' = player_id::text
            then '{"nickname": "Deleted account", "avatar": ""}'
        else '{}'
    end::jsonb
    from jsonb_each(payload) as field;
$$;

comment on function core.without_name is $$
The payload of an event of a room without the name of one player or host, for good: in the event itself, and in its
leaderboards and lists.
> select core.without_name('{"podium": [{"player_id": null, "nickname": "Ann"}]}', null, null)
{"podium": [{"nickname": "Ann", "player_id": null}]}
$$;

-- supabase/functions_sql/accounts/erase_traces.sql
create or replace function core.erase_traces(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.answers as a
    set response = '""'
    from core.attempts as t
    where t.id = a.attempt_id and t.user_id = person_id
        and jsonb_typeof(a.response) = 'string' and a.response <> '""';
    update core.live_answers as a
    set response = '""'
    from core.players as p
    where a.room_id = p.room_id and a.player_id = p.id and p.user_id = person_id
        and jsonb_typeof(a.response) = 'string' and a.response <> '""';
    -- the log of an ended game shows texts that were answered; its final leaderboard stays
    delete from core.room_events as e
    using core.players as p, core.rooms as r
    where p.user_id = person_id and r.id = p.room_id and r.ended_at is not null
        and e.room_id = r.id and e.type <> 'room.ended';
    update core.room_events as e
    set payload = core.without_name(e.payload, p.id, p.user_id)
    from core.players as p
    where p.user_id = person_id and e.room_id = p.room_id and e.payload::text like '%' || p.id || '%';
    update core.room_events as e
    set payload = core.without_name(e.payload, null, person_id)
    where e.type = 'room.hosts' and e.payload::text like '%' || person_id || '%' and e.room_id in (
        select r.id from core.rooms as r where r.state <> 'ended' or r.host_id = person_id
        union all
        select h.room_id from core.room_hosts as h where h.user_id = person_id
    );
    update core.players as p
    set nickname = 'Deleted account', nickname_key = p.id::text, avatar = ''
    where p.user_id = person_id and p.nickname_key <> p.id::text;
    delete from core.user_events as e where e.user_id = person_id;
end;
$$;

comment on function core.erase_traces is
'Removes what a person wrote, for good: the texts that they answered in attempts and games, their nicknames in games and
in the events of games, the other events of games that have ended, and their own events. Their marks and points and the
quizzes that others may have taken stay, without a name; so does the final leaderboard of a game.';

revoke execute on function core.erase_traces from public;

-- supabase/functions_sql/accounts/person.sql
create or replace function core.person(user_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', p.id,
        'email', u.email,
        'display_name', p.display_name,
        'created_at', p.created_at,
        'version', p.version,
        'last_sign_in_at', u.last_sign_in_at
    )
    from core.profiles as p
    join auth.users as u on u.id = p.id
    where p.id = person.user_id and p.deleted_at is null;
$$;

comment on function core.person is
'An account as its owner sees it: {"id", "email", "display_name", "created_at", "version", "last_sign_in_at"}. Null if
there is no such account or it was deleted.';

-- supabase/functions_sql/accounts/export_account.sql
create or replace function public.export_account() returns setof jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    return query
    select jsonb_build_object('record', 'account') || core.person(person);

    return query
    select jsonb_build_object(
        'record', 'session', 'id', s.id, 'created_at', s.created_at, 'updated_at', s.updated_at,
        'user_agent', s.user_agent, 'ip', host(s.ip)
    )
    from auth.sessions as s
    where s.user_id = person
    order by s.created_at;

    return query
    select jsonb_build_object('record', 'quiz') || to_jsonb(q) - '{words,title_key}'::text[]
    from core.quizzes as q
    where q.owner_id = person
    order by q.created_at, q.id;

    return query
    select jsonb_build_object('record', 'question') || to_jsonb(o)
    from core.quizzes as q
    inner join core.questions as o on o.quiz_id = q.id
    where q.owner_id = person
    order by q.created_at, q.id, o.position;

    return query
    select jsonb_build_object(
        'record', 'attempt', 'id', t.id, 'quiz_id', t.quiz_id, 'number', t.number, 'state', t.state,
        'started_at', t.started_at, 'finished_at', t.finished_at,
        'deleted_at', t.deleted_at
    )
    from core.attempts as t
    where t.user_id = person
    order by t.started_at, t.id;

    return query
    select jsonb_build_object('record', 'allowance') || to_jsonb(a)
    from core.allowances as a
    where a.user_id = person or a.email = core.email_of(person)
    order by a.created_at, a.id;

    return query
    select jsonb_build_object('record', 'taker_details') || to_jsonb(d)
    from core.taker_details as d
    where d.user_id = person
    order by d.given_at, d.quiz_id;

    return query
    -- Marks are left out: whether they may be known depends on the quiz, and attempt_review decides that
    select jsonb_build_object(
        'record', 'answer', 'attempt_id', a.attempt_id, 'question_id', a.question_id, 'response', a.response,
        'saved_at', a.saved_at
    )
    from core.attempts as t
    inner join core.answers as a on a.attempt_id = t.id
    where t.user_id = person
    order by t.started_at, t.id, a.saved_at;

    return query
    select jsonb_build_object(
        'record', 'room_hosted', 'id', r.id, 'quiz_id', r.quiz_id, 'title', r.title, 'mode', r.mode,
        'created_at', r.created_at, 'ended_at', r.ended_at
    )
    from core.rooms as r
    where r.host_id = person
    order by r.created_at;

    return query
    select jsonb_build_object(
        'record', 'room_played', 'room_id', p.room_id, 'nickname', p.nickname, 'joined_at', p.joined_at
    )
    from core.players as p
    where p.user_id = person
    order by p.joined_at;

    return query
    select jsonb_build_object(
        'record', 'live_answer', 'room_id', a.room_id, 'number', a.number, 'response', a.response,
        'elapsed_ms', a.elapsed_ms, 'received_at', a.received_at
    )
    from core.players as p
    inner join core.live_answers as a on a.room_id = p.room_id and a.player_id = p.id
    where p.user_id = person
    order by p.joined_at, p.id, a.number;

    return query
    select jsonb_build_object(
        'record', 'upload', 'id', u.id, 'name', u.name, 'url', u.url, 'created_at', u.created_at,
        'deleted_at', u.deleted_at
    )
    from core.uploads as u
    where u.owner_id = person
    order by u.created_at;

    return query
    select jsonb_build_object(
        'record', 'generation', 'id', j.id, 'kind', j.kind, 'quiz_id', j.quiz_id, 'request', j.request,
        'state', j.state, 'created_at', j.created_at
    )
    from core.jobs as j
    where j.owner_id = person
    order by j.created_at;

    return query
    select jsonb_build_object(
        'record', 'credits', 'kind', c.kind, 'amount_hundredths', c.amount, 'created_at', c.created_at
    )
    from core.credit_transfers as c
    where c.user_id = person
    order by c.id;

    return query
    select jsonb_build_object(
        'record', 'payment', 'id', p.id, 'status', p.status, 'credits', p.credits, 'amount_cents', p.amount_cents,
        'currency', p.currency, 'refunded_cents', p.refunded_cents, 'created_at', p.created_at, 'paid_at', p.paid_at
    )
    from core.payments as p
    where p.user_id = person
    order by p.created_at;
end;
$$;

comment on function public.export_account is
'Everything that Quizzler stores about the caller, deleted quizzes included. Each thing is a row whose "record" says
what it is: account, session, quiz, question, attempt, allowance, taker_details, answer, room_hosted, room_played,
live_answer, upload, generation, credits, payment. So no row is large, however much there is. Marks are not in it,
because the settings of a
quiz decide who may know them. PT401 not_signed_in, session_ended.';

revoke execute on function public.export_account from public, anon;
grant execute on function public.export_account to authenticated;

-- supabase/functions_sql/accounts/list_admins.sql
create or replace function public.list_admins() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
        'id', a.person_id, 'email', u.email, 'display_name', p.display_name, 'added_at', a.added_at
    ) order by a.added_at, a.person_id), '[]'))
    from core.admins as a
    inner join core.profiles as p on p.id = a.person_id
    left join auth.users as u on u.id = a.person_id;
$$;

comment on function public.list_admins is
'The admins, in the order in which they were added: {"items": [{"id", "email", "display_name", "added_at"}]}. For
whoever runs the server: by the service role, or with `quizzler admin list`.';

revoke execute on function public.list_admins from public, anon, authenticated;
grant execute on function public.list_admins to service_role;

-- supabase/functions_sql/accounts/neutral_name.sql
create or replace function core.neutral_name() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select 'Somebody ' || lpad(floor(random() * 10000)::integer::text, 4, '0');
$$;

comment on function core.neutral_name is
'A display name for a person who gave none. It says nothing of them: the part of an e-mail address before the @ would.';

-- supabase/functions_sql/accounts/make_profile.sql
create or replace function core.make_profile() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.profiles (id, display_name)
    values (new.id, coalesce(
        left(core.clean_name(new.raw_user_meta_data ->> 'display_name'), 80),
        core.neutral_name()
    ))
    on conflict (id) do nothing;
    return new;
end;
$$;

comment on function core.make_profile is
'Makes a profile for each new account, whether it is made through REST, Supabase Auth or SQL.';

create or replace trigger make_profile after insert on auth.users
for each row execute function core.make_profile();

-- supabase/functions_sql/accounts/my_account.sql
create or replace function public.my_account() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    account jsonb := core.person(core.person_id());
begin
    if account is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    return account;
end;
$$;

comment on function public.my_account is
'The caller''s account: {"id", "email", "display_name", "created_at", "version", "last_sign_in_at"}. PT401
not_signed_in.';

revoke execute on function public.my_account from public, anon;
grant execute on function public.my_account to authenticated;

-- supabase/functions_sql/accounts/open_session.sql
create or replace function core.open_session(
    user_id uuid,
    checked_hash text,         -- the stored hash when the password was checked
    new_hash text,             -- the same password hashed with changed parameters, or null
    refresh_token_hash text,
    lifetime_s integer,        -- until the session ends unless it is refreshed
    user_agent text,
    client inet
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    account auth.users;
    session_id uuid;
begin
    select * into account from auth.users as u where u.id = open_session.user_id for no key update;
    if account.deleted_at is not null or account.encrypted_password is distinct from checked_hash then
        return null;  -- deleted or changed while the password was being checked
    end if;
    if account.banned_until > now() then
        perform core.fail(403, 'account_banned', 'This account is blocked. Ask whoever runs this server.');
    end if;

    update auth.users as u
    set last_sign_in_at = now(), encrypted_password = coalesce(new_hash, u.encrypted_password)
    where u.id = account.id;
    perform core.note_sign_in(account.email, client);

    insert into auth.sessions (user_id, not_after, user_agent, ip)
    values (account.id, now() + lifetime_s * interval '1 second', open_session.user_agent, client)
    returning id into session_id;
    insert into auth.refresh_tokens (token, user_id, session_id)
    values (refresh_token_hash, account.id, session_id);

    delete from auth.sessions as s
    where s.user_id = account.id and (
        s.not_after <= now()
        or s.id in (
            select old.id from auth.sessions as old
            where old.user_id = account.id
            order by old.updated_at desc, old.id = session_id desc
            offset core.setting('account.max_sessions')
        )
    );
    return jsonb_build_object('session_id', session_id, 'user', core.person(account.id));
end;
$$;

comment on function core.open_session is
'Opens a session after the password was found to be right: {"session_id", "user"}. Null if the account was deleted or
its password was changed meanwhile. PT403 account_banned. For the app, never for clients.';

revoke execute on function core.open_session from public;
grant execute on function core.open_session to authenticator;

-- supabase/functions_sql/accounts/purge_accounts.sql
create or replace function core.purge_accounts(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid;
    purged integer := 0;
begin
    for person in
        select u.id
        from auth.users as u
        inner join core.profiles as p on p.id = u.id and p.deleted_at is not null
        where u.deleted_at < now() - core.setting('account.purged_after_days') * interval '1 day'
        for update of u skip locked
    loop
        exit when purged >= most;
        perform core.erase_traces(person);
        begin
            delete from auth.users as u where u.id = person;   -- and sessions with it
            purged := purged + 1;
        exception when foreign_key_violation then   -- it must not keep the others from being purged
            raise warning 'account % could not be purged: %', person, sqlerrm;
        end;
    end loop;
    return purged;
end;
$$;

comment on function core.purge_accounts is
'Purges accounts that were deleted account.purged_after_days ago, at most so many: what they wrote (core.erase_traces)
and the row in auth.users. The row stays while a table of another application refers to it, and so do accounts that
never had a profile here. Returns how many rows it deleted.';

revoke execute on function core.purge_accounts from public;

-- supabase/functions_sql/accounts/remove_admin.sql
create or replace function public.remove_admin(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    admin_id uuid := core.find_account(person);
begin
    delete from core.admins as a where a.person_id = admin_id;
    return jsonb_build_object('id', admin_id, 'removed', found);
end;
$$;

comment on function public.remove_admin is
'Makes an admin an ordinary person again: {"id", "removed"}; removed is false if they were none. For whoever runs the
server: by the service role, or with `quizzler admin remove`. PT404 person_not_found.';

revoke execute on function public.remove_admin from public, anon, authenticated;
grant execute on function public.remove_admin to service_role;

-- supabase/functions_sql/accounts/require_admin.sql
create or replace function core.require_admin() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'role' = 'service_role' then
        return;   -- whoever runs the server
    end if;
    if not exists (select from core.admins as a where a.person_id = core.person_id()) then
        perform core.fail(403, 'not_an_admin', 'Only admins may do this.');
    end if;
end;
$$;

comment on function core.require_admin is
'Checks that the caller is an admin, or the service role. PT401 not_signed_in, session_ended; PT403 not_an_admin.';

-- supabase/functions_sql/rooms/lifecycle/room_lock_key.sql
create or replace function core.room_lock_key(room_id uuid) returns bigint
language sql immutable parallel safe
return uuid_hash_extended(room_id, 0);

comment on function core.room_lock_key is $$
The key of the advisory lock of a room's intake. Batches of answers hold the lock shared; a function that stops or moves
the clock holds it exclusively.
> select core.room_lock_key('6f1c2b1e-0000-4000-8000-000000000001')
4432807142335733430
$$;

-- supabase/functions_sql/rooms/intake/stop_intake.sql
create or replace function core.stop_intake(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(core.room_lock_key(room.id));
end;
$$;

comment on function core.stop_intake is
'Waits for the batches of answers that are being written to this room, and keeps further batches out until the
transaction ends. The next statement sees everything that was accepted. The lock on the room''s row must be taken
before, so that there is no deadlock.';

-- supabase/functions_sql/rooms/views/append_event.sql
create or replace function core.append_event(
    room_id uuid,     -- its row must be locked
    type text,
    payload jsonb,
    audience core.event_audience default 'everyone',
    player_id uuid default null   -- for an event whose audience is one player
) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    numbered core.rooms;
begin
    update core.rooms as r
    set seq = r.seq + 1
    where r.id = append_event.room_id
    returning r.* into numbered;

    insert into core.room_events (room_id, seq, type, audience, player_id, payload)
    values (
        numbered.id, numbered.seq, append_event.type, append_event.audience, append_event.player_id,
        append_event.payload
    );

    perform pg_notify('room_' || numbered.code, numbered.seq::text);
    return numbered.seq;
end;
$$;

comment on function core.append_event is
'Writes an event into the log of a room and notifies room_<code>. Returns its seq.';

-- supabase/functions_sql/attempts/marking/nearest_mark.sql
create or replace function core.nearest_mark(
    key jsonb,        -- as in core.questions.key
    fraction numeric, -- by core.mark
    nearness bigint   -- the rank of the response by its distance from the right value, from 1
) returns numeric
language sql immutable parallel safe
return case when nearness = 1 and fraction is not null and (key -> 'nearest')::boolean then 1 else fraction end;

comment on function core.nearest_mark is $$
The mark in a live game of a response to a question that the nearest answer wins: the nearest responses earn all of the
points, even if they are not exact. Marks of other questions stay as they are.
> select core.nearest_mark('{"nearest": true}', 0.2, 1), core.nearest_mark('{"nearest": true}', 0.2, 2),
>   core.nearest_mark('{}', 0.2, 1)
1 | 0.2 | 0.2
$$;

-- supabase/functions_sql/attempts/marking/mark_choices.sql
create or replace function core.mark_choices(
    weights jsonb,    -- {choice id: -1..1}
    response jsonb    -- [choice id, …]
) returns numeric
language sql immutable parallel safe
return (
    -- loops over the weights, not over the response, so that a repeated id counts once
    select coalesce(sum(listed.weight::numeric), 0)
    from jsonb_each_text(weights) as listed (id, weight)
    where jsonb_typeof(response) = 'array' and response ? listed.id
);

comment on function core.mark_choices is $$
The sum of the weights of the chosen choices.
> select core.mark_choices('{"a": 0.5, "b": 0.5, "c": -1}', '["a", "c", "a"]')
-0.5
$$;

-- supabase/functions_sql/attempts/marking/typed_text.sql
create or replace function core.typed_text(words text) returns text
language sql immutable parallel safe
return trim(regexp_replace(
    regexp_replace(
        translate(
            normalize(
                regexp_replace(
                    regexp_replace(
                        -- before NFKC, which would make 108 of 10⁸, 102 of 10₂ and 31/2 of 3½
                        regexp_replace(
                            translate(
                                words,
                                '‘’‚‛‹›ʼ′`´“”„‟«»″‐‑‒–—―−٫٬'
                                || '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯０１２３４５６７８９',
                                '''''''''''''''''''''"""""""-------.'''
                                || repeat('0123456789', 5)
                            ),
                            '([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)', '^\1', 'g'
                        ),
                        '(?<=[0-9])([₀-₉]+)', '_\1', 'g'
                    ),
                    '(?<=[0-9])([¼-¾⅐-⅞])', ' \1', 'g'
                ),
                nfkc
            ),
            '⁄−', '/-'
        ),
        '[\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g'
    ),
    '\s+', ' ', 'g'
));

comment on function core.typed_text is $$
A text with plain quotes, plain hyphens, ASCII digits, single spaces and no invisible characters, so that the same text
typed on different keyboards is equal. Case, accents and every difference of meaning stay: a raised digit is written
with ^, a lowered one after a digit with _.
> select core.typed_text('  “Ångström” –  ½ '), core.typed_text('10⁸ ３½ x₁ 10₂')
"Ångström" - 1/2 | 10^8 3 1/2 x1 10_2
$$;

-- supabase/functions_sql/attempts/marking/plain_number.sql
create or replace function core.plain_number(typed text) returns text
language sql immutable parallel safe
return (
    select case
        when one.number ~ '^[+-]?[1-9]\d{0,2},\d{3}$' then null   -- to some a thousand, to others one and a bit
        when one.number ~ ',.*[.,]|\..*,' then null
        else replace(one.number, ',', '.')
    end
    from (
        select regexp_replace(
            regexp_replace(core.typed_text(typed), '(?<=\d)[ ''](?=\d{3}(?!\d))', '', 'g'),
            '(?<=\d) ?[·×x*] ?10\^([+-]?\d{1,2})$', 'e\1'
        ) as number
    ) as one
);

comment on function core.plain_number is $$
A number as it was typed, with a point for the decimals, without spaces between thousands, and with e for powers of ten.
Null if its separators can be read in two ways. What is no number stays as it is.
> select core.plain_number('−1''234,5'), core.plain_number('1 234'), core.plain_number('2 × 10^5'),
>   core.plain_number('1,234')
-1234.5 | 1234 | 2e5 | null
$$;

-- supabase/functions_sql/attempts/marking/read_number.sql
create or replace function core.read_number(
    given jsonb   -- a number, or a text such as "3,14", "1 000 000", "−2", "6.02e23", "6.02·10²³", "1/2"
) returns numeric
language sql immutable parallel safe
return case
    when jsonb_typeof(given) = 'number' and length(given::text) <= 100 then given::numeric
    when jsonb_typeof(given) = 'string' and length(given #>> '{}') <= 100 then (
        select case
            when written.plain ~ '^[+-]?\d{1,18}/0*[1-9]\d{0,17}$'
                then split_part(written.plain, '/', 1)::numeric / split_part(written.plain, '/', 2)::numeric
            when written.plain ~ '^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$' then written.plain::numeric
        end
        from (select core.plain_number(given #>> '{}') as plain) as written
    )
end;

comment on function core.read_number is $$
The number in a response, or null if there is none or it can be read in two ways (core.number_fault says which). A comma
is a decimal point, unless it could stand between thousands; spaces and apostrophes between thousands are allowed. The
number is finite, never NaN.
> select core.read_number('"3,14"'), core.read_number('-2'), core.read_number('"1 000 000"'), core.read_number('"ten"')
3.14 | -2 | 1000000 | null
> select core.read_number('"1,234"'), core.read_number('"0,125"'), core.read_number('"½"'),
>   core.read_number('"6.02·10²³"')
null | 0.125 | 0.50000000000000000000 | 602000000000000000000000
$$;

-- supabase/functions_sql/attempts/marking/best_range.sql
create or replace function core.best_range(
    ranges jsonb,     -- [{"min", "max", "weight", "feedback"?}]
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select listed.range
    from jsonb_array_elements(ranges) with ordinality as listed (range, place)
    where core.read_number(response) between (listed.range ->> 'min')::numeric and (listed.range ->> 'max')::numeric
    order by (listed.range ->> 'weight')::numeric desc, listed.place
    limit 1
);

comment on function core.best_range is $$
The range that a number lies in; if it lies in several, the one that earns most. Both ends belong to a range. Null if it
lies in none.
> select core.best_range('[{"min": 3, "max": 4, "weight": 0.5}, {"min": 3.1, "max": 3.2, "weight": 1}]',
>   '"3,14"') ->> 'weight'
1
> select core.best_range('[{"min": 3, "max": 4, "weight": 1}]', '4.01')
null
$$;

-- supabase/functions_sql/attempts/marking/compared_unit.sql
create or replace function core.compared_unit(unit text) returns text
language sql immutable parallel safe
return replace(core.typed_text(unit), ' ', '');

comment on function core.compared_unit is $$
A unit in the form in which it is compared: without spaces. Case counts, because mW is not MW.
> select core.compared_unit(' m ²'), core.compared_unit('µm') = core.compared_unit('μm')
m^2 | t
$$;

-- supabase/functions_sql/attempts/marking/read_quantity.sql
create or replace function core.read_quantity(
    given jsonb,         -- a number, or a text such as "5 km", "1 000 m", "6.02e23/mol"
    out number numeric,  -- null: it does not begin with one
    out unit text        -- as core.compared_unit writes it; '' if there is none
)
language sql immutable parallel safe
return (
    select row(core.read_number(to_jsonb(trim(parts[1]))), core.compared_unit(parts[2]))
    from coalesce(
        regexp_match(
            left(core.typed_text(given #>> '{}'), 200),
            '^([+-]?[0-9.,](?:[0-9 .,'']|/(?=[0-9]))*(?:[eE][+-]?[0-9]+(?![0-9]))?'
            || '(?: ?[·×x*] ?10\^[+-]?[0-9]+)?)(.*)$'
        ),
        array['', given #>> '{}']
    ) as parts
);

comment on function core.read_quantity is $$
A number and the unit behind it. Numbers are read as core.read_number reads them.
> select * from core.read_quantity('"1 000,5 km"')
1000.5 | km
> select * from core.read_quantity('"1/2 m²"')
0.50000000000000000000 | m^2
> select * from core.read_quantity('5')
5 | 
$$;

-- supabase/functions_sql/attempts/marking/in_first_unit.sql
create or replace function core.in_first_unit(
    units jsonb,      -- [{"unit", "factor"?}]
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select to_jsonb(read.number * coalesce((
        select (listed.value ->> 'factor')::numeric
        from jsonb_array_elements(units) as listed (value)
        where core.compared_unit(listed.value ->> 'unit') = read.unit
    ), 1))
    from core.read_quantity(response) as read
);

comment on function core.in_first_unit is $$
The number in a response, in the first of the units. A number with a wrong unit, or with none, counts as one in it. Null
if there is none.
> select core.in_first_unit('[{"unit": "km", "factor": 1}, {"unit": "m", "factor": 0.5}]', '"4 m"')
2.0
$$;

-- supabase/functions_sql/attempts/marking/mark_quantity.sql
create or replace function core.mark_quantity(
    key jsonb,        -- {"ranges", "units": [{"unit", "factor"?}], "unit_required", "unit_share"}
    response jsonb
) returns numeric
language sql immutable parallel safe
return (
    select coalesce((
        core.best_range(key -> 'ranges', core.in_first_unit(key -> 'units', response)) ->> 'weight'
    )::numeric, 0) * case
        when read.unit = '' and not (key -> 'unit_required')::boolean then 1
        when exists (
            select from jsonb_array_elements(key -> 'units') as listed (value)
            where core.compared_unit(listed.value ->> 'unit') = read.unit and listed.value ? 'factor'
        ) then 1
        else 1 - (key ->> 'unit_share')::numeric
    end
    from core.read_quantity(response) as read
);

comment on function core.mark_quantity is $$
The mark of a number with its unit. A wrong unit, or a missing one that is required, costs the share of the unit; then
the number counts as one in the first unit.
> select core.mark_quantity('{"ranges": [{"min": 5, "max": 5, "weight": 1}], "units": [{"unit": "km", "factor": 1},
>   {"unit": "m", "factor": 0.001}], "unit_required": true, "unit_share": 0.25}', '"5 000 m"')
1
> select core.mark_quantity('{"ranges": [{"min": 5, "max": 5, "weight": 1}], "units": [{"unit": "km", "factor": 1},
>   {"unit": "m", "factor": 0.001}], "unit_required": true, "unit_share": 0.25}', '5')
0.75
$$;

-- supabase/functions_sql/attempts/marking/forgives.sql
create or replace function core.forgives(key jsonb   -- of a short_text question
) returns text[]
language sql immutable parallel safe
return case
    when key ? 'forgives' then array(select jsonb_array_elements_text(key -> 'forgives'))
    else '{accents}'
end;

comment on function core.forgives is $$
What the marking of texts forgives besides case: of accents, letters, punctuation. Accents, if the author says nothing.
> select core.forgives('{}'), core.forgives('{"forgives": []}')
{accents} | {}
$$;

-- supabase/functions_sql/attempts/marking/fold_case.sql
create or replace function core.fold_case(words text) returns text
language sql immutable parallel safe
return translate(
    lower(words collate "C"),
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς'
    || 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЄІЇЈЉЊЋЎЏҐӘӨҮҰҚҢҒҺ'
    || 'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ'
    || 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŊŒŠŽƏẞŁĐĦŦ',
    'αβγδεζηθικλμνξοπρστυφχψωσ'
    || 'абвгдежзийклмнопрстуфхцчшщъыьэюяёђєіїјљњћўџґәөүұқңғһ'
    || 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ'
    || 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþŋœšžəßłđħŧ'
);

comment on function core.fold_case is $$
Lower case for Latin, Greek, Cyrillic and Armenian, the same on every server. lower() changes only ASCII where the
database's locale is C, as in the embedded server.
> select core.fold_case('Straße, ΟΔΟΣ, УЛИЦА')
straße, οδοσ, улица
$$;

-- supabase/functions_sql/attempts/marking/compared_text.sql
create or replace function core.compared_text(
    words text,
    case_sensitive boolean default false,
    forgives text[] default '{accents}'   -- of accents, letters, punctuation
) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    compared text := normalize(core.typed_text(words), nfd);
begin
    if 'accents' = any(forgives) or 'letters' = any(forgives) then
        compared := regexp_replace(
            compared,
            -- combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic, but those of ñ, й, ў, ї make other letters
            '(?<![nN])\u0303|(?<![иИуУ])\u0306|(?<![іІ])\u0308'
            || '|[\u0300-\u0302\u0304\u0305\u0307\u0309-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652'
            || '\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]',
            '', 'g'
        );
        compared := replace(replace(replace(replace(replace(replace(
            translate(compared, 'ØøŁłĐđĦħŦŧı', 'OoLlDdHhTti'),
            'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'ß', 'ss'), 'ẞ', 'SS');
    end if;
    if 'letters' = any(forgives) then
        compared := regexp_replace(compared, '[\u0303\u0306\u0308]', '', 'g');
    end if;
    if not case_sensitive then
        compared := core.fold_case(compared);
    end if;
    if 'punctuation' = any(forgives) then
        -- not within a number: 3.5 stays another answer than 35
        compared := trim(regexp_replace(regexp_replace(
            compared, '(?<![0-9])[-.,;:!?''"()¡¿…·/、。，！？；：]|[-.,;:!?''"()¡¿…·/、。，！？；：](?![0-9])', ' ', 'g'
        ), '\s+', ' ', 'g'));
    end if;
    return compared;
end;
$$;

comment on function core.compared_text is $$
A text in the form in which it is compared with others. accents: é is e, and ß is ss, but ñ, й, ў and ї stay letters of
their own; letters: those too; punctuation: none, except within numbers. What core.typed_text unites is always equal.
> select core.compared_text('  São   PAULO '), core.compared_text('l’été') = core.compared_text('L''Ete')
sao paulo | t
> select core.compared_text('año') = 'ano', core.compared_text('año', forgives => '{letters}') = 'ano'
f | t
> select core.compared_text('Well, well! 3.5', forgives => '{punctuation}')
well well 3.5
> select core.compared_text('Café', true, '{}') = core.compared_text('Cafe', true, '{}')
f
$$;

-- supabase/functions_sql/attempts/marking/matches_text.sql
create or replace function core.matches_text(
    accepted jsonb,   -- {"text", "wildcards"?}; with wildcards, * stands for any characters, \* for an asterisk
    given text,
    key jsonb         -- {"case_sensitive"?, "forgives"?}, as core.compared_text takes them
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    any_characters constant text := E'\uE000';   -- of the private use area, which no keyboard has
    case_sensitive boolean := coalesce((key ->> 'case_sensitive')::boolean, false);
    forgives text[] := core.forgives(key);
    typed text := core.compared_text(given, case_sensitive, forgives);
    pattern text := accepted ->> 'text';
begin
    if not coalesce((accepted ->> 'wildcards')::boolean, false) then
        return typed = core.compared_text(pattern, case_sensitive, forgives);
    end if;
    pattern := replace(regexp_replace(pattern, '(?<!\\)\*', any_characters, 'g'), '\*', '*');
    pattern := core.compared_text(pattern, case_sensitive, forgives);
    pattern := regexp_replace(pattern, '([\\%_])', '\\\1', 'g');
    return typed like replace(pattern, any_characters, '%');
end;
$$;

comment on function core.matches_text is $$
Whether a text matches an accepted one. Without wildcards, an asterisk is an asterisk.
> select core.matches_text('{"text": "Marie * Curie", "wildcards": true}', 'marie skłodowska  curie', '{}')
t
> select core.matches_text('{"text": "3 * 4"}', '3 * 4', '{}'), core.matches_text('{"text": "3 * 4"}', '3 and 4', '{}')
t | f
> select core.matches_text('{"text": "100%"}', '1000', '{}'),
>   core.matches_text('{"text": "Po"}', 'po', '{"case_sensitive": true}')
f | f
$$;

-- supabase/functions_sql/attempts/marking/best_text.sql
create or replace function core.best_text(
    key jsonb,        -- {"answers": [{"text", "weight", "wildcards"?, "feedback"?}], "case_sensitive"?, "forgives"?}
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select listed.answer
    from jsonb_array_elements(key -> 'answers') with ordinality as listed (answer, place)
    where jsonb_typeof(response) = 'string'
        and core.matches_text(listed.answer, response #>> '{}', key)
    order by (listed.answer ->> 'weight')::numeric desc, listed.place
    limit 1
);

comment on function core.best_text is $$
The accepted answer that a text matches; if it matches several, the one that earns most. Null if it matches none.
> select core.best_text(
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "*", "wildcards": true, "weight": 0, "feedback": "No."}]}',
>   '"rome "') ->> 'text'
Rome
> select core.best_text(
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "*", "wildcards": true, "weight": 0, "feedback": "No."}]}',
>   '"Milan"') ->> 'feedback'
No.
$$;

-- supabase/functions_sql/attempts/marking/mark_slider.sql
create or replace function core.mark_slider(
    key jsonb,        -- {"value", "tolerance", "partial_within"?}
    response jsonb
) returns numeric
language sql immutable parallel safe
return (
    select case
        when far.distance <= far.tolerance then 1
        when far.distance < far.partial_within
            then 1 - (far.distance - far.tolerance) / (far.partial_within - far.tolerance)
        else 0
    end
    from (
        select
            abs(core.read_number(response) - (key ->> 'value')::numeric) as distance,
            (key ->> 'tolerance')::numeric as tolerance,
            (key ->> 'partial_within')::numeric as partial_within
    ) as far
);

comment on function core.mark_slider is $$
The mark of a value on a slider: 1 within the tolerance. With partial_within, it falls evenly from there to 0 at that
distance from the right value.
> select core.mark_slider('{"value": 50, "tolerance": 2, "partial_within": 12}', '52'),
>   round(core.mark_slider('{"value": 50, "tolerance": 2, "partial_within": 12}', '45'), 2),
>   core.mark_slider('{"value": 50, "tolerance": 2}', '45')
1 | 0.70 | 0
$$;

-- supabase/functions_sql/attempts/marking/mark_matching.sql
create or replace function core.mark_matching(
    matches jsonb,    -- {item id: choice id}
    response jsonb    -- the same, of some or all items
) returns numeric
language sql immutable parallel safe
return (
    select count(*) filter (
        where jsonb_typeof(response) = 'object' and response -> matched.item = matched.choice
    )::numeric / count(*)
    from jsonb_each(matches) as matched (item, choice)
);

comment on function core.mark_matching is $$
The mark of a matching: the part of the items that are matched rightly.
> select core.mark_matching('{"a": "c", "b": "a"}', '{"a": "c", "b": "b"}'),
>   core.mark_matching('{"a": "c", "b": "a"}', '["c", "a"]')
0.50000000000000000000 | 0.00000000000000000000
$$;

-- supabase/functions_sql/attempts/marking/gap_match.sql
create or replace function core.gap_match(
    gap jsonb,        -- {"kind", …}: the key of one gap
    response jsonb    -- a text, a number, or the id of a choice
) returns jsonb
language sql immutable parallel safe
return case gap ->> 'kind'
    when 'numeric' then core.best_range(gap -> 'ranges', response)
    when 'short_text' then core.best_text(gap, response)
    else jsonb_build_object(
        'weight', coalesce(gap -> 'weights' -> (response #>> '{}'), '0'),
        'feedback', gap -> 'feedback' -> (response #>> '{}')
    )
end;

comment on function core.gap_match is $$
What a response to a gap earns and is told: {"weight", "feedback"}. Null if it matches nothing.
> select core.gap_match('{"kind": "single_choice", "weights": {"a": 1, "b": 0}, "feedback": {"b": "No."}}', '"b"')
{"weight": 0, "feedback": "No."}
> select core.gap_match('{"kind": "numeric", "ranges": [{"min": 3, "max": 4, "weight": 0.5}]}', '"3,5"') -> 'weight'
0.5
$$;

-- supabase/functions_sql/attempts/marking/mark_cloze.sql
create or replace function core.mark_cloze(
    gaps jsonb,       -- {gap id: its key}
    response jsonb    -- {gap id: its response}
) returns numeric
language sql immutable parallel safe
return (
    select greatest(0, sum(
        (gap.key ->> 'weight')::numeric * case
            when jsonb_typeof(response) = 'object' and response ? gap.id
                then coalesce((core.gap_match(gap.key, response -> gap.id) ->> 'weight')::numeric, 0)
            else 0
        end
    ) / sum((gap.key ->> 'weight')::numeric))
    from jsonb_each(gaps) as gap (id, key)
);

comment on function core.mark_cloze is $$
The mark of a cloze: the mean of the marks of its gaps by their weights, at least 0.
> select round(core.mark_cloze('{"1": {"kind": "numeric", "weight": 2, "ranges": [{"min": 3, "max": 3, "weight": 1}]},
>   "2": {"kind": "short_text", "weight": 1, "answers": [{"text": "Rome", "weight": 1}]}}', '{"1": 3, "2": "Bonn"}'), 3)
0.667
$$;

-- supabase/functions_sql/attempts/marking/mark_order.sql
create or replace function core.mark_order(
    right_order jsonb,   -- [id, …]
    response jsonb       -- the same ids in the order of the response
) returns numeric
language sql immutable parallel safe
return (
    with placed as (
        select expected.place as expected, given.place as given
        from jsonb_array_elements_text(right_order) with ordinality as expected (id, place)
        left join lateral (
            select min(chosen.place) as place
            from jsonb_array_elements_text(
                case when jsonb_typeof(response) = 'array' then response else '[]' end
            ) with ordinality as chosen (id, place)
            where chosen.id = expected.id
        ) as given on true
    )

    select case
        when (select bool_or(placed.given is null) from placed) then 0
        else greatest(0, coalesce(avg(case when one.given < other.given then 1.0 else -1.0 end), 1))
    end
    from placed as one
    inner join placed as other on one.expected < other.expected
);

comment on function core.mark_order is $$
The mark of an order: the number of pairs in the right order minus the number in the wrong order, divided by the number
of all pairs (Kendall's tau), but at least 0. So a swap of two neighbours costs little, wherever they are. An incomplete
order earns nothing.
> select round(core.mark_order('["a", "b", "c", "d"]', '["a", "c", "b", "d"]'), 3)
0.667
> select core.mark_order('["a", "b", "c"]', '["c", "b", "a"]'), core.mark_order('["a", "b", "c"]', '["a", "b"]')
0 | 0
$$;

-- supabase/functions_sql/attempts/marking/mark.sql
create or replace function core.mark(
    kind core.question_kind,
    key jsonb,        -- as in core.questions.key
    response jsonb    -- in the form that core.check_response accepts
) returns numeric
language sql immutable parallel safe
return case
    when response is null or response = 'null' then null
    when kind in ('single_choice', 'true_false') then
        -- several choices earn nothing; otherwise their weights would add up
        case
            when jsonb_typeof(response) = 'array' and jsonb_array_length(response) = 1
                then greatest(-1, least(1, core.mark_choices(key -> 'weights', response)))
            else 0
        end
    when kind = 'multiple_choice' then greatest(0, least(1, core.mark_choices(key -> 'weights', response)))
    when kind = 'numeric' and key ? 'units' then core.mark_quantity(key, response)
    when kind = 'numeric' then coalesce((core.best_range(key -> 'ranges', response) ->> 'weight')::numeric, 0)
    when kind = 'short_text' then coalesce((core.best_text(key, response) ->> 'weight')::numeric, 0)
    when kind = 'slider' then core.mark_slider(key, response)
    when kind = 'matching' then core.mark_matching(key -> 'matches', response)
    when kind = 'cloze' then core.mark_cloze(key -> 'gaps', response)
    when kind = 'ordering' then core.mark_order(key -> 'order', response)
end;

comment on function core.mark is $$
The fraction of a question's points that a response earns, from -1 to 1: 1 is all of them, below 0 a wrong choice costs
points. Null if there is nothing to mark (a poll, no response). Never raises an error: a malformed response earns 0.
> select core.mark('multiple_choice', '{"weights": {"a": 0.5, "b": 0.5, "c": -1}}', '["a"]')
0.5
> select core.mark('numeric', '{"ranges": [{"min": 3.13, "max": 3.15, "weight": 1}]}', '"3,14"')
1
> select core.mark('short_text', '{"answers": [{"text": "São Paulo", "weight": 1}]}', '"sao paulo"')
1
> select core.mark('single_choice', '{"weights": {"a": 1, "b": -0.25}}', '["b"]'), core.mark('poll', '{}', '["a"]')
-0.25 | null
$$;

-- supabase/functions_sql/rooms/scoring/confident_points.sql
create or replace function core.confident_points(
    earned integer,        -- by the formula; 0 or less: the answer is wrong
    points integer,        -- of the question
    confidence core.confidence
) returns integer
language sql immutable parallel safe
return case
    when confidence is distinct from 'high' then earned
    when earned > 0 then round(earned * 1.5)
    else -points
end::integer;

comment on function core.confident_points is $$
Points adjusted to how sure the player was. 'low' or null changes nothing. With 'high', a right answer earns 50 %
more, and a wrong one costs the points of the question. At full points and a probability p of being right, 'high' earns
more on average if p is above 2/3: 1.5 p - (1 - p) > p.
> select core.confident_points(800, 1000, 'low'), core.confident_points(800, 1000, 'high')
800 | 1200
> select core.confident_points(0, 1000, 'high')
-1000
$$;

-- supabase/functions_sql/rooms/scoring/live_points.sql
create or replace function core.live_points(
    fraction numeric,      -- the part of the points that it earned; null or below 0 earns nothing
    elapsed_ms integer,    -- from opening to receipt, on the database's clock
    limit_ms integer,
    points integer,        -- of the question
    formula core.live_formula
) returns integer
language sql immutable parallel safe
return round(
    greatest(fraction, 0) * points * greatest(0, case formula
        when 'kahoot' then case when elapsed_ms < 500 then 1 else 1 - elapsed_ms / (2.0 * limit_ms) end
        when 'linear' then 1 - elapsed_ms / limit_ms::numeric
        when 'accuracy' then 1
    end)
)::integer;

comment on function core.live_points is $$
Points for one live answer. 'kahoot': half of them depend on speed, none are lost under 0.5 s (Kahoot's help page on
how points work). 'linear': all depend on speed. 'accuracy': none do.
> select core.live_points(1, 5000, 20000, 1000, 'kahoot'), core.live_points(1, 499, 20000, 1000, 'kahoot')
875 | 1000
> select core.live_points(0.5, 5000, 20000, 1000, 'linear'), core.live_points(1, 19999, 20000, 1000, 'accuracy')
375 | 1000
> select core.live_points(-0.5, 0, 20000, 1000, 'accuracy')
0
$$;

-- supabase/functions_sql/rooms/scoring/lost_points.sql
create or replace function core.lost_points(
    fraction numeric,      -- 0 or below
    points integer,        -- of the question
    negative numeric       -- the part of the points that a wrong answer costs; 0: wrong answers cost nothing
) returns integer
language sql immutable parallel safe
return case when negative > 0 then round(points * least(1, greatest(negative, -fraction))) else 0 end::integer;

comment on function core.lost_points is $$
The points that a wrong answer costs in a room with negative points: the part that the room sets, or the weight of the
answer if that costs more.
> select core.lost_points(0, 1000, 0.25), core.lost_points(-0.5, 1000, 0.25), core.lost_points(-1, 1000, 0)
250 | 500 | 0
$$;

-- supabase/functions_sql/rooms/scoring/answer_points.sql
create or replace function core.answer_points(
    fraction numeric,      -- the part of the points that it earned; null: nothing to mark
    elapsed_ms integer,
    limit_ms integer,
    points integer,        -- of the question
    formula core.live_formula,
    negative numeric,      -- the part of the points that a wrong answer costs
    confidence core.confidence   -- null: the room or the player does not use it
) returns integer
language sql immutable parallel safe
return core.confident_points(
    case
        when fraction > 0 then core.live_points(fraction, elapsed_ms, limit_ms, points, formula)
        when fraction <= 0 then -core.lost_points(fraction, points, negative)
    end, points, confidence
);

comment on function core.answer_points is $$
The points that a live answer earns or costs, without the streak bonus: by core.live_points if any of it is right,
otherwise by core.lost_points; then adjusted to how sure the player was (core.confident_points). null if there is
nothing to mark.
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0.25, null)
875
> select core.answer_points(0, 5000, 20000, 1000, 'kahoot', 0.25, null)
-250
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0, 'high')
1313
> select core.answer_points(0, 1, 20000, 1000, 'kahoot', 0, 'high')
-1000
$$;

-- supabase/functions_sql/rooms/scoring/streak_bonus.sql
create or replace function core.streak_bonus(
    streak integer,    -- right answers in a row, this one included
    step integer,      -- points for each right answer after the first
    most integer
) returns integer
language sql immutable parallel safe
return least(greatest(streak - 1, 0) * step, most);

comment on function core.streak_bonus is $$
The extra points of a right answer for the right answers before it.
> select core.streak_bonus(1, 100, 500), core.streak_bonus(3, 100, 500), core.streak_bonus(9, 100, 500)
0 | 200 | 500
$$;

-- supabase/functions_sql/quizzes/questions/is_scored.sql
create or replace function core.is_scored(kind core.question_kind) returns boolean
language sql immutable parallel safe
return kind not in ('poll', 'slide', 'word_cloud');

comment on function core.is_scored is $$
Whether answers to questions of this kind are marked. Answers to a poll or a word cloud are only counted,
and a slide has none.
> select core.is_scored('numeric'), core.is_scored('poll')
t | f
$$;

-- supabase/functions_sql/rooms/scoring/score_question.sql
create or replace function core.score_question(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
-- Statistics hardly cover a new room, and a nested loop would take time quadratic in its players.
set enable_nestloop = off
as $$
declare
    room_question core.room_questions;
    question core.question_versions;
    streak_step integer := core.setting('live.streak_bonus');
    streak_most integer := core.setting('live.max_streak_bonus');
begin
    select q.* into room_question
    from core.room_questions as q
    where q.room_id = room.id and q.number = room.question_number;
    select v.* into question
    from core.question_versions as v
    where v.question_id = room_question.question_id and v.version = room_question.version;

    with given as materialized (
        select a.player_id, a.response, a.elapsed_ms, a.confidence
        from core.live_answers as a
        where a.room_id = room.id and a.number = room.question_number
    ),

    -- many players gave the same response, so each is marked once
    marks as materialized (
        select g.response, core.nearest_mark(
            question.key,
            core.mark(question.kind, question.key, g.response),
            case when question.key ? 'nearest' then rank() over (
                order by abs(core.read_number(g.response) - (question.key ->> 'value')::numeric)
            ) end
        ) as fraction
        from given as g
        group by g.response
    ),

    marked as materialized (
        select
            p.id as player_id,
            marks.fraction,
            core.answer_points(
                marks.fraction, round(g.elapsed_ms / p.time_factor)::integer, room_question.limit_ms,
                room_question.points, room.formula, room.negative_points,
                case when room.confidence then g.confidence end
            ) as points,
            case when marks.fraction >= 1 then p.streak + 1 else 0 end as streak
        from core.players as p
        left join given as g on g.player_id = p.id
        left join marks on marks.response = g.response
        where p.room_id = room.id and p.kicked_at is null and p.joined_number <= room.question_number
    ),

    kept as (
        update core.live_answers as a
        set fraction = m.fraction, points = coalesce(m.points, 0) + case
            when room.streak_bonus then core.streak_bonus(m.streak, streak_step, streak_most)
            else 0
        end
        from marked as m
        where a.room_id = room.id and a.number = room.question_number and a.player_id = m.player_id
        returning a.player_id, a.points
    )

    update core.players as p
    set score = p.score + coalesce(kept.points, 0), streak = m.streak
    from marked as m
    left join kept on kept.player_id = m.player_id
    where p.room_id = room.id and p.id = m.player_id and core.is_scored(question.kind);
end;
$$;

comment on function core.score_question is
'Marks all answers to the current question of a locked room, once, and adds their points to scores and streaks. A
missing answer breaks a streak; polls and slides neither break nor lengthen it. Points for speed are computed with each
player''s own time.';

-- supabase/functions_sql/attempts/marking/right_choices.sql
create or replace function core.right_choices(
    ids jsonb,        -- of the choices, in their order
    weights jsonb,    -- {choice id: -1..1}
    several boolean   -- whether all that earn anything are right, or only those that earn most
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(choice.id order by choice.place), '[]')
    from jsonb_array_elements(ids) with ordinality as choice (id, place)
    where (weights ->> (choice.id #>> '{}'))::numeric >= case
        when several then 0.000001
        else (select max(listed.weight::numeric) from jsonb_each_text(weights) as listed (id, weight))
    end
);

comment on function core.right_choices is $$
The ids of the right choices.
> select core.right_choices('["a", "b", "c"]', '{"a": 0.5, "b": -1, "c": 0.5}', true)
["a", "c"]
$$;

-- supabase/functions_sql/attempts/marking/best_answers.sql
create or replace function core.best_answers(answers jsonb   -- [{"weight", …}]
) returns jsonb
language sql immutable parallel safe
return (
    select jsonb_agg(
        coalesce(listed.answer -> 'text', listed.answer - '{weight,feedback}'::text[]) order by listed.place
    )
    from jsonb_array_elements(answers) with ordinality as listed (answer, place)
    where (listed.answer ->> 'weight')::numeric = (
        select max((every.answer ->> 'weight')::numeric) from jsonb_array_elements(answers) as every (answer)
    )
);

comment on function core.best_answers is $$
The accepted texts or ranges that earn most.
> select core.best_answers('[{"min": 3, "max": 4, "weight": 1}, {"min": 0, "max": 9, "weight": 0.2}]')
[{"max": 4, "min": 3}]
> select core.best_answers('[{"text": "Rome", "weight": 1}, {"text": "Roma", "weight": 0.5}]')
["Rome"]
$$;

-- supabase/functions_sql/attempts/marking/slider_answer.sql
create or replace function core.slider_answer(key jsonb   -- of a slider
) returns jsonb
language sql immutable parallel safe
return jsonb_build_array(jsonb_build_object(
    'min', (key ->> 'value')::numeric - (key ->> 'tolerance')::numeric,
    'max', (key ->> 'value')::numeric + (key ->> 'tolerance')::numeric,
    'value', key -> 'value'
));

comment on function core.slider_answer is $$
The right answer of a slider, in the form of that of a numeric question.
> select core.slider_answer('{"value": 50, "tolerance": 2}')
[{"max": 52, "min": 48, "value": 50}]
$$;

-- supabase/functions_sql/attempts/marking/right_answer.sql
create or replace function core.right_answer(
    kind core.question_kind,
    choices jsonb,    -- [{"id", "text"}]
    key jsonb         -- as in core.questions.key
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('single_choice', 'true_false', 'multiple_choice') then core.right_choices(
        jsonb_path_query_array(choices, '$[*].id'), key -> 'weights', kind = 'multiple_choice'
    )
    when kind = 'numeric' and key ? 'units' then (
        select jsonb_agg(
            listed.range || jsonb_build_object('unit', key -> 'units' -> 0 -> 'unit') order by listed.place
        )
        from jsonb_array_elements(core.best_answers(key -> 'ranges')) with ordinality as listed (range, place)
    )
    when kind = 'numeric' then core.best_answers(key -> 'ranges')
    when kind = 'slider' then core.slider_answer(key)
    when kind = 'short_text' then core.best_answers(key -> 'answers')
    when kind = 'ordering' then key -> 'order'
    when kind = 'matching' then key -> 'matches'
    when kind = 'cloze' then (
        select jsonb_object_agg(gap.id, case gap.key ->> 'kind'
            when 'single_choice' then core.right_choices(gap.key -> 'order', gap.key -> 'weights', false)
            else core.best_answers(coalesce(gap.key -> 'ranges', gap.key -> 'answers'))
        end)
        from jsonb_each(key -> 'gaps') as gap (id, key)
    )
end;

comment on function core.right_answer is $$
The right answer as reviews show it: a list of choice ids, of ranges {"min", "max", "value"?}, of accepted texts, of
all choice ids in the right order, or an object of choice ids by item ids; of
a cloze, an object of such lists by gap ids. null for a poll.
> select core.right_answer('multiple_choice', '[{"id": "a"}, {"id": "b"}, {"id": "c"}]',
>   '{"weights": {"a": 0.5, "b": -1, "c": 0.5}}')
["a", "c"]
> select core.right_answer('numeric', '[]',
>   '{"ranges": [{"min": 3, "max": 4, "weight": 1}, {"min": 0, "max": 9, "weight": 0.2}]}')
[{"max": 4, "min": 3}]
> select core.right_answer('short_text', '[]',
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "Roma", "weight": 1}]}')
["Rome", "Roma"]
$$;

-- supabase/functions_sql/rooms/players/word_key.sql
create or replace function core.word_key(words text) returns text
language sql immutable parallel safe
return regexp_replace(
    trim(regexp_replace(
        translate(
            core.compared_text(words, forgives => '{letters}'),
            '013457$@!|' || 'авекмнорстухі' || 'αεικμνορτυ',
            'oleastsall' || 'abekmhopctyxl' || 'aelkmvoptu'
        ),
        '[^a-z]+', ' ', 'g'
    )), '(.)\1\1+', '\1', 'g'
);

comment on function core.word_key is $$
Words as the profanity filter compares them: letters a to z only, with digits and signs replaced by the letters that
they stand for, and three or more of the same letter by one.
> select core.word_key('D4mn!! F00l'), core.word_key('noooo-o')
damnll fool | no o
$$;

-- supabase/functions_sql/rooms/players/is_blocked.sql
create or replace function core.is_blocked(name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    words text := core.word_key(name);
    other_words text := translate(words, 'l', 'i');   -- a 1 may stand for both
    joined text := replace(words, ' ', '');           -- catches words with spaces between their letters
    other_joined text := replace(other_words, ' ', '');
begin
    return exists (
        select from core.blocked_words as b
        where b.word = any(string_to_array(words || ' ' || other_words, ' ') || joined || other_joined)
    ) or exists (
        select from core.blocked_words as b
        where b.anywhere and (position(b.word in joined) > 0 or position(b.word in other_joined) > 0)
    );
end;
$$;

comment on function core.is_blocked is
'Whether a name contains a word of core.blocked_words, in any spelling that core.word_key maps to it. Rooms with the
profanity filter refuse such names.';

-- supabase/functions_sql/rooms/scoring/shown_words.sql
create or replace function core.shown_words(
    words jsonb,           -- [{"response": word, "count"}]
    hidden text[],         -- as core.compared_text writes them
    filtered boolean       -- whether the profanity filter is on
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(listed.word order by listed.place), '[]')
    from jsonb_array_elements(words) with ordinality as listed (word, place)
    where core.compared_text(listed.word ->> 'response') <> all (hidden)
        and not (filtered and core.is_blocked(listed.word ->> 'response'));
$$;

comment on function core.shown_words is $$
The words of a word cloud that may be shown.
> select core.shown_words('[{"response": "Tea", "count": 2}, {"response": "Coffee", "count": 1}]', '{coffee}', false)
[{"count": 2, "response": "Tea"}]
$$;

-- supabase/functions_sql/results/is_counted_by_choice.sql
create or replace function core.is_counted_by_choice(kind core.question_kind) returns boolean
language sql immutable parallel safe
return kind in ('single_choice', 'multiple_choice', 'true_false', 'poll');

comment on function core.is_counted_by_choice is $$
Whether the responses to questions of this kind are counted for each choice; otherwise equal responses are counted.
> select core.is_counted_by_choice('poll'), core.is_counted_by_choice('ordering')
t | f
$$;

-- supabase/functions_sql/results/counted_response.sql
create or replace function core.counted_response(
    kind core.question_kind,
    response jsonb
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('short_text', 'word_cloud') then to_jsonb(core.compared_text(response #>> '{}'))
    when kind in ('numeric', 'slider') then coalesce(
        to_jsonb(trim_scale(core.read_number(response))),
        to_jsonb(core.compared_unit(response #>> '{}'))   -- a number with its unit
    )
    else response
end;

comment on function core.counted_response is $$
A response in the form in which equal ones are counted as one.
> select core.counted_response('short_text', '" Rome"'), core.counted_response('numeric', '"3,0"')
"rome" | 3
$$;

-- supabase/functions_sql/results/most_given.sql
create or replace function core.most_given(
    kind core.question_kind,
    responses jsonb[],
    times bigint[],        -- how often each of them was given; null: once
    size integer           -- how many at most
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(
        jsonb_build_object('response', top.response, 'count', top.times) order by top.times desc, top.response asc
    ), '[]')
    from (
        select
            (array_agg(spelt.response order by spelt.times desc, spelt.response asc))[1] as response,
            sum(spelt.times) as times
        from (
            select given.response, sum(coalesce(given.times, 1)) as times
            from unnest(responses, times) as given (response, times)
            where given.response is not null
            group by given.response
        ) as spelt
        group by core.counted_response(kind, spelt.response)
        order by times desc, response asc
        limit size
    ) as top
);

comment on function core.most_given is $$
The most frequent responses, each in its most frequent spelling.
> select core.most_given('short_text', array['"Rome"', '"rome "', '"Rome"', '"Oslo"']::jsonb[], null, 10)
[{"count": 3, "response": "Rome"}, {"count": 1, "response": "Oslo"}]
$$;

-- supabase/functions_sql/results/word_counts.sql
create or replace function core.word_counts(
    responses jsonb[],     -- a word or a list of words each
    times bigint[],        -- how often each of them was given; null: once
    size integer           -- how many words at most
) returns jsonb
language sql immutable parallel safe
return (
    select core.most_given(
        'word_cloud',
        array_agg(to_jsonb(listed.word) order by listed.place),
        array_agg(listed.times order by listed.place),
        size
    )
    from (
        -- who gives a word twice is one person
        select distinct on (given.place, core.compared_text(one.word))
            one.word, coalesce(given.times, 1) as times, given.place
        from unnest(responses, times) with ordinality as given (response, times, place)
        cross join lateral jsonb_array_elements_text(case
            when jsonb_typeof(given.response) = 'array' then given.response else jsonb_build_array(given.response)
        end) as one (word)
        where given.response is not null
        order by given.place, core.compared_text(one.word), one.word
    ) as listed
);

comment on function core.word_counts is $$
How many people gave each word, the most frequent words first. Words that differ in case or accents only are one.
> select core.word_counts(array['["Tea", "tea"]', '"TEA"', '["Coffee", "Tea"]']::jsonb[], null, 10)
[{"count": 3, "response": "Tea"}, {"count": 1, "response": "Coffee"}]
$$;

-- supabase/functions_sql/results/response_counts.sql
create or replace function core.response_counts(
    kind core.question_kind,
    choices jsonb,         -- [{"id", "text"}]
    responses jsonb[],
    size integer,          -- the longest list of texts, numbers or orders
    times bigint[] default null,  -- how often each of the responses was given; null: once
    display jsonb default '{}'    -- as in core.questions.display
) returns jsonb
language sql immutable parallel safe
return case
    when core.is_counted_by_choice(kind) then (
        select jsonb_object_agg(choice.value ->> 'id', (
            select coalesce(sum(coalesce(given.times, 1)), 0)
            from unnest(responses, times) as given (response, times)
            where given.response ? (choice.value ->> 'id')
        ))
        from jsonb_array_elements(choices) as choice (value)
    )
    when kind = 'word_cloud' then core.word_counts(responses, times, 10 * size)
    when display ?| '{items,gaps}' then (
        select jsonb_object_agg(part.value ->> 'id', core.most_given(
            (part.value ->> 'kind')::core.question_kind,
            array(select given.response -> (part.value ->> 'id') from unnest(responses) as given (response)),
            times,
            size
        ))
        from jsonb_array_elements(coalesce(display -> 'items', display -> 'gaps')) as part (value)
    )
    else core.most_given(kind, responses, times, size)
end;

comment on function core.response_counts is $$
How often each response was given: {choice id: times} for choices and polls; for texts, numbers and orders a list of the
most frequent, in their most frequent spelling; for what has parts, such a list for each part; for a
word cloud, a list of words, ten times as long.
> select core.response_counts('single_choice', '[{"id": "a"}, {"id": "b"}]', array['["a"]', '["a"]']::jsonb[], 10)
{"a": 2, "b": 0}
> select core.response_counts('short_text', '[]', array['"Rome"', '"rome "', '"Oslo"']::jsonb[], 10) -> 0
{"count": 2, "response": "Rome"}
> select core.response_counts('matching', '[]', array['{"a": "c", "b": "d"}', '{"a": "c"}']::jsonb[], 10,
>   display => '{"items": [{"id": "a"}, {"id": "b"}]}')
{"a": [{"count": 2, "response": "c"}], "b": [{"count": 1, "response": "d"}]}
$$;

-- supabase/functions_sql/rooms/scoring/distribution.sql
create or replace function core.distribution(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when v.kind = 'word_cloud' then core.shown_words(counted.counts, q.hidden_words, r.profanity_filter)
        else counted.counts
    end
    from core.room_questions as q
    inner join core.rooms as r on r.id = q.room_id
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    cross join lateral (
        select coalesce(array_agg(grouped.response), '{}') as responses, array_agg(grouped.times) as times
        from (
            select a.response, count(*) as times
            from core.live_answers as a
            where a.room_id = distribution.room_id and a.number = distribution.number
                and a.player_id not in (
                    select p.id from core.players as p
                    where p.room_id = distribution.room_id and p.kicked_at is not null
                )
            group by a.response
        ) as grouped
    ) as given
    cross join lateral core.response_counts(
        v.kind, v.choices, given.responses, core.setting('live.distribution_size')::integer, given.times, v.display
    ) as counted (counts)
    where q.room_id = distribution.room_id and q.number = distribution.number;
$$;

comment on function core.distribution is
'How many players gave each response, without kicked players, as core.response_counts counts them. A word
cloud is without the words that the hosts hide and, where the room filters nicknames, without what that filter blocks.';

-- supabase/functions_sql/rooms/scoring/leaderboard.sql
create or replace function core.leaderboard(
    room_id uuid,
    size bigint default core.setting('live.leaderboard_size')   -- null: everybody
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'player_id', best.id,
        'nickname', best.nickname,
        'avatar', best.avatar,
        'score', best.score,
        'rank', best.rank,
        'streak', best.streak
    ) || case when best.team is null then '{}' else jsonb_build_object('team', best.team) end
    order by best.rank, best.joined_at, best.id), '[]')
    from (
        select
            p.id, p.nickname, p.avatar, p.team, p.score, p.streak, p.joined_at,
            rank() over (order by p.score desc) as rank
        from core.players as p
        where p.room_id = leaderboard.room_id and p.kicked_at is null
        order by rank, p.joined_at, p.id
        limit leaderboard.size
    ) as best;
$$;

comment on function core.leaderboard is
'The best players of a room as a list. Equal scores share a rank, and the ranks after them are skipped. Kicked players
are left out.';

-- supabase/functions_sql/rooms/scoring/team_board.sql
create or replace function core.team_board(room_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'number', ranked.number,
        'name', ranked.name,
        'score', ranked.score,
        'players', ranked.players,
        'rank', ranked.rank
    ) order by ranked.rank, ranked.number), '[]')
    from (
        select scored.*, rank() over (order by scored.score desc) as rank
        from (
            select t.number, t.name, count(p.id) as players, coalesce(round(avg(p.score)), 0)::bigint as score
            from core.teams as t
            left join core.players as p on p.room_id = t.room_id and p.team = t.number and p.kicked_at is null
            where t.room_id = team_board.room_id
            group by t.number, t.name
        ) as scored
    ) as ranked;
$$;

comment on function core.team_board is
'The teams of a room by rank. A team''s score is the mean of its players'' scores, so a large team has no advantage.';

-- supabase/functions_sql/rooms/scoring/boards.sql
create or replace function core.boards(room_id uuid, shown boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'leaderboard', case when shown then core.leaderboard(room_id) else '[]' end,
        'teams', case when shown then core.team_board(room_id) else '[]' end
    );
$$;

comment on function core.boards is
'The leaderboards of a room''s players and of its teams: {"leaderboard", "teams"}. Both are empty if they are not
shown.';

-- supabase/functions_sql/rooms/views/closed_view.sql
create or replace function core.closed_view(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'number', q.number,
        'key', core.right_answer(v.kind, v.choices, v.key),
        'distribution', core.distribution(q.room_id, q.number),
        'explanation', v.explanation
    ) || core.boards(q.room_id, r.leaderboard_shown)
    from core.room_questions as q
    inner join core.rooms as r on r.id = q.room_id
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where q.room_id = closed_view.room_id and q.number = closed_view.number and q.closed_at is not null;
$$;

comment on function core.closed_view is
'What everybody receives when a question has closed: its key, the distribution of responses, the explanation, and the
leaderboards if they are shown. null while the question is open.';

-- supabase/functions_sql/rooms/lifecycle/close_open_question.sql
create or replace function core.close_open_question(room core.rooms, skipped boolean default false) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    closes_at timestamptz := clock_timestamp();
    advances jsonb := '{}';
begin
    if room.state not in ('open', 'paused') or room.mode = 'assigned' then
        return;
    end if;
    update core.room_questions as q
    set closed_at = closes_at,
        skipped = close_open_question.skipped,
        pauses = q.pauses * tstzmultirange(tstzrange(null, closes_at))
    where q.room_id = room.id and q.number = room.question_number;

    update core.rooms as r
    set state = 'closed',
        advance_at = closes_at + r.auto_advance_ms * interval '1 ms'
    where r.id = room.id;

    if room.auto_advance_ms is not null then
        advances := jsonb_build_object('next_in_ms', room.auto_advance_ms);
    end if;
    if skipped then
        perform core.append_event(
            room.id, 'question.skipped', jsonb_build_object('number', room.question_number) || advances
        );
        return;
    end if;
    perform core.score_question(room);
    perform core.append_event(
        room.id, 'question.closed', core.closed_view(room.id, room.question_number) || advances
    );
end;
$$;

comment on function core.close_open_question is
'Closes and scores the open question of a locked room whose intake is stopped (core.stop_intake). A skipped question is
not scored. Does nothing if no question is open, so a second call is harmless.';

-- supabase/functions_sql/rooms/lifecycle/finish_room.sql
create or replace function core.finish_room(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    boards jsonb;
begin
    perform core.close_open_question(room);
    boards := core.boards(room.id, true);

    update core.rooms as r
    set state = 'ended', ended_at = clock_timestamp(), advance_at = null
    where r.id = room.id;

    perform core.append_event(room.id, 'room.ended', jsonb_build_object(
        'podium', jsonb_path_query_array(boards, '$.leaderboard[*] ? (@.rank <= 3 && @.score > 0)')
    ) || boards);
end;
$$;

comment on function core.finish_room is
'Ends a locked room. An open question is closed and scored first, so no accepted answer is lost. The podium has the
players of ranks 1 to 3 who have points, including all who share a rank.';

-- supabase/functions_sql/rooms/lifecycle/end_rooms.sql
create or replace function core.end_rooms(host_id uuid) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    codes jsonb := '[]';
begin
    for room in
        select r.*
        from core.rooms as r
        where r.host_id = end_rooms.host_id and r.state <> 'ended'
        order by r.code   -- the order of core.call_many
        for update
    loop
        perform core.stop_intake(room);
        perform core.finish_room(room);
        codes := codes || to_jsonb(room.code);
    end loop;
    return codes;
end;
$$;

comment on function core.end_rooms is
'Ends all open games of a person, whose leaderboards and reports stay, and returns their codes.';

-- supabase/functions_sql/documents/jobs/lock_job.sql
create or replace function core.lock_job(job_id uuid) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    select * into job from core.jobs as j where j.id = job_id;
    -- every function that locks both locks the upload or quiz first, which avoids deadlocks
    perform from core.uploads as u where u.id = job.upload_id for no key update;
    perform from core.quizzes as q where q.id = job.quiz_id for no key update;
    select * into job from core.jobs as j where j.id = job_id for no key update;
    return job;
end;
$$;

comment on function core.lock_job is
'A job, locked together with its upload or quiz; all null if there is no such job.';

-- supabase/functions_sql/documents/jobs/end_job.sql
create or replace function core.end_job(
    job core.jobs,
    state core.job_state,         -- done or failed
    code text default null,
    reason text default null,
    result jsonb default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.jobs as j
    set state = end_job.state, code = left(end_job.code, 100), reason = left(end_job.reason, 1000),
        result = end_job.result, lease = null, deadline = null, finished_at = clock_timestamp()
    where j.id = job.id and j.state in ('waiting', 'accepted')
    returning * into strict job;
    return job;
end;
$$;

comment on function core.end_job is
'Marks a locked, unfinished job as done or failed, and returns it. Raises an error if it has ended already.';

-- supabase/functions_sql/credits/notify_user.sql
create or replace function core.notify_user(
    user_id uuid,
    type text,          -- such as credits.changed
    payload jsonb
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    event_id bigint;
begin
    insert into core.user_events (user_id, type, payload)
    values (notify_user.user_id, notify_user.type, coalesce(notify_user.payload, '{}'))
    returning id into event_id;
    if event_id % 100 = 0 then
        delete from core.user_events as e
        where e.id in (
            select o.id from core.user_events as o
            where o.created_at < now() - core.setting('events.kept_days') * interval '1 day'
            limit 1000
            for update skip locked
        );
    end if;
    -- A notification can have 8000 bytes at most, so it has only the id
    perform pg_notify(
        'user_' || replace(notify_user.user_id::text, '-', ''),
        jsonb_build_object('id', event_id, 'type', notify_user.type)::text
    );
    return event_id;
end;
$$;

comment on function core.notify_user is
'Sends an event to a person: appends it to core.user_events and, when the transaction commits, notifies channel user_<id
without hyphens> with {"id", "type"}. Returns the event''s id. Every hundredth event also deletes old ones.';

revoke execute on function core.notify_user from public;

-- supabase/functions_sql/documents/uploads/notify_upload_owner.sql
create or replace function core.notify_upload_owner(upload core.uploads) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.notify_user(upload.owner_id, 'upload.' || upload.state, jsonb_strip_nulls(jsonb_build_object(
        'upload_id', upload.id, 'name', upload.name, 'state', upload.state, 'progress', upload.progress,
        'message', upload.message, 'code', upload.code, 'reason', upload.reason, 'pages', upload.pages,
        'title', upload.title
    )));
end;
$$;

comment on function core.notify_upload_owner is
'Sends the owner of an upload the event upload.<state>, which says how far it is.';

-- supabase/functions_sql/documents/generation/notify_quiz_owner.sql
create or replace function core.notify_quiz_owner(
    quiz core.quizzes,
    type text,              -- quiz.generating, quiz.ready or quiz.failed
    details jsonb           -- further fields of the event; nulls are left out
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.notify_user(quiz.owner_id, type, jsonb_strip_nulls(
        jsonb_build_object('quiz_id', quiz.id, 'title', quiz.title, 'state', quiz.state) || details
    ));
end;
$$;

comment on function core.notify_quiz_owner is 'Sends the owner of a quiz an event about its generation.';

-- supabase/functions_sql/documents/generation/settle_quiz.sql
create or replace function core.settle_quiz(job core.jobs) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    if job.question_id is not null then
        perform core.notify_user(
            job.owner_id,
            case when job.state = 'done' then 'question.ready' else 'question.failed' end,
            jsonb_strip_nulls(jsonb_build_object(
                'quiz_id', job.quiz_id, 'question_id', job.question_id, 'code', job.code, 'reason', job.reason
            ))
        );
        return;
    end if;
    update core.quizzes as q
    set state = case
            when job.state = 'done' or exists (
                select from core.questions as existing where existing.quiz_id = q.id and existing.deleted_at is null
            ) then 'ready'
            else 'failed'
        end::core.quiz_state,
        state_code = job.code, state_reason = job.reason, progress = null, updated_at = now()
    where q.id = job.quiz_id
    returning * into quiz;
    perform core.notify_quiz_owner(
        quiz,
        case when job.state = 'done' then 'quiz.ready' else 'quiz.failed' end,
        jsonb_build_object('code', job.code, 'reason', job.reason) || coalesce(job.result, '{}')
    );
end;
$$;

comment on function core.settle_quiz is
'Sets the state of a quiz after a job has ended, and sends its owner the event quiz.ready or quiz.failed. A quiz that
has questions becomes ready even if the generation failed. If the job was to replace a single question, the state stays
as it is, and the event is question.ready or question.failed.';

-- supabase/functions_sql/credits/reservation_key.sql
create or replace function core.reservation_key(quiz_id uuid, request text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if quiz_id is null or coalesce(char_length(request), 0) not between 1 and 200 then
        perform core.fail(422, 'bad_reservation', 'A reservation needs a quiz and a request of 1 to 200 characters.');
    end if;
    return format('quiz:%s:%s:', quiz_id, request);
end;
$$;

comment on function core.reservation_key is $$
The beginning of the source keys of a generation; reserve, capture or release follows. PT422 bad_reservation.
> select core.reservation_key('00000000-0000-0000-0000-00000000000a', 'first')
quiz:00000000-0000-0000-0000-00000000000a:first:
$$;

-- supabase/functions_sql/credits/lock_credits.sql
create or replace function core.lock_credits(user_id uuid) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select pg_advisory_xact_lock(1668441460, hashtext(lock_credits.user_id::text));
$$;

comment on function core.lock_credits is
'Locks a person''s credits until the transaction ends, so that one transaction at a time moves them. To avoid deadlocks,
every transaction takes this lock first, then the person''s accounts, then the shared ones. Whatever moves the credits
of several people takes all of these locks first, in the order of their ids.';

revoke execute on function core.lock_credits from public;

-- supabase/functions_sql/credits/transfer.sql
create or replace function core.transfer(
    source_key text,                   -- the cause of the transfer, which applies once for each key
    kind core.transfer_kind,           -- determines both accounts: core.transfer_route
    user_id uuid,
    amount bigint,                     -- hundredths of a credit
    quiz_id uuid default null,
    payment_id uuid default null,
    questions integer default null
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    made bigint;
begin
    -- Before the insert, because a transaction that waits for another's key must hold no account that the other needs
    perform core.lock_credits(transfer.user_id);
    insert into core.credit_transfers (source_key, kind, user_id, amount, quiz_id, payment_id, questions)
    values (
        transfer.source_key, transfer.kind, transfer.user_id, transfer.amount,
        transfer.quiz_id, transfer.payment_id, transfer.questions
    )
    on conflict on constraint credit_transfers_source_key_key do nothing
    returning id into made;
    if made is null and not exists (
        select from core.credit_transfers as t
        where t.source_key = transfer.source_key
            and (t.kind, t.user_id, t.amount, t.quiz_id, t.payment_id, t.questions) is not distinct from (
                transfer.kind, transfer.user_id, transfer.amount,
                transfer.quiz_id, transfer.payment_id, transfer.questions
            )
    ) then
        perform core.fail(
            409, 'source_key_reused', format('%s was used before for another transfer.', transfer.source_key)
        );
    end if;
    return made is not null;
end;
$$;

comment on function core.transfer is
'Moves credits once for each source key, in the caller''s transaction. Returns true if this call moved them, false if an
earlier one had. PT402 not_enough_credits if a reservation would exceed the balance; PT409 source_key_reused if the key
belongs to another transfer.';

revoke execute on function core.transfer from public;

-- supabase/functions_sql/credits/credits.sql
create or replace function core.credits(hundredths bigint) returns numeric
language sql immutable parallel safe
return round(hundredths / 100.0, 2);

comment on function core.credits is $$
Hundredths of a credit, converted to credits.
> select core.credits(1040)
10.40
$$;

-- supabase/functions_sql/credits/settle_credits.sql
create or replace function core.settle_credits(
    quiz_id uuid,
    request text,          -- as for core.reserve_credits
    delivered integer      -- questions that were made; more than requested are free
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    key text := core.reservation_key(quiz_id, request);
    reservation core.credit_transfers;
    paid_for integer;
    captured bigint;
    settled jsonb;
begin
    if delivered is null or delivered < 0 then
        perform core.fail(422, 'bad_question_count', 'The number of delivered questions must be 0 or more.');
    end if;
    select * into reservation from core.credit_transfers as t where t.source_key = key || 'reserve';
    if not found then
        perform core.fail(404, 'reservation_not_found', 'No credits are reserved for this.');
    end if;
    perform core.lock_credits(reservation.user_id);

    if not exists (
        select from core.credit_transfers as t where t.source_key in (key || 'capture', key || 'release')
    ) then
        paid_for := least(delivered, reservation.questions);
        captured := reservation.amount / reservation.questions * paid_for;
        if paid_for > 0 then
            perform core.transfer(
                key || 'capture', 'capture', reservation.user_id, captured,
                quiz_id => settle_credits.quiz_id, questions => paid_for
            );
        end if;
        if paid_for < reservation.questions then
            perform core.transfer(
                key || 'release', 'release', reservation.user_id, reservation.amount - captured,
                quiz_id => settle_credits.quiz_id, questions => reservation.questions - paid_for
            );
        end if;
    end if;

    select jsonb_build_object(
        'captured', core.credits(coalesce(sum(t.amount) filter (where t.kind = 'capture'), 0)::bigint),
        'released', core.credits(coalesce(sum(t.amount) filter (where t.kind = 'release'), 0)::bigint)
    )
    into settled
    from core.credit_transfers as t
    where t.source_key in (key || 'capture', key || 'release');
    return settled;
end;
$$;

comment on function core.settle_credits is
'Ends a reservation, in the caller''s transaction: captures the price of the delivered questions and releases the rest,
with source keys quiz:<quiz_id>:<request>:capture and :release. Only the first settlement counts: a later one, even with
another number, changes nothing and returns the result of the first: {"captured", "released"} in credits. PT404
reservation_not_found, PT422 bad_question_count, bad_reservation. Locks the shared revenue account until the transaction
ends, so call it last.';

revoke execute on function core.settle_credits from public;

-- supabase/functions_sql/documents/jobs/fail_job.sql
create or replace function core.fail_job(
    job core.jobs,         -- locked with its upload or quiz, unfinished
    code text,
    reason text,
    result jsonb default null
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    job := core.end_job(job, 'failed', code, reason, result);
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'failed', code = job.code, reason = job.reason, message = null, updated_at = now()
        where u.id = job.upload_id
        returning * into upload;
        perform core.notify_upload_owner(upload);
        return;
    end if;
    perform core.settle_quiz(job);
    perform core.settle_credits(job.quiz_id, job.id::text, 0);
end;
$$;

comment on function core.fail_job is
'Ends a job as failed, and settles what depends on it: its upload fails too, or its quiz gets its state and the reserved
credits are given back.';

-- supabase/functions_sql/accounts/retire_account.sql
create or replace function core.retire_account() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    perform core.end_rooms(old.id);
    -- Lock all jobs before any credits: whatever settles a job locks it before the credits
    perform core.lock_job(j.id) from core.jobs as j where j.owner_id = old.id and j.state in ('waiting', 'accepted');
    for job in
        select j.* from core.jobs as j where j.owner_id = old.id and j.state in ('waiting', 'accepted')
    loop
        perform core.fail_job(job, 'cancelled', 'The account was deleted before this was finished.');
    end loop;
    update core.uploads as u set deleted_at = now() where u.owner_id = old.id and u.deleted_at is null;
    update core.profiles as p
    set display_name = 'Deleted account', updated_at = now(), deleted_at = now()
    where p.id = old.id and p.deleted_at is null;
    delete from core.allowances as a where a.user_id = old.id or a.email = lower(old.email);
    update core.owner_acts as o set email = null, details = '{}' where o.user_id = old.id or o.email = lower(old.email);
    delete from core.taker_details as d where d.user_id = old.id;
    delete from core.admins as a where a.person_id = old.id;
    delete from core.idempotency_keys as k where k.person_id = old.id;
    delete from auth.sessions as s where s.user_id = old.id;
    return null;
end;
$$;

comment on function core.retire_account is
'Follows the deletion of an account through REST, Supabase Auth''s admin API or SQL: ends its games, cancels its jobs,
deletes its uploads, ends its sessions, and removes its name and what it may do as an admin. Its quizzes and results
stay.';

create or replace trigger retire_account after update of deleted_at on auth.users
for each row when (old.deleted_at is null and new.deleted_at is not null) execute function core.retire_account();

create or replace trigger retire_deleted_account after delete on auth.users
for each row execute function core.retire_account();

-- supabase/functions_sql/accounts/rotate_refresh_token.sql
create or replace function core.rotate_refresh_token(
    presented_hash text,
    next_hash text,         -- of the token that follows it; always the same for the same token
    lifetime_s integer      -- until the session ends unless it is refreshed again
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    presented auth.refresh_tokens;
    account auth.users;
    used_again boolean;
begin
    -- One refresh of a session at a time: concurrent calls wait here, and then see the changes
    perform from auth.sessions as s
    where s.id = (select t.session_id from auth.refresh_tokens as t where t.token = presented_hash)
        and (s.not_after is null or s.not_after > now())
    for update;
    if not found then
        return '{"outcome": "unknown"}';
    end if;
    select * into presented from auth.refresh_tokens as t where t.token = presented_hash;
    select * into account from auth.users as u where u.id = presented.user_id;
    if account.banned_until > now() then
        perform core.fail(403, 'account_banned', 'This account is blocked. Ask whoever runs this server.');
    end if;

    used_again := presented.revoked;
    if used_again and not (
        presented.updated_at > clock_timestamp() - core.setting('account.refresh_grace_s') * interval '1 second'
        and exists (select from auth.refresh_tokens as t where t.token = next_hash and not t.revoked)
    ) then
        delete from auth.sessions as s where s.id = presented.session_id;
        return '{"outcome": "reused"}';
    end if;
    if not used_again then
        update auth.refresh_tokens as t
        set revoked = true, updated_at = clock_timestamp()
        where t.id = presented.id;
        insert into auth.refresh_tokens (token, user_id, session_id, parent)
        values (next_hash, presented.user_id, presented.session_id, presented_hash);
        update auth.sessions as s
        set updated_at = now(), not_after = now() + lifetime_s * interval '1 second'
        where s.id = presented.session_id;
        delete from auth.refresh_tokens as t
        where t.session_id = presented.session_id and t.revoked
            and t.updated_at < now() - lifetime_s * interval '1 second';
    end if;
    return jsonb_build_object(
        'outcome', 'rotated', 'session_id', presented.session_id, 'user', core.person(presented.user_id)
    );
end;
$$;

comment on function core.rotate_refresh_token is
'Replaces a refresh token by the next one and extends its session: {"outcome": "rotated", "session_id", "user"}. The
outcome is "reused" if the token was replaced before: it may be stolen, so its session ends. Within
account.refresh_grace_s, and while its successor is unused, such a token is exchanged for the same successor again,
because two tabs may refresh at once or a response may be lost. The outcome is "unknown" for any other text and for a
token of a session that has ended. These two are not errors, because an error would roll back the changes. PT403
account_banned.';

revoke execute on function core.rotate_refresh_token from public;
grant execute on function core.rotate_refresh_token to authenticator;

-- supabase/functions_sql/accounts/sign_up.sql
create or replace function core.sign_up(
    email text,
    password_hash text,
    display_name text,         -- null: a neutral one
    refresh_token_hash text,
    lifetime_s integer,        -- of the session, as for core.open_session
    user_agent text,
    client inet
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    shown_name text := core.display_name(display_name);
    network inet := core.client_network(client);
    sign_up_window interval := core.setting('account.sign_up_window_s') * interval '1 second';
    free_at timestamptz;
    user_id uuid;
begin
    -- Concurrent sign-ups wait for each other here. Otherwise all of them could be below the limit
    perform pg_advisory_xact_lock(2, hashtext(network::text));
    select a.attempted_at + sign_up_window into free_at
    from core.account_attempts as a
    where a.kind = 'sign_up' and a.client = network and a.attempted_at > clock_timestamp() - sign_up_window
    order by a.attempted_at desc offset core.setting('account.max_sign_ups_per_client') - 1 limit 1;
    if free_at is not null then
        return jsonb_build_object('retry_after_s', ceil(extract(epoch from free_at - clock_timestamp())));
    end if;

    insert into auth.users (email, encrypted_password, raw_app_meta_data, raw_user_meta_data)
    values (
        lower(sign_up.email),
        password_hash,
        '{"provider": "email", "providers": ["email"]}',
        jsonb_strip_nulls(jsonb_build_object('display_name', shown_name))
    )
    on conflict do nothing
    returning id into user_id;
    if user_id is null then
        return null;
    end if;

    insert into core.account_attempts (kind, address_hash, client)
    values ('sign_up', core.address_hash(sign_up.email), network);
    return core.open_session(user_id, password_hash, null, refresh_token_hash, lifetime_s, user_agent, client);
end;
$$;

comment on function core.sign_up is
'Makes an account and signs it in: {"session_id", "user"}, or {"retry_after_s"} if this client made too many. Null if
the address has an account already; of concurrent sign-ups with one address, all but one get null. PT422
invalid_display_name.';

revoke execute on function core.sign_up from public;
grant execute on function core.sign_up to authenticator;

-- supabase/functions_sql/database/require_version.sql
create or replace function core.require_version(
    current integer,     -- of a row that is locked
    if_version integer   -- the one that the client read; null: any
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if if_version <> current then
        perform core.fail(412, 'changed_since', format(
            'This was changed meanwhile, perhaps in another window. Its version is %s now: read that one first.',
            current
        ));
    end if;
end;
$$;

comment on function core.require_version is
'Refuses a change by a client that has not read the current version, so that it can''t undo what others did meanwhile.
PT412 changed_since.';

-- supabase/functions_sql/accounts/update_account.sql
create or replace function public.update_account(
    display_name text,
    if_version integer default null    -- refuse the change unless this is the account's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    profile core.profiles;
begin
    select * into profile from core.profiles as p where p.id = core.person_id() for no key update;
    perform core.require_version(profile.version, if_version);
    update core.profiles as p
    set display_name = coalesce(core.display_name(update_account.display_name), p.display_name), updated_at = now()
    where p.id = profile.id and p.deleted_at is null;
    return public.my_account();
end;
$$;

comment on function public.update_account is
'Changes the caller''s display name and returns the account. PT401 not_signed_in; PT412 changed_since; PT422
invalid_display_name.';

revoke execute on function public.update_account from public, anon;
grant execute on function public.update_account to authenticated;

-- supabase/functions_sql/attempts/overdue_before.sql
create or replace function core.overdue_before() returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select now() - make_interval(secs => core.setting('quiz.submit_grace_s'));
$$;

comment on function core.overdue_before is
'An attempt in progress whose deadline is before this is over: the deadline and the grace after it, which allows for
delays of the network, have passed. now() is the start of the transaction, so time spent waiting for a lock does not
count.';

-- core.standings, which they read, names it
revoke execute on function core.overdue_before from public;
grant execute on function core.overdue_before to authenticated, service_role, dashboard_reader;

-- supabase/functions_sql/attempts/is_over.sql
create or replace function core.is_over(deadline timestamptz) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(deadline < core.overdue_before(), false);
$$;

comment on function core.is_over is
'Whether a deadline and the grace after it have passed (core.overdue_before). Not for null: there is no deadline.';

-- supabase/functions_sql/attempts/settled_state.sql
create or replace function core.settled_state(answered bigint) returns core.attempt_state
language sql immutable parallel safe
return case when answered = 0 then 'abandoned' else 'finished' end::core.attempt_state;

comment on function core.settled_state is $$
What becomes of an attempt whose time is up, by the number of its saved answers.
> select core.settled_state(0), core.settled_state(1)
abandoned | finished
$$;

-- core.standings, which they read, names it
grant execute on function core.settled_state to authenticated, service_role, dashboard_reader;

-- supabase/functions_sql/attempts/finish_attempts.sql
create or replace function core.finish_attempts(
    attempt_ids uuid[],   -- in progress, and locked by the caller
    overdue boolean       -- ended by their deadlines: they finish then, or are abandoned if nothing was saved
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    update core.attempts as t
    set
        state = ended.state,
        finished_at = case when finish_attempts.overdue then greatest(t.started_at, t.deadline) else now() end,
        overdue = finish_attempts.overdue,
        score = case when ended.state = 'finished' then ended.score end,
        passed = case when ended.state = 'finished' then ended.passed end
    from (
        select
            total.*,
            case when finish_attempts.overdue then core.settled_state(total.answered) else 'finished' end as state
        from unnest(attempt_ids) as listed (id)
        cross join lateral (select x.* from core.attempt_totals as x where x.id = listed.id) as total
    ) as ended
    where t.id = ended.id;
$$;

comment on function core.finish_attempts is
'Ends several attempts with the points of their saved answers. Only this function writes scores; core.settled_attempts
says what it would write.';

-- supabase/functions_sql/attempts/locked_attempt.sql
create or replace function core.locked_attempt(attempt_id uuid) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    attempt core.attempts;
begin
    select * into attempt
    from core.attempts as t
    where t.id = locked_attempt.attempt_id and t.user_id = person and t.deleted_at is null
    for update;

    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', 'You have no such attempt.');
    end if;
    if attempt.state = 'in_progress' and core.is_over(attempt.deadline) then
        perform core.finish_attempts(array[attempt.id], overdue => true);
        select * into attempt from core.attempts as t where t.id = attempt.id;
    end if;
    return attempt;
end;
$$;

comment on function core.locked_attempt is
'An attempt of the caller''s, locked until the transaction ends, so that its changes are made one after the other. If
its time is up, it is finished first. PT401 not_signed_in; PT404 attempt_not_found.';

-- supabase/functions_sql/attempts/timing/time_left_ms.sql
create or replace function core.time_left_ms(deadline timestamptz) returns bigint
language sql stable
return case when deadline is not null then greatest(0, floor(extract(epoch from deadline - now()) * 1000))::bigint end;

comment on function core.time_left_ms is
'The milliseconds until a deadline, by the database''s clock. Null: there is none.';

-- supabase/functions_sql/results/percent.sql
create or replace function core.percent(score numeric, max_score numeric) returns numeric
language sql immutable parallel safe
return trim_scale(round(100 * score / nullif(max_score, 0), 2));

comment on function core.percent is $$
A score in percent of the maximum, to two decimals. Null without a score or if the maximum is 0.
> select core.percent(2, 3), core.percent(4, 4), core.percent(0, 0)
66.67 | 100 | null
$$;

-- supabase/functions_sql/attempts/is_being_played.sql
create or replace function core.is_being_played(quiz core.quizzes) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from core.rooms as r
        where r.quiz_id = quiz.id and r.host_id = quiz.owner_id and r.mode = 'live'
            and r.state <> 'ended' and r.expires_at > now()
    );
$$;

comment on function core.is_being_played is
'Whether the owner of a quiz has an open live game of it. Whoever takes the quiz alone meanwhile must not learn its
key. Games of others don''t count: only those host it who may know the key already.';

-- supabase/functions_sql/attempts/timing/last_closing.sql
create or replace function core.last_closing(quiz core.quizzes) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(quiz.closes_at, max(a.closes_at))
    from core.allowances as a
    where a.quiz_id = quiz.id and quiz.closes_at is not null;
$$;

comment on function core.last_closing is
'When a quiz has closed for everybody, those included whose allowance has a later date. Null: it never closes.';

-- supabase/functions_sql/attempts/allowances/allowance_of.sql
create or replace function core.allowance_of(quiz_id uuid, person uuid) returns core.allowances
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.*
    from core.allowances as a
    where a.quiz_id = allowance_of.quiz_id and (a.user_id = person or a.email = core.email_of(person))
    order by a.user_id is null
    limit 1;
$$;

comment on function core.allowance_of is
'The allowance of a person in a quiz: that of their account, else that of their address. Null: there is none.';

-- supabase/functions_sql/attempts/has_used_attempts.sql
create or replace function core.has_used_attempts(
    quiz core.quizzes,
    person uuid          -- null: everybody who has taken the quiz
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(case
        when person is null then quiz.attempts_allowed = 1 and not exists (
            select from core.allowances as a where a.quiz_id = quiz.id and a.extra_attempts > 0
        )
        else (
            select count(*) >= quiz.attempts_allowed
                + coalesce((core.allowance_of(quiz.id, person)).extra_attempts, 0)
                and count(*) filter (where t.state = 'in_progress') = 0
            from core.settled_attempts as t
            where t.quiz_id = quiz.id and t.user_id = person and not t.preview
        )
    end, false);
$$;

comment on function core.has_used_attempts is
'Whether a person has ended the last attempt that the quiz and their allowance give them. Never where the number of
attempts is not limited. Of everybody it is known only where each has one attempt.';

-- supabase/functions_sql/attempts/shown_now.sql
create or replace function core.shown_now(
    shown core.shown,
    quiz core.quizzes,
    person uuid          -- null: to everybody who has taken the quiz
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case shown
        when 'after_submit' then true
        -- nothing that would help is shown while somebody's submission can still arrive
        when 'after_close' then core.is_over(core.last_closing(quiz))
        when 'after_last_attempt' then
            core.is_over(core.last_closing(quiz)) or core.has_used_attempts(quiz, person)
        else false
    end;
$$;

comment on function core.shown_now is
'Whether marks, keys or scores with this setting are shown now to somebody whose attempt has ended.';

-- supabase/functions_sql/attempts/marks_told.sql
create or replace function core.marks_told(
    quiz core.quizzes,
    person uuid          -- null: everybody, as on a board
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select not core.is_being_played(quiz) and case
        when quiz.score_shown is not null then core.shown_now(quiz.score_shown, quiz, person)
        else core.shown_now(quiz.review_shown, quiz, person) or core.shown_now(quiz.key_shown, quiz, person)
    end;
$$;

comment on function core.marks_told is
'Whether scores of a quiz are told to somebody who has taken it: as score_shown says, else where its review or its key
is shown now; never while its owner has an open live game of it. A score without either would tell the key to whoever
has several attempts, one answer at a time; so a board, which anybody can read, waits until all may know their scores.';

-- supabase/functions_sql/attempts/knows_score.sql
create or replace function core.knows_score(quiz_id uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.jwt() ->> 'role' = 'service_role' or exists (
        select from core.quizzes as q
        where q.id = knows_score.quiz_id
            and (q.owner_id = core.caller_id() or core.marks_told(q, core.caller_id()))
    );
$$;

comment on function core.knows_score is
'Whether the caller may know scores in a quiz: its owner always, others where core.marks_told.';

grant execute on function core.knows_score to authenticated, service_role;

-- supabase/functions_sql/attempts/attempt_summary.sql
create or replace function core.attempt_summary(attempt core.attempts) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', attempt.id,
        'quiz_id', attempt.quiz_id,
        'title', q.title,
        'number', attempt.number,
        'preview', attempt.preview,
        'state', case
            when attempt.state = 'in_progress' and attempt.deadline < now() then 'overdue' else attempt.state::text
        end,
        'started_at', attempt.started_at,
        'deadline', attempt.deadline,
        'now', now(),
        'remaining_ms', case when attempt.state = 'in_progress' then core.time_left_ms(attempt.deadline) end,
        'finished_at', attempt.finished_at,
        'overdue', attempt.overdue,
        'answered', (
            select count(*) from core.answers as a where a.attempt_id = attempt.id and a.deleted_at is null
        ),
        'question_count', (select count(*) from core.attempt_questions as aq where aq.attempt_id = attempt.id),
        'score', case when told.scores then trim_scale(attempt.score) end,
        'max_score', trim_scale(attempt.max_score),
        'percent', case when told.scores then core.percent(attempt.score, attempt.max_score) end,
        'passed', case when told.scores then attempt.passed end
    )
    from core.quizzes as q
    cross join lateral (select core.knows_score(q.id) as scores offset 0) as told   -- asked once
    where q.id = attempt.quiz_id;
$$;

comment on function core.attempt_summary is
'The state of an attempt, without its questions. now and remaining_ms (milliseconds) go by the database''s clock. If
overdue is true, the deadline ended the attempt, and only answers that were saved in time count. Scores
are null where the caller may not know them (core.knows_score).';

-- supabase/functions_sql/attempts/require_in_progress.sql
create or replace function core.require_in_progress(attempt core.attempts) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if attempt.overdue then
        perform core.fail(
            409, 'attempt_overdue', 'The time for this attempt is up. Answers that were saved in time count.'
        );
    end if;
    if attempt.state = 'finished' then
        perform core.fail(409, 'attempt_finished', 'This attempt is finished, so its answers can''t be changed.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned. Start a new one.');
    end if;
end;
$$;

comment on function core.require_in_progress is
'Refuses an attempt that has ended: PT409 attempt_overdue, attempt_finished, attempt_abandoned.';

-- supabase/functions_sql/attempts/abandon_attempt.sql
create or replace function public.abandon_attempt(attempt_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.locked_attempt(attempt_id);
begin
    if attempt.state = 'abandoned' then
        return core.attempt_summary(attempt);
    end if;
    perform core.require_in_progress(attempt);
    update core.attempts as t
    set state = 'abandoned', finished_at = now()
    where t.id = attempt.id
    returning * into attempt;
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.abandon_attempt is
'Abandons an attempt of the caller''s: it gets no score, but counts as one of the attempts allowed. Returns its summary
(core.attempt_summary). Abandoning it again changes nothing. PT401 not_signed_in; PT404 attempt_not_found; PT409
attempt_overdue, attempt_finished.';
revoke execute on function public.abandon_attempt from public, anon;
grant execute on function public.abandon_attempt to authenticated;

-- supabase/functions_sql/attempts/allowances/allowance_details.sql
create or replace function core.allowance_details(allowance core.allowances) returns jsonb
language sql stable
return jsonb_strip_nulls(jsonb_build_object(
    'time_factor', trim_scale(allowance.time_factor),
    'extra_time_s', allowance.extra_time_s,
    'opens_at', allowance.opens_at,
    'closes_at', allowance.closes_at,
    'extra_attempts', allowance.extra_attempts
));

comment on function core.allowance_details is 'What core.owner_acts keeps of an allowance.';

-- supabase/functions_sql/quizzes/questions/refuse_unknown_fields.sql
create or replace function core.refuse_unknown_fields(
    draft jsonb,
    known text[],
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    unknown text := min(field) from jsonb_object_keys(draft) as given (field) where field <> all (known);
begin
    if unknown is not null then
        perform core.fail(422, 'unknown_field', format(
            '%s%s is not a field here. The fields are: %s.', place, left(unknown, 50), array_to_string(known, ', ')
        ));
    end if;
end;
$$;

comment on function core.refuse_unknown_fields is
'Refuses unknown fields: PT422 unknown_field, naming the first one. place: where the object is, such as
''choices[2].''.';

-- supabase/functions_sql/quizzes/questions/draft_number.sql
create or replace function core.draft_number(
    draft jsonb,
    field text,
    place text default '',
    lowest numeric default null,
    highest numeric default null,
    decimals integer default null   -- at most; 0: whole numbers only
) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    number numeric;
    wanted text := format(
        '%s%s must be a %s%s%s.', place, field, case when decimals = 0 then 'whole number' else 'number' end,
        case when lowest is not null then format(' from %s to %s', lowest, highest) end,
        case when decimals > 0 then format(' with at most %s decimals', decimals) end
    );
begin
    if jsonb_typeof(draft -> field) <> 'number' then
        perform core.fail(422, 'wrong_type', wanted);
    end if;
    if length(draft ->> field) > 100 then
        perform core.fail(422, 'out_of_range', format('%s%s has more than 100 digits.', place, field));
    end if;
    number := trim_scale((draft ->> field)::numeric);
    if number < lowest or number > highest or scale(number) > decimals then
        perform core.fail(422, 'out_of_range', wanted);
    end if;
    return number;
end;
$$;

comment on function core.draft_number is
'A number field of a draft; null if it is absent. PT422 wrong_type, out_of_range.';

-- supabase/functions_sql/quizzes/draft_instant.sql
create or replace function core.draft_instant(
    draft jsonb,
    field text,
    place text default ''
) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not draft ? field then
        return null;
    end if;
    if draft ->> field ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$' then
        return (draft ->> field)::timestamptz;
    end if;
    raise datetime_field_overflow;
exception
    when datetime_field_overflow or invalid_datetime_format or invalid_parameter_value
        or invalid_time_zone_displacement_value then
    perform core.fail(422, 'bad_time', format(
        '%s%s must be a date and time with its zone, such as 2026-09-01T08:00:00Z.', place, field
    ));
end;
$$;

comment on function core.draft_instant is
'A time field of a draft, whose text must name its zone; null if it is absent. PT422 bad_time.';

-- supabase/functions_sql/attempts/allowances/allowance_draft.sql
create or replace function core.allowance_draft(quiz core.quizzes, draft jsonb) returns core.allowances
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given jsonb := jsonb_strip_nulls(draft);
    known constant text[] := '{time_factor,extra_time_s,opens_at,closes_at,extra_attempts}';
    checked core.allowances;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'An allowance must be an object.');
    end if;
    perform core.refuse_unknown_fields(draft, known);
    checked.time_factor := coalesce(core.draft_number(given, 'time_factor', '', 1, 10, 2), 1);
    checked.extra_time_s := coalesce(core.draft_number(given, 'extra_time_s', '', 0, 604800, 0), 0);
    checked.opens_at := core.draft_instant(given, 'opens_at');
    checked.closes_at := core.draft_instant(given, 'closes_at');
    checked.extra_attempts := coalesce(core.draft_number(given, 'extra_attempts', '', 0, 1000, 0), 0);
    if coalesce(checked.closes_at, quiz.closes_at) <= coalesce(checked.opens_at, quiz.opens_at) then
        perform core.fail(422, 'closes_before_it_opens', 'closes_at must be after opens_at.');
    end if;
    return checked;
end;
$$;

comment on function core.allowance_draft is
'The fields of an allowance as its owner writes them, checked; absent ones allow nothing. PT422 wrong_type,
unknown_field, out_of_range, bad_time, closes_before_it_opens.';

-- supabase/functions_sql/results/person_name.sql
create or replace function core.person_name(person_id uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        (select p.display_name from core.profiles as p where p.id = person_id and p.deleted_at is null),
        'Deleted account'
    );
$$;

comment on function core.person_name is
'The name of a person, as others see it. Results of a deleted account stay, without its name.';

-- supabase/functions_sql/attempts/allowances/allowance_json.sql
create or replace function core.allowance_json(allowance core.allowances) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(allowance) || jsonb_build_object(
        'time_factor', trim_scale(allowance.time_factor),
        'display_name', case when allowance.user_id is not null then core.person_name(allowance.user_id) end
    );
$$;

comment on function core.allowance_json is
'An allowance as JSON for the owner of the quiz. One for an address has no name: it would tell that an account has the
address.';

-- supabase/functions_sql/quizzes/require_quiz_owner.sql
create or replace function core.require_quiz_owner(
    quiz core.quizzes,           -- null: there is none
    deleted boolean default false
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if quiz.owner_id = core.person_id() and (quiz.deleted_at is not null) = deleted then
        return;
    end if;
    if quiz.owner_id <> core.caller_id() and quiz.deleted_at is null and quiz.visibility <> 'private' then
        perform core.fail(403, 'not_the_owner', 'Only the owner of a quiz may do that.');
    end if;
    perform core.fail(404, 'quiz_not_found', format('There is no such %squiz.', case when deleted then 'deleted ' end));
end;
$$;

comment on function core.require_quiz_owner is
'Refuses a quiz that the caller does not own: PT403 not_the_owner if the caller may see it, else PT404 quiz_not_found.
PT401 not_signed_in.';

-- supabase/functions_sql/quizzes/lock_quiz.sql
create or replace function core.lock_quiz(
    quiz_id uuid,
    deleted boolean default false
) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    perform core.person_id();
    select * into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.owner_id = core.caller_id()
    for no key update;   -- does not block new rows that refer to it, such as attempts
    if not found then
        select * into quiz from core.quizzes as q where q.id = quiz_id;
    end if;
    perform core.require_quiz_owner(quiz, deleted);
    return quiz;
end;
$$;

comment on function core.lock_quiz is
'A quiz of the caller''s, locked until the transaction ends, so that changes of a quiz and its questions are made one
after the other. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

-- supabase/functions_sql/attempts/timing/deadline_of.sql
create or replace function core.deadline_of(
    attempt core.attempts,
    quiz core.quizzes,
    allowance core.allowances   -- the taker's; null: there is none
) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(
        least(
            attempt.started_at + make_interval(
                secs => quiz.time_limit_s * coalesce(allowance.time_factor, 1) + coalesce(allowance.extra_time_s, 0)
            ),
            case when not attempt.preview then coalesce(allowance.closes_at, quiz.closes_at) end
        ),
        attempt.extended_to
    );
$$;

comment on function core.deadline_of is
'When an attempt ends: after the time limit and the taker''s extra time, but no later than closing; in any case not
before what the owner extended this attempt to. Closing does not apply to previews. It is before the start where a quiz
was closed to a time before that. Null: it has no deadline. attempts.deadline has this value: core.new_attempt writes it
first, and core.move_deadlines after every change on which it depends.';

-- supabase/functions_sql/attempts/timing/moved_deadlines.sql
create or replace function core.moved_deadlines(quiz core.quizzes)   -- as it is, or as it would be after a change
returns table (attempt_id uuid, deadline timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select t.id, computed.deadline
    from core.attempts as t
    cross join lateral (
        select core.deadline_of(t, quiz, core.allowance_of(t.quiz_id, t.user_id)) as deadline offset 0   -- once
    ) as computed
    where t.quiz_id = quiz.id and t.state = 'in_progress' and t.deleted_at is null
        -- it has ended, even if nothing has settled it yet: its taker may have seen the key
        and not core.is_over(t.deadline)
        and computed.deadline is distinct from t.deadline;
$$;

comment on function core.moved_deadlines is
'The attempts in progress whose deadlines are not those that they would have in this quiz, and what these are. An
attempt past its deadline and the grace after it has ended, and stays so; one within the grace goes on.';

-- supabase/functions_sql/attempts/timing/deadline_told.sql
create or replace function core.deadline_told(attempt core.attempts, quiz core.quizzes) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'attempt_id', attempt.id,
        'quiz_id', quiz.id,
        'title', quiz.title,
        'deadline', attempt.deadline,
        'remaining_ms', core.time_left_ms(attempt.deadline)
    ));
$$;

comment on function core.deadline_told is
'What the event attempt.deadline tells the taker. Without deadline, the attempt has none.';

-- supabase/functions_sql/attempts/timing/move_deadlines.sql
create or replace function core.move_deadlines(quiz core.quizzes) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    moved uuid[];
    ended uuid[];
begin
    -- Waits for attempts that are being started; later ones wait for this and see the change
    perform from core.quizzes as q where q.id = quiz.id for update;
    with changed as (
        update core.attempts as t
        set deadline = m.deadline
        from core.moved_deadlines(quiz) as m
        where t.id = m.attempt_id and t.state = 'in_progress'   -- it may have been submitted meanwhile
        returning t.id, t.deadline
    )

    select array_agg(c.id), array_agg(c.id) filter (where core.is_over(c.deadline)) into moved, ended
    from changed as c;
    perform core.notify_user(t.user_id, 'attempt.deadline', core.deadline_told(t, quiz))
    from core.attempts as t
    where t.id = any (moved);
    if ended is not null then
        perform core.finish_attempts(ended, overdue => true);
    end if;
    return coalesce(cardinality(moved), 0);
end;
$$;

comment on function core.move_deadlines is
'Gives the attempts in progress of a quiz the deadlines that they have now, tells their takers, and ends those whose
time is up by that. Called in the transaction of every change of the quiz''s times or of somebody''s allowance. Returns
how many deadlines it moved.';

-- supabase/functions_sql/attempts/allowances/note_act.sql
create or replace function core.note_act(
    quiz core.quizzes,
    act text,                      -- such as allowance.set
    details jsonb,
    user_id uuid default null,     -- whom it touches
    email text default null
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into core.owner_acts (quiz_id, actor_id, act, user_id, email, details)
    values (quiz.id, core.person_id(), note_act.act, note_act.user_id, note_act.email, note_act.details);
$$;

comment on function core.note_act is 'Adds what the caller did to core.owner_acts. PT401 not_signed_in.';

-- supabase/functions_sql/attempts/allowances/delete_allowance.sql
create or replace function public.delete_allowance(quiz_id uuid, allowance_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    gone core.allowances;
begin
    delete from core.allowances as a
    where a.quiz_id = quiz.id and a.id = delete_allowance.allowance_id
    returning a.* into gone;
    if gone.id is null then
        perform core.fail(404, 'allowance_not_found', 'This quiz has no such allowance.');
    end if;
    perform core.move_deadlines(quiz);
    perform core.note_act(quiz, 'allowance.deleted', core.allowance_details(gone), gone.user_id, gone.email);
    return core.allowance_json(gone);
end;
$$;

comment on function public.delete_allowance is
'Takes an allowance in a quiz of the caller''s back, and returns what it was. The deadline of an attempt in progress
follows. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, allowance_not_found.';

revoke execute on function public.delete_allowance from public, anon;
grant execute on function public.delete_allowance to authenticated;

-- supabase/functions_sql/quizzes/own_quiz.sql
create or replace function core.own_quiz(quiz_id uuid) returns core.quizzes
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_id;
    perform core.require_quiz_owner(quiz);
    return quiz;
end;
$$;

comment on function core.own_quiz is
'A quiz of the caller''s. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

-- supabase/functions_sql/database/lists/page_size.sql
create or replace function core.page_size(given integer) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('page.max_size');
begin
    if given not between 1 and most then
        perform core.fail(422, 'bad_limit', format('A page may have 1 to %s rows.', most));
    end if;
    return coalesce(given, core.setting('page.default_size'));
end;
$$;

comment on function core.page_size is
'The number of rows of a page: the given one, at most page.max_size, or page.default_size for null. PT422 bad_limit.';

-- supabase/functions_sql/database/lists/read_cursor.sql
create or replace function core.read_cursor(
    cursor_text text,  -- null: the top of the list
    types text[],      -- of what the list is sorted by, descending, such as {timestamptz,uuid}
    first text default null    -- what the first value must be; null: anything
) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    padded text := translate(cursor_text, '-_', '+/') || repeat('=', -length(cursor_text) & 3);
    place text[];
begin
    if cursor_text is null then
        return array(
            select case top.type
                when 'uuid' then 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                when 'bigint' then '9223372036854775807'
                else 'infinity'
            end
            from unnest(types) with ordinality as top (type, n)
            order by top.n
        );
    end if;
    if length(cursor_text) <= 2000 then   -- longer than any real cursor, which may have a title
        begin
            place := array(select jsonb_array_elements_text(convert_from(decode(padded, 'base64'), 'UTF8')::jsonb));
            for n in 1..cardinality(types) loop
                execute format('select %L::%s', place[n], types[n]::regtype);
            end loop;
        exception when data_exception then
            place := null;
        end;
    end if;
    if place is null or cardinality(place) <> cardinality(types) or array_position(place, null) is not null
        or place[1] <> first then
        perform core.fail(
            422, 'bad_cursor', 'This cursor did not come from this list. Leave it out to start at the top.'
        );
    end if;
    return place;
end;
$$;

comment on function core.read_cursor is
'The values that the row of a cursor is sorted by; each can be cast to its type. Without a cursor, values above those of
any row, so that every list can compare with them and use its index. PT422 bad_cursor.';

-- supabase/functions_sql/database/lists/cursor_of.sql
create or replace function core.cursor_of(variadic place text[]) returns text
language sql immutable parallel safe
return translate(encode(convert_to(to_jsonb(place)::text, 'UTF8'), 'base64'), E'+/=\n', '-_');

comment on function core.cursor_of is $$
The cursor of a row in a list, which the client sends to get the rows after it: the values that the row is sorted by, as
one text. core.read_cursor reads it.
> select core.cursor_of('7', 'b')
WyI3IiwgImIiXQ
$$;

-- supabase/functions_sql/database/lists/page.sql
create or replace function core.page(
    listed jsonb[],    -- [item, …the values it is sorted by] of each row, in order; one more than size if there is one
    size integer
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'items', coalesce(
        (select jsonb_agg(row.entry -> 0 order by row.n) from unnest(listed[:size]) with ordinality as row (entry, n)),
        '[]'
    ),
    'next_cursor', case
        when cardinality(listed) > size
            then core.cursor_of(variadic array(select jsonb_array_elements_text(listed[size] - 0)))
    end
);

comment on function core.page is $$
A page of a list: {"items", "next_cursor"}, as every list function returns it. next_cursor is null on the last page.
> select core.page(array['["a", 3]', '["b", 2]', '["c", 1]']::jsonb[], 2)
{"items": ["a", "b"], "next_cursor": "WyIyIl0"}
> select core.page(array['["c", 1]']::jsonb[], 2), core.page(null, 2)
{"items": ["c"], "next_cursor": null} | {"items": [], "next_cursor": null}
$$;

-- supabase/functions_sql/attempts/allowances/list_allowances.sql
create or replace function public.list_allowances(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(core.allowance_json(a), a.created_at::text, a.id)
        from core.allowances as a
        where a.quiz_id = quiz.id and (a.created_at, a.id) < (after[1]::timestamptz, after[2]::uuid)
        order by a.created_at desc, a.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_allowances is
'The allowances in a quiz of the caller''s, newest first, by page. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_allowances from public, anon;
grant execute on function public.list_allowances to authenticated;

-- supabase/functions_sql/attempts/allowances/list_owner_acts.sql
create or replace function public.list_owner_acts(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint}');
begin
    return core.page(array(
        select jsonb_build_array(
            to_jsonb(o) || jsonb_build_object(
                'actor', core.person_name(o.actor_id),
                'display_name', case when o.user_id is not null then core.person_name(o.user_id) end
            ), o.id
        )
        from core.owner_acts as o
        where o.quiz_id = quiz.id and o.id < after[1]::bigint
        order by o.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_owner_acts is
'What was done in a quiz of the caller''s that touches those who take it, newest first, by page. PT401 not_signed_in;
PT403 not_the_owner; PT404 quiz_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_owner_acts from public, anon;
grant execute on function public.list_owner_acts to authenticated;

-- supabase/functions_sql/attempts/allowances/require_allowance_quota.sql
create or replace function core.require_allowance_quota(quiz core.quizzes) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_allowances');
begin
    if (select count(*) from core.allowances as a where a.quiz_id = quiz.id) >= most then
        perform core.fail(409, 'too_many_allowances', format('A quiz can have %s allowances at most.', most));
    end if;
end;
$$;

comment on function core.require_allowance_quota is
'Refuses one more allowance than a quiz, which the caller has locked, may have. PT409 too_many_allowances.';

-- supabase/functions_sql/attempts/allowances/set_allowance.sql
create or replace function public.set_allowance(
    quiz_id uuid,
    person text,        -- the id of an account, or an e-mail address
    allowance jsonb     -- {"time_factor"?, "extra_time_s"?, "opens_at"?, "closes_at"?, "extra_attempts"?}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    draft core.allowances := core.allowance_draft(quiz, allowance);
    address text := case when person ~ '^[^@[:space:]]+@[^@[:space:]]+$' then lower(left(person, 321)) end;
    named uuid := case when person ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then person::uuid end;
    account uuid := (select p.id from core.profiles as p where p.id = named and p.deleted_at is null);
    given core.allowances;
begin
    if char_length(address) > 320 then
        perform core.fail(422, 'too_long', 'An e-mail address has at most 320 characters.');
    end if;
    if num_nonnulls(address, account) = 0 then
        perform core.fail(404, 'person_not_found', 'Name a person by the id of an account or by an e-mail address.');
    end if;
    update core.allowances as a
    set time_factor = draft.time_factor, extra_time_s = draft.extra_time_s, opens_at = draft.opens_at,
        closes_at = draft.closes_at, extra_attempts = draft.extra_attempts, updated_at = now()
    where a.quiz_id = quiz.id and (a.user_id = account or a.email = address)
    returning a.* into given;
    if given.id is null then
        perform core.require_allowance_quota(quiz);
        insert into core.allowances as a (
            quiz_id, user_id, email, time_factor, extra_time_s, opens_at, closes_at, extra_attempts
        )
        values (
            quiz.id, account, address, draft.time_factor, draft.extra_time_s, draft.opens_at, draft.closes_at,
            draft.extra_attempts
        )
        returning a.* into given;
    end if;
    perform core.move_deadlines(quiz);
    perform core.note_act(quiz, 'allowance.set', core.allowance_details(given), given.user_id, given.email);
    return core.allowance_json(given);
end;
$$;

comment on function public.set_allowance is
'Gives one person more time, other dates or more attempts in a quiz of the caller''s, in place of what they had before,
and returns the allowance. It reaches an attempt in progress at once. An address may have no account yet. Fields that
are left out allow nothing; a date that is left out is the quiz''s. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, person_not_found; PT409 too_many_allowances; PT422 wrong_type, unknown_field, out_of_range, too_long,
bad_time, closes_before_it_opens.';

revoke execute on function public.set_allowance from public, anon;
grant execute on function public.set_allowance to authenticated;

-- supabase/functions_sql/attempts/drawn_choices.sql
create or replace function core.drawn_choices(
    choices jsonb,         -- [{"id", "text", …}]
    choice_order text[]
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(listed.choice order by array_position(choice_order, listed.choice ->> 'id')), '[]')
    from jsonb_array_elements(choices) as listed (choice)
);

comment on function core.drawn_choices is $$
Choices in the order that was drawn for an attempt or a player.
> select core.drawn_choices('[{"id": "a"}, {"id": "b"}, {"id": "c"}]', '{c,a,b}')
[{"id": "c"}, {"id": "a"}, {"id": "b"}]
$$;

-- supabase/functions_sql/attempts/attempt_question.sql
create or replace function core.attempt_question(
    drawn core.attempt_questions,
    question core.question_versions,
    response jsonb      -- null: none saved
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'id', drawn.question_id,
    'position', drawn.position,
    'kind', question.kind,
    'prompt', question.prompt,
    'choices', core.drawn_choices(question.choices, drawn.choice_order),
    'points', trim_scale(question.points),
    'media_url', question.media_url,
    'response', response
) || question.display;

comment on function core.attempt_question is $$
A question as it was when the attempt began, its choices in the order drawn for it, without its answer key.
> select core.attempt_question(
>   null, jsonb_populate_record(null::core.question_versions, '{"kind": "numeric", "display": {}}'), '3') -> 'response'
3
$$;

-- supabase/functions_sql/attempts/attempt_payload.sql
create or replace function core.attempt_payload(attempt core.attempts) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.attempt_summary(attempt) || jsonb_build_object('questions', (
        select jsonb_agg(
            core.attempt_question(aq, v, case when a.deleted_at is null then a.response end) || jsonb_build_object(
                'subject', v.subject,
                'difficulty', v.difficulty,
                'saved_at', case when a.deleted_at is null then a.saved_at end,
                'answer_version', coalesce(a.version, 0)
            ) order by aq.position
        )
        from core.attempt_questions as aq
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id
        where aq.attempt_id = attempt.id
    ));
$$;

comment on function core.attempt_payload is
'An attempt with its questions in the order drawn for it and its saved responses, without the answer key, which only
attempt_review shows.';

-- supabase/functions_sql/attempts/visible_attempt.sql
create or replace function core.visible_attempt(attempt_id uuid) returns core.attempts
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    attempt core.attempts;
begin
    select t.* into attempt
    from core.settled_attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    where t.id = visible_attempt.attempt_id and person in (t.user_id, q.owner_id);

    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', 'You have no such attempt.');
    end if;
    return attempt;
end;
$$;

comment on function core.visible_attempt is
'An attempt that the caller may see, as its taker or the quiz''s owner. If its time is up, it is shown as settled.
PT401 not_signed_in; PT404 attempt_not_found.';

-- supabase/functions_sql/attempts/marks_shown.sql
create or replace function core.marks_shown(quiz core.quizzes, person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.shown_now(quiz.review_shown, quiz, person) and core.marks_told(quiz, person);
$$;

comment on function core.marks_shown is
'Whether a taker sees the marks of their answers now: where the quiz shows its review and does not hide scores, which
follow from marks, and not while its owner plays it live.';

-- supabase/functions_sql/attempts/readable_time.sql
create or replace function core.readable_time(moment timestamptz) returns text
language sql stable parallel safe
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"');

comment on function core.readable_time is $$
A time in the form that error sentences use.
> select core.readable_time('2026-11-21 18:30:00+01')
2026-11-21 17:30:00 UTC
$$;

-- supabase/functions_sql/rooms/intake/answer_status.sql
create or replace function core.answer_status(
    kind core.question_kind,
    skipped boolean,
    asked boolean,
    there boolean,       -- whether the player had joined by then
    answered boolean,
    fraction numeric
) returns text
language sql immutable parallel safe
return case
    when skipped then 'skipped'
    when not asked then 'not_asked'
    when not there then 'not_there'
    when not core.is_scored(kind) then 'unscored'
    when not answered then 'unanswered'
    when fraction is null then 'answered'
    when fraction >= 1 then 'right'
    when fraction > 0 then 'partly_right'
    else 'wrong'
end;

comment on function core.answer_status is $$
The status of a question for a player. For players who joined after it the status is not_there, which does not count as
missed. answered means: not marked yet.
> select core.answer_status('numeric', false, true, true, true, 0.5)
partly_right
> select core.answer_status('numeric', false, true, false, false, null)
not_there
$$;

-- supabase/functions_sql/attempts/marking/feedback.sql
create or replace function core.feedback(
    kind core.question_kind,
    key jsonb,        -- as in core.questions.key
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when kind = 'numeric' and key ? 'units'
        then core.best_range(key -> 'ranges', core.in_first_unit(key -> 'units', response)) ->> 'feedback'
    when kind = 'numeric' then core.best_range(key -> 'ranges', response) ->> 'feedback'
    when kind = 'short_text' then core.best_text(key, response) ->> 'feedback'
    when kind = 'cloze' and jsonb_typeof(response) = 'object' then (
        select string_agg(core.gap_match(gap.key, response -> gap.id) ->> 'feedback', E'\n' order by gap.id::integer)
        from jsonb_each(key -> 'gaps') as gap (id, key)
        where response ? gap.id
    )
    when jsonb_typeof(response) = 'array' then (
        select string_agg(key -> 'feedback' ->> chosen.id, E'\n' order by chosen.place)
        from jsonb_array_elements_text(response) with ordinality as chosen (id, place)
    )
end;

comment on function core.feedback is $$
The author's feedback on a response, with a line for each chosen choice or filled gap. Null if there is none.
> select core.feedback('single_choice', '{"weights": {"a": 1, "b": 0}, "feedback": {"b": "That is its largest city."}}',
>   '["b"]')
That is its largest city.
$$;

-- supabase/functions_sql/attempts/reviewed_questions.sql
create or replace function core.reviewed_questions(attempt core.attempts, marks boolean, key boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(
        core.attempt_question(aq, v, a.response)
        || case when reviewed_questions.marks then jsonb_build_object(
            'verdict', core.answer_status(v.kind, false, true, true, a.response is not null, a.fraction),
            'fraction', trim_scale(a.fraction),
            'earned', case when core.is_scored(v.kind) then trim_scale(coalesce(a.points, 0)) end,
            'feedback', core.feedback(v.kind, v.key, a.response)
        ) else '{}' end
        || case when reviewed_questions.key then jsonb_build_object(
            'right_answer', core.right_answer(v.kind, v.choices, v.key),
            'explanation', v.explanation,
            'source', v.source,
            'citation', v.citation
        ) else '{}' end
        order by aq.position
    )
    from core.attempt_questions as aq
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    left join core.answers as a
        on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
    where aq.attempt_id = attempt.id;
$$;

comment on function core.reviewed_questions is
'The questions of an attempt with their responses, with marks and feedback if marks is true, and with the answer key if
key is true.';

-- supabase/functions_sql/attempts/attempt_review.sql
create or replace function public.attempt_review(attempt_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.visible_attempt(attempt_id);
    quiz core.quizzes;
    marks boolean;
    key boolean;
begin
    select * into quiz from core.quizzes as q where q.id = attempt.quiz_id;
    if attempt.state = 'in_progress' then
        perform core.fail(409, 'attempt_in_progress', 'This attempt is not finished yet.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned, so there is nothing to review.');
    end if;

    if quiz.owner_id <> core.person_id() and core.is_being_played(quiz) then
        perform core.fail(
            403, 'review_not_shown', 'This quiz is being played just now. The review is shown after the game.'
        );
    end if;
    marks := quiz.owner_id = core.person_id() or core.marks_shown(quiz, core.person_id());
    key := quiz.owner_id = core.person_id() or core.shown_now(quiz.key_shown, quiz, core.person_id());
    if not marks and not key then
        perform core.fail(403, 'review_not_shown', case
            when 'after_last_attempt' in (quiz.review_shown, quiz.key_shown) and quiz.attempts_allowed is not null
                then 'The review is shown after your last attempt, or when this quiz has closed.'
            when 'after_last_attempt' in (quiz.review_shown, quiz.key_shown) and quiz.closes_at is null
                then 'This quiz may be taken any number of times, so its owner has to say when the review is shown.'
            when not '{after_close,after_last_attempt}' && array[quiz.review_shown, quiz.key_shown]
                then 'The owner of this quiz does not show the review.'
            when quiz.closes_at is null then 'The review is shown once this quiz has closed.'
            else format(
                'The review is shown after %s, when this quiz has closed.', core.readable_time(core.last_closing(quiz))
            )
        end);
    end if;
    return core.attempt_summary(attempt) || jsonb_build_object(
        'marks_shown', marks,
        'key_shown', key,
        'questions', core.reviewed_questions(attempt, marks, key)
    );
end;
$$;

comment on function public.attempt_review is
'A finished attempt: its summary and "questions", with marks and feedback if review_shown allows, and with right answers
and explanations if key_shown allows. The quiz''s owner always sees both; others see
nothing while the owner has an open live game of the quiz. PT401 not_signed_in; PT404 attempt_not_found; PT409
attempt_in_progress, attempt_abandoned; PT403 review_not_shown.';
revoke execute on function public.attempt_review from public, anon;
grant execute on function public.attempt_review to authenticated;

-- supabase/functions_sql/attempts/delete_answer.sql
create or replace function public.delete_answer(attempt_id uuid, question_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.locked_attempt(attempt_id);
begin
    perform core.require_in_progress(attempt);
    if not exists (
        select from core.attempt_questions as aq
        where aq.attempt_id = attempt.id and aq.question_id = delete_answer.question_id
    ) then
        perform core.fail(404, 'question_not_found', 'This question is not one of the attempt''s.');
    end if;
    update core.answers as a
    set deleted_at = now(), fraction = null, points = null, version = a.version + 1
    where a.attempt_id = attempt.id and a.question_id = delete_answer.question_id and a.deleted_at is null;
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.delete_answer is
'Withdraws a saved answer, whose row stays, marked as deleted, and returns the attempt''s summary. Does nothing if no
answer was saved. PT401 not_signed_in; PT404 attempt_not_found, question_not_found; PT409 attempt_overdue,
attempt_finished, attempt_abandoned.';
revoke execute on function public.delete_answer from public, anon;
grant execute on function public.delete_answer to authenticated;

-- supabase/functions_sql/attempts/is_shuffled.sql
create or replace function core.is_shuffled(
    kind core.question_kind,
    wanted boolean     -- by the option shuffle_choices
) returns boolean
language sql immutable parallel safe
return case
    -- these choices are stored in hash order, which would be the same for everybody
    when kind in ('ordering', 'matching') then true
    -- everybody expects true before false
    when kind = 'true_false' then false
    else wanted
end;

comment on function core.is_shuffled is $$
Whether the choices of a question get a random order.
> select core.is_shuffled('ordering', false), core.is_shuffled('single_choice', false)
t | f
$$;

-- supabase/functions_sql/attempts/shuffled.sql
create or replace function core.shuffled(
    seed text,    -- the same seed gives the same order
    ids text[]
) returns text[]
language sql immutable parallel safe
return array(
    select listed.id
    from unnest(ids) with ordinality as listed (id, place)
    order by md5(seed || ':' || listed.id), listed.place
);

comment on function core.shuffled is $$
The ids in an order that depends on the seed.
> select core.shuffled('7', '{a,b,c,d,e}')
{a,b,e,d,c}
> select core.shuffled('8', '{a,b,c,d,e}')
{a,e,c,b,d}
$$;

-- supabase/functions_sql/attempts/drawn_order.sql
create or replace function core.drawn_order(quiz core.quizzes, question core.questions, seed integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when core.is_shuffled(question.kind, quiz.shuffle_choices)
            then core.shuffled(seed || ':' || question.id, listed.ids)
        else listed.ids
    end
    from (
        select array(select choice.value ->> 'id' from jsonb_array_elements(question.choices) as choice (value)) as ids
    ) as listed;
$$;

comment on function core.drawn_order is
'The ids of a question''s choices in the order that this seed gives. The choices of an ordering are always shuffled.';

-- supabase/functions_sql/attempts/drawn_questions.sql
create or replace function core.drawn_questions(quiz core.quizzes, seed integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when quiz.shuffle_questions then core.shuffled(seed::text, array_agg(q.id::text order by q.position, q.id))
        else array_agg(q.id::text order by q.position, q.id)
    end
    from core.questions as q
    where q.quiz_id = quiz.id and q.deleted_at is null;
$$;

comment on function core.drawn_questions is 'The ids of a quiz''s questions in the order that this seed gives.';

-- supabase/functions_sql/attempts/embedding/answers.sql
create or replace function public.answers(public.attempts) returns setof public.answers
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.* from public.answers as a where a.attempt_id = $1.id;
$$;

comment on function public.answers is 'Computed relationship of attempts: the answers that were saved.';
revoke execute on function public.answers from public, anon;
grant execute on function public.answers to authenticated;

-- supabase/functions_sql/attempts/embedding/attempt_choices.sql
create or replace function public.attempt_choices(public.attempt_questions) returns setof public.attempt_choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.attempt_choices as c where c.attempt_id = $1.attempt_id and c.question_id = $1.question_id;
$$;

comment on function public.attempt_choices is
'Computed relationship of attempt_questions: their choices in the order drawn.';
revoke execute on function public.attempt_choices from public, anon;
grant execute on function public.attempt_choices to authenticated;

-- supabase/functions_sql/attempts/embedding/attempts.sql
create or replace function public.attempts(public.answers) returns setof public.attempts
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select t.* from public.attempts as t where t.id = $1.attempt_id;
$$;

comment on function public.attempts is 'Computed relationship of answers: the attempt.';
revoke execute on function public.attempts from public, anon;
grant execute on function public.attempts to authenticated;

-- supabase/functions_sql/attempts/embedding/known_mark.sql
create or replace function core.known_mark(answer public.answers, out fraction numeric, out points numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.fraction, a.points
    from core.answers as a
    inner join core.attempts as t on t.id = a.attempt_id
    inner join core.quizzes as q on q.id = t.quiz_id
    where a.attempt_id = answer.attempt_id and a.question_id = answer.question_id
        and a.deleted_at is null and t.deleted_at is null and t.state = 'finished'
        and (
            auth.jwt() ->> 'role' = 'service_role'
            or q.owner_id = core.caller_id()
            or t.user_id = core.caller_id() and core.marks_shown(q, t.user_id)
        );
$$;

comment on function core.known_mark is
'The mark of an answer, and the points that it earned, if the caller may know them: its taker where
core.marks_shown, and the owner of the quiz once the attempt is finished. Else nulls.';

-- supabase/functions_sql/attempts/embedding/fraction.sql
create or replace function public.fraction(public.answers) returns numeric
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select known.fraction from core.known_mark($1) as known;
$$;

comment on function public.fraction is
'Computed column of answers: the mark, which is the part of the question''s points that it earned, -1 to 1. Null as long
as the caller may not know it.';
revoke execute on function public.fraction from public, anon;
grant execute on function public.fraction to authenticated;

-- supabase/functions_sql/attempts/embedding/points.sql
create or replace function public.points(public.answers) returns numeric
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select known.points from core.known_mark($1) as known;
$$;

comment on function public.points is
'Computed column of answers: the points that it earned. Null as long as the caller may not know them.';
revoke execute on function public.points from public, anon;
grant execute on function public.points to authenticated;

-- supabase/functions_sql/attempts/embedding/questions.sql
create or replace function public.questions(public.answers) returns setof public.question_versions
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select v.*
    from public.attempt_questions as aq
    inner join public.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where aq.attempt_id = $1.attempt_id and aq.question_id = $1.question_id;
$$;

comment on function public.questions is
'Computed relationship of answers: the question as it stood when the attempt began.';
revoke execute on function public.questions from public, anon;
grant execute on function public.questions to authenticated;

-- supabase/functions_sql/quizzes/quiz_row.sql
create or replace function core.quiz_row(quiz core.quizzes) returns public.quizzes
language sql stable parallel safe
return jsonb_populate_record(null::public.quizzes, to_jsonb(quiz));

comment on function core.quiz_row is
'A quiz as a row of public.quizzes, for those who may see it although the view hides it.';

-- supabase/functions_sql/attempts/embedding/quizzes.sql
create or replace function public.quizzes(public.attempts) returns setof public.quizzes
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
    select (core.quiz_row(q)).*
    from core.attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    where t.id = $1.id and (auth.jwt() ->> 'role' = 'service_role' or core.caller_id() in (t.user_id, q.owner_id));
$$;

comment on function public.quizzes is
'Computed relationship of attempts: the quiz that was taken, even if it was deleted since.';
revoke execute on function public.quizzes from public, anon;
grant execute on function public.quizzes to authenticated;

-- supabase/functions_sql/attempts/get_attempt.sql
create or replace function public.get_attempt(attempt_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.visible_attempt(attempt_id);
begin
    return core.attempt_payload(attempt);
end;
$$;

comment on function public.get_attempt is
'An attempt with its questions and saved responses, unmarked, for its taker and the quiz''s owner. PT401 not_signed_in;
PT404 attempt_not_found.';
revoke execute on function public.get_attempt from public, anon;
grant execute on function public.get_attempt to authenticated;

-- supabase/functions_sql/attempts/keep_taker_details.sql
create or replace function core.keep_taker_details(
    quiz core.quizzes,
    person uuid,
    share_email boolean,
    student_number text     -- null: none given
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    given text := nullif(btrim(keep_taker_details.student_number), '');
    kept core.taker_details;
begin
    if quiz.owner_id = person or not (quiz.ask_email or quiz.ask_student_number) then
        return;
    end if;
    select * into kept from core.taker_details as d where d.quiz_id = quiz.id and d.user_id = person;
    if quiz.ask_email and not coalesce(kept.email_shared or share_email, false) then
        perform core.fail(
            422, 'email_not_shared', 'The owner of this quiz sees your e-mail address beside your results.',
            'Begin with share_email: true if you agree.'
        );
    end if;
    if quiz.ask_student_number and coalesce(given, kept.student_number) is null then
        perform core.fail(
            422, 'student_number_missing',
            'This quiz asks for your student number. Its owner sees it beside your results.',
            'Begin with student_number: "your number".'
        );
    end if;
    if char_length(given) > 50 then
        perform core.fail(422, 'too_long', 'A student number has at most 50 characters.');
    end if;
    insert into core.taker_details as d (quiz_id, user_id, email_shared, student_number)
    values (
        quiz.id, person, quiz.ask_email, case when quiz.ask_student_number then given end
    )
    on conflict (quiz_id, user_id) do update set
        email_shared = d.email_shared or excluded.email_shared,
        student_number = coalesce(d.student_number, excluded.student_number);
end;
$$;

comment on function core.keep_taker_details is
'Keeps what a quiz asks of a taker before their first attempt, and refuses one who does not give it. What was given
before stays: a later attempt asks for nothing again. Nothing that the quiz does not ask for is kept. PT422
email_not_shared, student_number_missing, too_long.';

-- supabase/functions_sql/database/lists/sorted_page.sql
create or replace function core.sorted_page(
    sources text[],    -- SQL of the rows: id, the columns to sort by, and what item needs; each finds its own index
    item text,         -- SQL of the JSON of a row, whose name is r
    sorts jsonb,       -- the type of each column to sort by: {"created_at": "timestamptz", "title": "text"}
    sort text,         -- one of these; with - before it, it descends
    page_size integer,
    cursor text
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    column_name text := regexp_replace(sort, '^-', '');
    column_type regtype := (sorts ->> column_name)::regtype;
    direction text := case when starts_with(sort, '-') then 'desc' else 'asc' end;
    after text[];
    top text;
    listed jsonb[];
begin
    if column_type is null then
        perform core.fail(422, 'unknown_sort', format(
            'sort must be one of: %s.',
            (select string_agg(n || ', -' || n, ', ' order by n) from jsonb_object_keys(sorts) as known (n))
        ));
    end if;
    if cursor is not null then
        after := core.read_cursor(cursor, array['text', column_type::text, 'uuid'], sort);
    end if;
    top := format('order by r.%1$I %2$s, r.id %2$s limit %3$s', column_name, direction, size + 1);
    if cursor is not null then
        top := format(
            'where (r.%I, r.id) %s (%L::%s, %L::uuid) %s',
            column_name, case direction when 'desc' then '<' else '>' end, after[2], column_type, after[3], top
        );
    end if;
    execute format(
        'select array(select jsonb_build_array(%s, %L, r.%I::text, r.id) from (select * from (%s) as r %s) as r %s)',
        item, sort, column_name,
        (select string_agg(format('(select * from (%s) as r %s)', s, top), ' union all ') from unnest(sources) as s),
        top, top
    ) into listed;
    return core.page(listed, size);
end;
$$;

comment on function core.sorted_page is
'A page of a list in a chosen order, which is that of id among equals: {"items", "next_cursor"}. A cursor has the name
of its order, and is refused by any other. Each order has a plan of its own, so that each finds its index. PT422
unknown_sort, bad_limit, bad_cursor.';

-- supabase/functions_sql/database/lists/sort_key.sql
create or replace function core.sort_key(words text) returns text
language sql immutable parallel safe
return core.compared_text(words, forgives => '{letters}');

comment on function core.sort_key is $$
What a text is sorted by, and compared with in a search: in lower case and without accents.
> select core.sort_key('Élan vital'), core.sort_key('Año')
elan vital | ano
$$;

-- supabase/functions_sql/database/lists/title_query.sql
create or replace function core.title_query(q text) returns tsquery
language sql immutable parallel safe
return (
    nullif(
        plainto_tsquery('simple'::regconfig, regexp_replace(core.sort_key(q), '[!-/:-@[-`{-~]+', ' ', 'g'))::text, ''
    ) || ':*A'
)::tsquery;

comment on function core.title_query is $$
Finds titles with all of these words, the last of which may still be incomplete. Null if there are none.
> select core.title_query('Été fin'), core.title_query('?!')
'ete' & 'fin':*A | null
$$;

-- supabase/functions_sql/quizzes/search/search_query.sql
create or replace function core.search_query(
    q text,
    config regconfig
) returns tsquery
language sql immutable parallel safe
return websearch_to_tsquery(config, core.fold_case(q)) || coalesce(
    -- a title can't be excluded by a word of which the beginning was typed
    case when q !~ '(^|\s)-|"' then core.title_query(q) end, ''::tsquery
);

comment on function core.search_query is $$
Finds quizzes of one language: by the stems of these words (with or, "phrases" and -exclusions, as web searches have
them), or by titles in which the last word begins like this.
> select core.search_query('running wat', 'english'), core.search_query('rivers -lakes', 'english')
'run' & 'wat' | 'running' & 'wat':*A | 'river' & !'lake'
$$;

-- supabase/functions_sql/quizzes/search/search_config.sql
create or replace function core.search_config(language text) returns regconfig
language sql immutable parallel safe
return case split_part(language, '-', 1)
    when 'ar' then 'arabic'::regconfig
    when 'hy' then 'armenian'::regconfig
    when 'eu' then 'basque'::regconfig
    when 'ca' then 'catalan'::regconfig
    when 'da' then 'danish'::regconfig
    when 'nl' then 'dutch'::regconfig
    when 'en' then 'english'::regconfig
    when 'fi' then 'finnish'::regconfig
    when 'fr' then 'french'::regconfig
    when 'de' then 'german'::regconfig
    when 'el' then 'greek'::regconfig
    when 'hi' then 'hindi'::regconfig
    when 'hu' then 'hungarian'::regconfig
    when 'id' then 'indonesian'::regconfig
    when 'ga' then 'irish'::regconfig
    when 'it' then 'italian'::regconfig
    when 'lt' then 'lithuanian'::regconfig
    when 'ne' then 'nepali'::regconfig
    when 'nb' then 'norwegian'::regconfig
    when 'nn' then 'norwegian'::regconfig
    when 'no' then 'norwegian'::regconfig
    when 'pt' then 'portuguese'::regconfig
    when 'ro' then 'romanian'::regconfig
    when 'ru' then 'russian'::regconfig
    when 'sr' then 'serbian'::regconfig
    when 'es' then 'spanish'::regconfig
    when 'sv' then 'swedish'::regconfig
    when 'ta' then 'tamil'::regconfig
    when 'tr' then 'turkish'::regconfig
    when 'yi' then 'yiddish'::regconfig
    else 'simple'::regconfig
end;

comment on function core.search_config is $$
Postgres' text search of a language: those that Postgres 15 has. simple, which takes words as they are, for any other.
> select core.search_config('pt-BR'), core.search_config('ja')
portuguese | simple
$$;

-- supabase/functions_sql/database/lists/checked_query.sql
create or replace function core.checked_query(
    q text,           -- what a person looks for
    words tsquery     -- made of it
) returns tsquery
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    longest bigint := core.setting('page.max_search_length');
begin
    if char_length(q) > longest then
        perform core.fail(422, 'too_long', format('q has %s characters; %s are allowed.', char_length(q), longest));
    end if;
    -- 'T': what it excludes can't be looked up, so that every row would have to be read
    if coalesce(querytree(words), '') in ('', 'T') then
        perform core.fail(422, 'nothing_to_search', 'q needs a word to look for.');
    end if;
    return words;
end;
$$;

comment on function core.checked_query is
'Refuses a search that is too long, or has no word that an index could find. PT422 too_long, nothing_to_search.';

-- supabase/functions_sql/quizzes/search/quiz_search_condition.sql
create or replace function core.quiz_search_condition(q text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
set client_min_messages = warning   -- some languages have none of the words
as $$
declare
    any_language tsquery;
begin
    if q is null then
        return 'true';
    end if;
    select string_agg(distinct format('(%s)', made.query), ' | ')::tsquery into any_language
    from pg_ts_config as c
    cross join lateral (select core.search_query(q, c.oid::regconfig) as query) as made
    where c.cfgnamespace = 'pg_catalog'::regnamespace and numnode(made.query) > 0;
    -- coalesce: the planner estimates the first comparison well, and would take the second for a rare one
    return format(
        'q.words @@ %L::tsquery '
        'and coalesce(q.words @@ core.search_query(%L, core.search_config(q.language)), false)',
        core.checked_query(q, any_language), q
    );
end;
$$;

comment on function core.quiz_search_condition is
'SQL that says whether the quiz q is found. An index finds what may be meant in any language; then each quiz is compared
with the query of its own. PT422 too_long, nothing_to_search.';

-- supabase/functions_sql/attempts/list_attempts.sql
create or replace function public.list_attempts(
    quiz_id uuid default null,    -- null: of all quizzes
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in the quizzes, as in list_quizzes; null: all
    sort text default null        -- started_at, with - before it to descend; null: -started_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[concat_ws(
            ' and ',
            format('select t.id, t.started_at from core.attempts as t where t.user_id = %L', core.person_id()),
            't.deleted_at is null',
            't.quiz_id = ' || quote_literal(quiz_id),
            'exists (select from core.quizzes as q where q.id = t.quiz_id and '
            || nullif(core.quiz_search_condition(q), 'true') || ')'
        )],
        -- each by its key, not all
        '(select core.attempt_summary(row(s.*)::core.attempts) from core.settled_attempts as s where s.id = r.id)',
        '{"started_at": "timestamptz"}',
        coalesce(sort, '-started_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_attempts is
'The caller''s attempts, newest first, by page. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long,
bad_limit, bad_cursor.';
revoke execute on function public.list_attempts from public, anon;
grant execute on function public.list_attempts to authenticated;

-- supabase/functions_sql/attempts/marking/number_fault.sql
create or replace function core.number_fault(given jsonb) returns text
language sql immutable parallel safe
return case
    when core.read_number(given) is not null then null
    when jsonb_typeof(given) <> 'string' or trim(given #>> '{}') = '' or length(given #>> '{}') > 100
        then 'The response must be a number.'
    when core.typed_text(given #>> '{}') ~ '^[+-]?\d{1,3},\d{3}$' then format(
        '%s can be read in two ways. Write %s or %s.',
        given, replace(core.typed_text(given #>> '{}'), ',', ''), replace(core.typed_text(given #>> '{}'), ',', '.')
    )
    when core.plain_number(given #>> '{}') is null
        then format('%s can be read in two ways. Write it without separators of thousands.', given)
    when core.typed_text(given #>> '{}') ~ '^[+-]?\d+ \d+/\d+$'
        then format('%s has a whole part and a fraction. Write it with a decimal point.', given)
    else format('%s is not a number. Write only the number, such as 12.5 or 6.02e23.', given)
end;

comment on function core.number_fault is $$
Why a response can't be read as a number, as a sentence; null if it can.
> select core.number_fault('"1,234"')
"1,234" can be read in two ways. Write 1234 or 1.234.
> select core.number_fault('"0x4D2"')
"0x4D2" is not a number. Write only the number, such as 12.5 or 6.02e23.
> select core.number_fault('"3½"')
"3½" has a whole part and a fraction. Write it with a decimal point.
> select core.number_fault('"1/2"')
null
$$;

-- supabase/functions_sql/attempts/marking/quantity_fault.sql
create or replace function core.quantity_fault(
    display jsonb,    -- {"units": [name, …]}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when jsonb_typeof(response) not in ('number', 'string') or length(response #>> '{}') > 100
            then 'The response must be a number with its unit.'
        when read.number is null then coalesce(
            core.number_fault(to_jsonb(trim(replace(core.typed_text(response #>> '{}'), read.unit, '')))),
            'The response must begin with a number.'
        )
        when read.unit <> '' and not exists (
            select from jsonb_array_elements_text(display -> 'units') as offered (unit)
            where core.compared_unit(offered.unit) = read.unit
        ) then format('%s is none of the units: %s.', to_jsonb(read.unit), (
            select string_agg(offered.unit, ', ' order by offered.place)
            from jsonb_array_elements_text(display -> 'units') with ordinality as offered (unit, place)
        ))
    end
    from core.read_quantity(response) as read
);

comment on function core.quantity_fault is $$
Why a response is no number with one of the units, as a sentence; null if it is. The unit may be left out.
> select core.quantity_fault('{"units": ["km", "m"]}', '"5 kg"')
"kg" is none of the units: km, m.
> select core.quantity_fault('{"units": ["km", "m"]}', '"5,5 m"'), core.quantity_fault('{"units": ["km"]}', '5')
null | null
> select core.quantity_fault('{"units": ["km", "m"]}', '"1,234 m"')
"1,234" can be read in two ways. Write 1234 or 1.234.
$$;

-- supabase/functions_sql/attempts/marking/matching_fault.sql
create or replace function core.matching_fault(
    choices jsonb,    -- [{"id", "text"}]
    display jsonb,    -- {"items": [{"id", "text"}]}
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'object' then 'The response must be an object of choice ids by item ids.'
    when response = '{}' then 'The response must match at least one item.'
    when exists (
        select from jsonb_each(response) as given (item, choice)
        where not display -> 'items' @> jsonb_build_array(jsonb_build_object('id', given.item))
    ) then 'The response has an id that is not one of the items.'
    when exists (
        select from jsonb_each(response) as given (item, choice)
        where jsonb_typeof(given.choice) <> 'string'
            or not choices @> jsonb_build_array(jsonb_build_object('id', given.choice))
    ) then 'The response has an id that is not one of the choices.'
end;

comment on function core.matching_fault is $$
Why a response is no matching, as a sentence; null if it is one. Items may be left out.
> select core.matching_fault('[{"id": "a"}, {"id": "b"}]', '{"items": [{"id": "a"}, {"id": "b"}]}', '{"a": "b"}')
null
> select core.matching_fault('[{"id": "a"}, {"id": "b"}]', '{"items": [{"id": "a"}, {"id": "b"}]}', '{"c": "b"}')
The response has an id that is not one of the items.
$$;

-- supabase/functions_sql/attempts/marking/slider_fault.sql
create or replace function core.slider_fault(
    display jsonb,    -- {"min", "max", "step"}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when given.number is null then core.number_fault(response)
        when given.number not between given.lowest and given.highest
            then format('The response must be from %s to %s.', given.lowest, given.highest)
        -- browsers compute with binary fractions: 3 steps of 0.1 are 0.30000000000000004
        when abs(given.steps - round(given.steps)) > 0.000001
            then format('The response must be on a step of %s.', display ->> 'step')
    end
    from (
        select
            core.read_number(response) as number,
            (display ->> 'min')::numeric as lowest,
            (display ->> 'max')::numeric as highest,
            (core.read_number(response) - (display ->> 'min')::numeric) / (display ->> 'step')::numeric as steps
    ) as given
);

comment on function core.slider_fault is $$
Why a response is no value of a slider, as a sentence; null if it is one.
> select core.slider_fault('{"min": 0, "max": 1, "step": 0.1}', '0.30000000000000004')
null
> select core.slider_fault('{"min": 0, "max": 1, "step": 0.1}', '1.1')
The response must be from 0 to 1.
$$;

-- supabase/functions_sql/attempts/marking/words_fault.sql
create or replace function core.words_fault(
    display jsonb,    -- {"words": how many at most}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when jsonb_typeof(response) not in ('string', 'array') then 'The response must be a word or a list of words.'
        when jsonb_array_length(given.words) not between 1 and (display ->> 'words')::integer
            then format('The response must have 1 to %s words.', display ->> 'words')
        when exists (select from jsonb_array_elements(given.words) as word where jsonb_typeof(word) <> 'string')
            then 'The response must be a word or a list of words.'
        when exists (
            select from jsonb_array_elements_text(given.words) as word
            where core.typed_text(word) = '' or char_length(word) > 50
        ) then 'Each word must have 1 to 50 characters.'
    end
    from (
        select case
            when jsonb_typeof(response) = 'array' then response else jsonb_build_array(response)
        end as words
    ) as given
);

comment on function core.words_fault is $$
Why a response to a word cloud can't be counted, as a sentence; null if it can.
> select core.words_fault('{"words": 2}', '["tea", "coffee"]'), core.words_fault('{"words": 1}', '"tea"')
null | null
> select core.words_fault('{"words": 1}', '["tea", "coffee"]')
The response must have 1 to 1 words.
$$;

-- supabase/functions_sql/attempts/marking/text_fault.sql
create or replace function core.text_fault(response jsonb) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'string' then 'The response must be a text.'
    when char_length(response #>> '{}') > 1000 then 'The response is longer than 1000 characters.'
    when core.typed_text(response #>> '{}') = '' then 'The response is empty.'
end;

comment on function core.text_fault is $$
Why a response is no text, as a sentence; null if it is one.
> select core.text_fault('" "'), core.text_fault('"Rome"')
The response is empty. | null
$$;

-- supabase/functions_sql/attempts/marking/gap_fault.sql
create or replace function core.gap_fault(
    id text,
    gap jsonb,        -- {"id", "kind", "choices"?}; null: there is no gap with this id
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when gap is null then 'The response has an id that is not one of the gaps.'
    when gap ->> 'kind' = 'single_choice' then case
        when not gap -> 'choices' @> jsonb_build_array(jsonb_build_object('id', response))
            then format('Gap %s: The response must be the id of one of its choices.', id)
    end
    else nullif(
        format('Gap %s: %s', id, case
            when gap ->> 'kind' = 'numeric' then core.number_fault(response)
            else core.text_fault(response)
        end),
        format('Gap %s: ', id)
    )
end;

comment on function core.gap_fault is $$
Why a response does not fill a gap, as a sentence; null if it does.
> select core.gap_fault('2', '{"id": "2", "kind": "single_choice", "choices": [{"id": "a"}]}', '"b"')
Gap 2: The response must be the id of one of its choices.
> select core.gap_fault('1', '{"id": "1", "kind": "numeric"}', '"1/2"')
null
$$;

-- supabase/functions_sql/attempts/marking/cloze_fault.sql
create or replace function core.cloze_fault(
    display jsonb,    -- {"gaps": [{"id", "kind", "choices"?}]}
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'object' then 'The response must be an object of responses by gap ids.'
    when response = '{}' then 'The response must fill at least one gap.'
    else (
        select core.gap_fault(given.id, gap.value, given.value)
        from jsonb_each(response) as given (id, value)
        left join jsonb_array_elements(display -> 'gaps') as gap (value) on gap.value ->> 'id' = given.id
        where core.gap_fault(given.id, gap.value, given.value) is not null
        order by given.id
        limit 1
    )
end;

comment on function core.cloze_fault is $$
Why a response fills no gaps, as a sentence; null if it does. Gaps may be left out.
> select core.cloze_fault('{"gaps": [{"id": "1", "kind": "numeric"}]}', '{"1": "many"}')
Gap 1: "many" is not a number. Write only the number, such as 12.5 or 6.02e23.
> select core.cloze_fault('{"gaps": [{"id": "1", "kind": "numeric"}]}', '{"1": "1/2"}')
null
$$;

-- supabase/functions_sql/attempts/marking/check_response.sql
create or replace function core.check_response(
    kind core.question_kind,
    choices jsonb,    -- [{"id", "text"}]
    response jsonb,
    display jsonb default '{}'   -- as in core.questions.display
) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if response is null or response = 'null' then
        return 'A response is missing.';
    end if;
    -- Most responses are one choice, which can be checked without a query
    if kind in ('single_choice', 'true_false', 'multiple_choice', 'poll') and jsonb_typeof(response) = 'array'
        and jsonb_array_length(response) = 1 and jsonb_typeof(response -> 0) = 'string'
        and choices @> jsonb_build_array(jsonb_build_object('id', response -> 0)) then
        return null;
    end if;
    return case
        when kind = 'numeric' and display ? 'units' then core.quantity_fault(display, response)
        when kind = 'numeric' then core.number_fault(response)
        when kind = 'matching' then core.matching_fault(choices, display, response)
        when kind = 'slider' then core.slider_fault(display, response)
        when kind = 'word_cloud' then core.words_fault(display, response)
        when kind = 'cloze' then core.cloze_fault(display, response)
        when kind = 'short_text' then core.text_fault(response)
        when jsonb_typeof(response) <> 'array' then 'The response must be a list of choice ids.'
        when jsonb_array_length(response) > jsonb_array_length(choices)
            then 'The response has more items than there are choices.'
        when exists (
            select from jsonb_array_elements(response) as chosen (id) where jsonb_typeof(chosen.id) <> 'string'
        ) then 'The response must be a list of choice ids.'
        when exists (
            select from jsonb_array_elements_text(response) as chosen (id)
            where not choices @> jsonb_build_array(jsonb_build_object('id', chosen.id))
        ) then 'The response has an id that is not one of the choices.'
        when jsonb_array_length(response) <> (
            select count(distinct chosen.id) from jsonb_array_elements_text(response) as chosen (id)
        ) then 'The response has the same id twice.'
        when kind = 'ordering' then
            case
                when jsonb_array_length(response) < jsonb_array_length(choices)
                    then 'The response must place every item.'
            end
        when kind = 'multiple_choice' then
            case when jsonb_array_length(response) = 0 then 'The response must choose at least one.' end
        when jsonb_array_length(response) <> 1 then 'The response must choose exactly one.'
    end;
end;
$$;

comment on function core.check_response is $$
What is wrong with the form of a response, as a sentence; null if it can be marked. A response is a list of choice ids
for choice questions and polls, a list of all choice ids for an ordering, a number or a text with one for numeric and
slider, a text for short_text, and choice ids by item ids for a matching, and for a
cloze a text, a number or a choice id by gap id.
> select core.check_response('single_choice', '[{"id": "a"}, {"id": "b"}]', '["a"]')
null
> select core.check_response('single_choice', '[{"id": "a"}, {"id": "b"}]', '["a", "b"]')
The response must choose exactly one.
> select core.check_response('ordering', '[{"id": "a"}, {"id": "b"}]', '["b"]')
The response must place every item.
> select core.check_response('numeric', '[]', '"1.234,5"')
"1.234,5" can be read in two ways. Write it without separators of thousands.
$$;

-- supabase/functions_sql/attempts/marking/number_reading.sql
create or replace function core.number_reading(given jsonb) returns text
language sql immutable parallel safe
return (
    select format('Read as %s.', read.number::double precision)
    from (select core.read_number(given) as number) as read
    where jsonb_typeof(given) = 'string'
        and trim(given #>> '{}') not in (read.number::text, (read.number::double precision)::text)
);

comment on function core.number_reading is $$
How a number that was typed was read, as a sentence; null if it was typed that way, or can't be read.
> select core.number_reading('"1 234"'), core.number_reading('"1/2"'), core.number_reading('"1234"')
Read as 1234. | Read as 0.5. | null
$$;

-- supabase/functions_sql/attempts/marking/without_blanks.sql
create or replace function core.without_blanks(response jsonb   -- an object
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_object_agg(given.part, given.value), '{}')
    from jsonb_each(response) as given (part, value)
    where given.value <> 'null' and not (
        jsonb_typeof(given.value) = 'string' and core.typed_text(given.value #>> '{}') = ''
    )
);

comment on function core.without_blanks is $$
A response by parts, without the parts that are blank.
> select core.without_blanks('{"1": "Rome", "2": " ", "3": null, "4": 0}')
{"1": "Rome", "4": 0}
$$;

-- supabase/functions_sql/attempts/marking/plain_response.sql
create or replace function core.plain_response(
    kind core.question_kind,
    response jsonb
) returns jsonb
language sql immutable parallel safe
return case
    when response = '[]' then 'null'::jsonb
    when jsonb_typeof(response) = 'string' and core.typed_text(response #>> '{}') = '' then 'null'
    -- items and gaps that are left out
    when kind = 'word_cloud' and jsonb_typeof(response) = 'array'
        then coalesce(nullif(jsonb_path_query_array(response, '$[*] ? (!(@ like_regex "^\\s*$"))'), '[]'), 'null')
    when kind in ('matching', 'cloze') and jsonb_typeof(response) = 'object'
        then coalesce(nullif(core.without_blanks(response), '{}'), 'null')
    when kind = 'true_false' and jsonb_typeof(response) = 'boolean' then jsonb_build_array(response #>> '{}')
    else response
end;

comment on function core.plain_response is $$
A response in the form that is stored: a blank one is null, which withdraws an answer, and true and false are the ids of
these choices.
> select core.plain_response('numeric', '" "'), core.plain_response('multiple_choice', '[]')
null | null
> select core.plain_response('matching', '{"a": null, "b": "c"}'), core.plain_response('matching', '{"a": ""}')
{"b": "c"} | null
> select core.plain_response('true_false', 'false'), core.plain_response('short_text', '"Rome"')
["false"] | "Rome"
$$;

-- supabase/functions_sql/attempts/marking/question_points.sql
create or replace function core.question_points(
    fraction numeric,           -- as core.mark gives it
    points numeric,             -- of the question
    negative_marking numeric    -- the part of the points that a wrong answer costs, 0 to 1
) returns numeric
language sql immutable parallel safe
return points * case when fraction > 0 then fraction when fraction <= 0 then least(fraction, -negative_marking) end;

comment on function core.question_points is $$
The points of an answer. An answer that earns nothing is wrong and costs the negative marking, or its own negative
weight if that is more. null for a poll.
> select core.question_points(0.5, 4, 0.25), core.question_points(0, 4, 0.25), core.question_points(-1, 4, 0.25)
2.0 | -1.00 | -4
> select core.question_points(null, 4, 0.25)
null
$$;

-- supabase/functions_sql/attempts/new_attempt.sql
create or replace function core.new_attempt(quiz core.quizzes, person uuid) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    drawn_with integer := floor(random() * 2147483647);
    attempt core.attempts;
begin
    insert into core.attempts (
        quiz_id, user_id, number, preview, seed, negative_marking, pass_mark, max_score
    )
    select
        quiz.id,
        person,
        coalesce(max(t.number), 0) + 1,
        quiz.owner_id = person,
        drawn_with,
        quiz.negative_marking,
        quiz.pass_mark,
        0
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person
    returning * into attempt;

    insert into core.attempt_questions (attempt_id, position, question_id, version, choice_order)
    select attempt.id, drawn.place, q.id, q.version, core.drawn_order(quiz, q, drawn_with)
    from unnest(core.drawn_questions(quiz, drawn_with)) with ordinality as drawn (id, place)
    inner join core.questions as q on q.id = drawn.id::uuid;

    if not found then
        perform core.fail(409, 'quiz_empty', 'This quiz has no questions yet.');
    end if;
    update core.attempts as t
    set
        deadline = core.deadline_of(t, quiz, core.allowance_of(quiz.id, person)),
        max_score = (
            select coalesce(sum(v.points) filter (where core.is_scored(v.kind)), 0)
            from core.attempt_questions as aq
            inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
            where aq.attempt_id = attempt.id
        )
    where t.id = attempt.id
    returning * into attempt;
    return attempt;
end;
$$;

comment on function core.new_attempt is
'Makes an attempt with the current questions and options of the quiz. PT409 quiz_empty.';

-- supabase/functions_sql/attempts/number_readings.sql
create or replace function core.number_readings(
    attempt core.attempts,
    answers jsonb           -- [{"question_id", "response"}], as core.store_answers takes them
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', aq.question_id,
        'position', aq.position,
        'message', core.number_reading(given.answer -> 'response')
    ) order by aq.position), '[]')
    from jsonb_array_elements(answers) as given (answer)
    inner join core.attempt_questions as aq
        on aq.attempt_id = attempt.id and aq.question_id::text = lower(given.answer ->> 'question_id')
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where v.kind in ('numeric', 'slider') and core.number_reading(given.answer -> 'response') is not null;
$$;

comment on function core.number_readings is
'How the numbers in answers were read, where they were typed in another way: [{"question_id", "position", "message"}].';

-- supabase/functions_sql/attempts/owner/attempt_told.sql
create or replace function core.attempt_told(attempt core.attempts, quiz core.quizzes) returns jsonb
language sql stable
return jsonb_build_object(
    'attempt_id', attempt.id, 'quiz_id', quiz.id, 'title', quiz.title, 'number', attempt.number
);

comment on function core.attempt_told is 'What the events attempt.deleted and attempt.restored tell the taker.';

-- supabase/functions_sql/attempts/settle_overdue.sql
create or replace function core.settle_overdue(
    quiz_id uuid,       -- null: of all quizzes
    person_id uuid      -- null: of everybody
) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    due uuid[];
begin
    -- an attempt that is locked is being finished by another transaction
    select array_agg(found.id) into due
    from (
        select t.id
        from core.attempts as t
        where t.state = 'in_progress'
            and t.deleted_at is null
            and t.deadline < core.overdue_before()
            and (settle_overdue.quiz_id is null or t.quiz_id = settle_overdue.quiz_id)
            and (settle_overdue.person_id is null or t.user_id = settle_overdue.person_id)
        for update skip locked
    ) as found;

    if due is not null then
        perform core.finish_attempts(due, overdue => true);
    end if;
    return coalesce(cardinality(due), 0);
end;
$$;

comment on function core.settle_overdue is
'Ends the attempts whose time is up: they are finished with the answers that were saved in time, or abandoned if there
are none. Starting an attempt calls it first, and every process of the app calls it regularly. Reads show the same
before (core.settled_attempts). Returns how many it ended.';

revoke execute on function core.settle_overdue from public;
grant execute on function core.settle_overdue to authenticator;

-- supabase/functions_sql/attempts/owner/owned_attempt.sql
create or replace function core.owned_attempt(
    quiz core.quizzes,             -- locked by its owner
    attempt_id uuid,
    deleted boolean default false
) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    taker uuid := (select t.user_id from core.attempts as t where t.id = owned_attempt.attempt_id);
    attempt core.attempts;
begin
    -- as start_attempt does, so that nobody starts another attempt at the same time
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || taker, 0));
    perform core.settle_overdue(quiz.id, taker);
    select * into attempt
    from core.attempts as t
    where t.id = owned_attempt.attempt_id and t.quiz_id = quiz.id
        and (t.deleted_at is not null) = owned_attempt.deleted
    for update;
    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', format(
            'This quiz has no such %sattempt.', case when owned_attempt.deleted then 'deleted ' end
        ));
    end if;
    return attempt;
end;
$$;

comment on function core.owned_attempt is
'An attempt at a quiz for the quiz''s owner, settled if its time is up, and locked until the transaction ends. PT404
attempt_not_found.';

-- supabase/functions_sql/attempts/owner/delete_attempt.sql
create or replace function public.delete_attempt(quiz_id uuid, attempt_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
begin
    update core.attempts as t set deleted_at = now() where t.id = attempt.id returning * into attempt;
    perform core.notify_user(attempt.user_id, 'attempt.deleted', core.attempt_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.deleted', jsonb_strip_nulls(jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'state', attempt.state, 'score', trim_scale(attempt.score)
    )), attempt.user_id);
    return jsonb_build_object('id', attempt.id, 'deleted_at', attempt.deleted_at);
end;
$$;

comment on function public.delete_attempt is
'Deletes one attempt at a quiz of the caller''s, and returns {"id", "deleted_at"}. It no longer counts: its taker may
begin another in its place, and boards, results and statistics are without it. Its taker is told (event
attempt.deleted). restore_attempt restores it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
attempt_not_found.';

revoke execute on function public.delete_attempt from public, anon;
grant execute on function public.delete_attempt to authenticated;

-- supabase/functions_sql/attempts/timing/given_end.sql
create or replace function core.given_end(
    more_time jsonb,         -- {"minutes"} or {"until"}
    from_then timestamptz    -- what the minutes are added to
) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given jsonb := jsonb_strip_nulls(more_time);
    until timestamptz;
begin
    if jsonb_typeof(more_time) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'The time must be an object with minutes or until.');
    end if;
    perform core.refuse_unknown_fields(more_time, '{minutes,until}');
    if (given ? 'minutes') = (given ? 'until') then
        perform core.fail(422, 'minutes_or_until', 'Say either how many minutes, or until when.');
    end if;
    until := coalesce(
        core.draft_instant(given, 'until'),
        from_then + core.draft_number(given, 'minutes', '', 1, 10080, 2) * interval '1 minute'
    );
    if until <= now() then
        perform core.fail(422, 'out_of_range', 'until must be in the future.');
    end if;
    return until;
end;
$$;

comment on function core.given_end is
'The end that an owner gives to an attempt: a time in the future, or 1 to 10080 minutes (a week) after another time.
PT422 wrong_type, unknown_field, minutes_or_until, out_of_range, bad_time.';

-- supabase/functions_sql/attempts/owner/extend_attempt.sql
create or replace function public.extend_attempt(
    quiz_id uuid,
    attempt_id uuid,
    more_time jsonb     -- {"minutes"}, in addition to its deadline, or {"until"}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
    before timestamptz := attempt.deadline;
begin
    if attempt.state <> 'in_progress' then
        perform core.fail(409, 'attempt_ended', 'This attempt has ended. It can be reopened.');
    end if;
    if before is null then
        perform core.fail(409, 'no_deadline', 'This attempt has no deadline.');
    end if;
    update core.attempts as t
    set extended_to = core.given_end(more_time, greatest(before, now()))
    where t.id = attempt.id
    returning * into attempt;
    if attempt.extended_to < before then
        perform core.fail(409, 'attempt_not_shortened', 'The attempt ends later than that already.');
    end if;
    perform core.move_deadlines(quiz);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    perform core.note_act(quiz, 'attempt.extended', jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'deadline', jsonb_build_array(before, attempt.deadline)
    ), attempt.user_id);
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.extend_attempt is
'Lets one attempt in progress at a quiz of the caller''s go on for more minutes (1 to 10080), or until a time: past the
time limit and closing, and whatever they change to later. Its taker is told at once (event attempt.deadline). Returns
its summary (core.attempt_summary). PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, attempt_not_found;
PT409 attempt_ended, no_deadline, attempt_not_shortened; PT422 as core.given_end.';

revoke execute on function public.extend_attempt from public, anon;
grant execute on function public.extend_attempt to authenticated;

-- supabase/functions_sql/attempts/owner/require_none_other.sql
create or replace function core.require_none_other(attempt core.attempts) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
        select from core.attempts as t
        where t.quiz_id = attempt.quiz_id and t.user_id = attempt.user_id and t.state = 'in_progress'
            and t.deleted_at is null and t.id <> attempt.id
    ) then
        perform core.fail(
            409, 'other_in_progress', 'This person has another attempt at this quiz in progress.'
        );
    end if;
end;
$$;

comment on function core.require_none_other is
'Refuses to put an attempt in progress beside another of the same person in the same quiz. PT409 other_in_progress.';

-- supabase/functions_sql/attempts/owner/reopen_attempt.sql
create or replace function public.reopen_attempt(
    quiz_id uuid,
    attempt_id uuid,
    more_time jsonb     -- {"minutes"} from now on, or {"until"}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
    until timestamptz := core.given_end(more_time, now());
    before jsonb;
begin
    if attempt.state = 'in_progress' then
        perform core.fail(409, 'attempt_in_progress', 'This attempt is in progress. It can be extended.');
    end if;
    perform core.require_none_other(attempt);
    before := jsonb_build_object(
        'state', attempt.state,
        'finished_at', attempt.finished_at,
        'score', trim_scale(attempt.score),
        'marks_shown', core.marks_shown(quiz, attempt.user_id),
        'key_shown', core.shown_now(quiz.key_shown, quiz, attempt.user_id) and not core.is_being_played(quiz)
    );
    update core.attempts as t
    set state = 'in_progress', finished_at = null, overdue = false, score = null, passed = null, extended_to = until
    where t.id = attempt.id
    returning * into attempt;
    update core.attempts as t
    set deadline = core.deadline_of(attempt, quiz, core.allowance_of(quiz.id, attempt.user_id))
    where t.id = attempt.id
    returning * into attempt;
    perform core.notify_user(attempt.user_id, 'attempt.reopened', core.deadline_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.reopened', before || jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'deadline', attempt.deadline
    ), attempt.user_id);
    return core.attempt_summary(attempt) || jsonb_build_object('before', before);
end;
$$;

comment on function public.reopen_attempt is
'Puts an attempt that has ended, at a quiz of the caller''s, in progress again, with its answers, until the given time
at least: later if the quiz and the taker''s allowance give it more. It has no score until it ends again. Its taker is
told (event attempt.reopened). Returns its summary and "before": its state, finished_at and score, and whether its taker
could see the marks of this attempt (marks_shown) and the answer key (key_shown) until now. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found, attempt_not_found; PT409 attempt_in_progress, other_in_progress; PT422 as
core.given_end.';

revoke execute on function public.reopen_attempt from public, anon;
grant execute on function public.reopen_attempt to authenticated;

-- supabase/functions_sql/attempts/owner/restore_attempt.sql
create or replace function public.restore_attempt(quiz_id uuid, attempt_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id, deleted => true);
begin
    if attempt.state = 'in_progress' then
        perform core.require_none_other(attempt);
    end if;
    update core.attempts as t
    set
        deleted_at = null,
        deadline = case
            when t.state = 'in_progress' then core.deadline_of(t, quiz, core.allowance_of(quiz.id, t.user_id))
            else t.deadline
        end
    where t.id = attempt.id
    returning * into attempt;
    perform core.settle_overdue(quiz.id, attempt.user_id);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    perform core.notify_user(attempt.user_id, 'attempt.restored', core.attempt_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.restored', jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'state', attempt.state
    ), attempt.user_id);
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.restore_attempt is
'Restores a deleted attempt at a quiz of the caller''s, and returns its summary (core.attempt_summary). It counts again,
even if its taker has begun another in its place since. One that was in progress goes on if its time is not up. Its
taker is told (event attempt.restored). PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
attempt_not_found; PT409 other_in_progress.';

revoke execute on function public.restore_attempt from public, anon;
grant execute on function public.restore_attempt to authenticated;

-- supabase/functions_sql/attempts/refuse_faults.sql
create or replace function core.refuse_faults(faults jsonb   -- as core.store_answers returns them
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if faults = '[]' then
        return;
    end if;
    perform core.fail(
        422,
        faults -> 0 ->> 'code',
        format('None of the answers can be accepted (%s), so none was saved.', jsonb_array_length(faults)),
        (
            select string_agg(format(
                '%s: %s',
                coalesce('Question ' || (fault.value ->> 'position'), fault.value ->> 'question_id', 'No question_id'),
                fault.value ->> 'message'
            ), E'\n' order by fault.place)
            from jsonb_array_elements(faults) with ordinality as fault (value, place)
            where fault.place <= 20
        )
    );
end;
$$;

comment on function core.refuse_faults is
'Raises PT422 with the code of the first fault and a line for each fault in the hint. Does nothing if there are no
faults.';

-- supabase/functions_sql/attempts/require_attempt_quota.sql
create or replace function core.require_attempt_quota(person uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_attempts_per_day');
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('attempts ' || person, 0));
    if (
        select count(*) from core.attempts as t
        where t.user_id = person and t.started_at > now() - interval '1 day'
    ) >= most then
        perform core.fail(429, 'too_many_attempts', format(
            'You have begun %s attempts in the last 24 hours, and more are not allowed. Try again later.', most
        ));
    end if;
end;
$$;

comment on function core.require_attempt_quota is
'Refuses one more attempt than a person may begin in a day, whatever their quizzes allow. PT429 too_many_attempts.';

-- supabase/functions_sql/attempts/require_may_start.sql
create or replace function core.require_may_start(quiz core.quizzes, person uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    before record;
    next_start timestamptz;
    allowance core.allowances := core.allowance_of(quiz.id, person);
    opens_at timestamptz := coalesce(allowance.opens_at, quiz.opens_at);
    closes_at timestamptz := coalesce(allowance.closes_at, quiz.closes_at);
    attempts_allowed integer := quiz.attempts_allowed + coalesce(allowance.extra_attempts, 0);
begin
    if quiz.visibility = 'private' and quiz.owner_id <> person then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');   -- others must not learn that it exists
    end if;
    if quiz.deleted_at is not null then
        perform core.fail(410, 'quiz_deleted', 'This quiz was deleted.');
    end if;
    if quiz.owner_id = person then
        return;   -- a preview
    end if;
    if opens_at > now() then
        perform core.fail(409, 'quiz_not_open', format('This quiz opens at %s.', core.readable_time(opens_at)));
    end if;
    if closes_at <= now() then
        perform core.fail(409, 'quiz_closed', format('This quiz closed at %s.', core.readable_time(closes_at)));
    end if;

    select count(*) as attempts, max(t.finished_at) as last_end into before
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person and not t.preview and t.deleted_at is null;

    if before.attempts >= attempts_allowed then
        perform core.fail(409, 'no_attempts_left', format(
            'You have used all the attempts that this quiz allows (%s).', attempts_allowed
        ));
    end if;
    next_start := before.last_end + make_interval(secs => quiz.attempt_delay_s);
    if next_start > now() then
        perform core.fail(
            409, 'attempt_too_soon', format('The next attempt may start at %s.', core.readable_time(next_start))
        );
    end if;
end;
$$;

comment on function core.require_may_start is
'Refuses an attempt that this person may not begin now, by the quiz and their allowance. Abandoned attempts count as
used, because their questions were seen. PT404 quiz_not_found; PT410 quiz_deleted; PT409 quiz_not_open, quiz_closed,
no_attempts_left, attempt_too_soon.';

-- supabase/functions_sql/attempts/store_answers.sql
create or replace function core.store_answers(
    attempt core.attempts,   -- in progress, locked by the caller
    answers jsonb            -- [{"question_id", "response", "version"?}]; a blank response withdraws an answer
) returns jsonb              -- the faults: [{"question_id", "position", "code", "message", "answer"}]
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    longest bigint := core.setting('quiz.max_response_bytes');
    faults jsonb;
begin
    if jsonb_typeof(answers) is distinct from 'array' then
        perform core.fail(422, 'invalid_answers', 'answers must be a list of {"question_id", "response"}.');
    end if;
    if jsonb_array_length(answers) > core.setting('quiz.max_questions') then
        perform core.fail(422, 'too_many_answers', 'There are more answers than a quiz may have questions.');
    end if;

    with given as (
        select
            item.place,
            lower(item.value ->> 'question_id') as question_id,
            item.value -> 'response' as response,
            item.value -> 'version' as version,
            count(*) over (partition by lower(item.value ->> 'question_id')) as times
        from jsonb_array_elements(answers) with ordinality as item (value, place)
    ),

    checked as (
        select
            given.place,
            given.question_id as named,
            plain.response,
            aq.question_id,
            aq.position,
            v.kind,
            v.key,
            v.points,
            shape.fault,
            case when saved.deleted_at is null then saved.response end as saved_response,
            coalesce(saved.version, 0) as saved_version,
            case
                when aq.question_id is null then 'question_not_found'
                when given.times > 1 then 'answered_twice'
                when given.response is null then 'missing_response'
                when octet_length(given.response::text) > longest then 'too_long'
                when given.version <> 'null' and given.version <> to_jsonb(coalesce(saved.version, 0))
                    then 'changed_since'
                when shape.fault is not null then 'invalid_response'
            end as code
        from given
        left join core.attempt_questions as aq
            on aq.attempt_id = attempt.id and aq.question_id::text = given.question_id
        left join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as saved on saved.attempt_id = attempt.id and saved.question_id = aq.question_id
        left join lateral (
            select case
                when octet_length(given.response::text) <= longest then core.plain_response(v.kind, given.response)
            end as response
        ) as plain on true
        left join lateral (
            select case
                when plain.response <> 'null' then core.check_response(v.kind, v.choices, plain.response, v.display)
            end as fault
        ) as shape on true
    ),

    marked as materialized (   -- mark once
        select checked.*, core.mark(checked.kind, checked.key, checked.response) as fraction
        from checked
        where checked.code is null and checked.response <> 'null'
    ),

    stored as (
        insert into core.answers as a (attempt_id, question_id, response, fraction, points)
        select
            attempt.id, marked.question_id, marked.response, marked.fraction,
            core.question_points(marked.fraction, marked.points, attempt.negative_marking)
        from marked
        on conflict (attempt_id, question_id) do update
        set
            response = excluded.response, fraction = excluded.fraction, points = excluded.points,
            saved_at = excluded.saved_at, deleted_at = null, version = a.version + 1
    ),

    withdrawn as (
        update core.answers as a
        set deleted_at = now(), fraction = null, points = null, version = a.version + 1
        from checked
        where checked.code is null and checked.response = 'null'
            and a.attempt_id = attempt.id and a.question_id = checked.question_id and a.deleted_at is null
    )

    select jsonb_agg(jsonb_build_object(
        'question_id', left(checked.named, 100),
        'position', checked.position,
        'code', checked.code,
        'message', case checked.code
            when 'question_not_found' then 'This question is not one of the attempt''s.'
            when 'answered_twice' then 'This question is answered twice in one request.'
            when 'missing_response' then 'The response is missing.'
            when 'too_long' then 'The response is too long.'
            when 'changed_since' then 'This question has been answered since, on another device or in another tab.'
            else checked.fault
        end,
        'answer', case when checked.code = 'changed_since' then jsonb_build_object(
            'response', checked.saved_response, 'version', checked.saved_version
        ) end
    ) order by checked.place)
    into faults
    from checked
    where checked.code is not null;

    return coalesce(faults, '[]');
end;
$$;

comment on function core.store_answers is
'Stores and marks the answers without faults, and returns the faults of the others. The codes of faults:
question_not_found, answered_twice, missing_response, too_long, invalid_response; changed_since, if the item names
a version other than the saved answer has: then "answer" has that one. PT422 invalid_answers, too_many_answers.';

-- supabase/functions_sql/attempts/save_answers.sql
create or replace function public.save_answers(
    attempt_id uuid,
    answers jsonb   -- [{"question_id", "response", "version"?}]; a blank response withdraws an answer
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts := core.locked_attempt(attempt_id);
    faults jsonb;
begin
    perform core.require_in_progress(attempt);
    faults := core.store_answers(attempt, answers);
    if jsonb_array_length(faults) = jsonb_array_length(answers) then
        perform core.refuse_faults(faults);
    end if;
    return core.attempt_summary(attempt) || jsonb_build_object(
        'saved', jsonb_array_length(answers) - jsonb_array_length(faults),
        'rejected', faults,
        'readings', core.number_readings(attempt, answers)
    );
end;
$$;

comment on function public.save_answers is
'Saves answers, and returns the attempt''s summary with "saved" (how many), "rejected" (the faults, as
core.store_answers returns them) and "readings" (as core.number_readings returns them). The answers without faults are
saved in any case, so that one mistake loses no work. If all have faults: PT422 with the code of the first. PT401
not_signed_in; PT404 attempt_not_found; PT409 attempt_overdue, attempt_finished, attempt_abandoned; PT422
invalid_answers, too_many_answers.';
revoke execute on function public.save_answers from public, anon;
grant execute on function public.save_answers to authenticated;

-- supabase/functions_sql/attempts/settled.sql
create or replace function core.settled(attempt_id uuid) returns core.attempts
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.*
    from core.settled_attempts as s
    where s.id = attempt_id;
$$;

comment on function core.settled is
'An attempt as it is once it is settled. For the view public.attempts, which shows the caller only attempts that they
may see, and joins nothing, so that PostgREST finds its relations.';

revoke execute on function core.settled from public;
grant execute on function core.settled to authenticated, service_role;

-- supabase/functions_sql/attempts/start_attempt.sql
create or replace function public.start_attempt(
    quiz_id uuid,
    share_email boolean default false,     -- the owner may see the caller's address, where the quiz asks for it
    student_number text default null       -- where the quiz asks for it
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    quiz core.quizzes;
    attempt core.attempts;
begin
    select * into quiz from core.quizzes as q where q.id = start_attempt.quiz_id for key share;
    if quiz.id is null then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;

    -- so that two concurrent calls make one attempt
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || person, 0));
    perform core.settle_overdue(quiz.id, person);
    select * into attempt
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person and t.state = 'in_progress' and t.deleted_at is null;

    if attempt.id is not null then
        return core.attempt_payload(attempt) || '{"resumed": true}';
    end if;
    perform core.require_may_start(quiz, person);
    perform core.require_attempt_quota(person);
    perform core.keep_taker_details(quiz, person, share_email, student_number);
    attempt := core.new_attempt(quiz, person);
    return core.attempt_payload(attempt) || '{"resumed": false}';
end;
$$;

comment on function public.start_attempt is
'Begins an attempt, or returns the one in progress with its saved answers; "resumed" says which. The deadline is the
time limit or the closing time, whichever is first. The questions are in the order drawn for the attempt. An attempt of
the quiz''s owner is a preview. PT401 not_signed_in; PT404 quiz_not_found; PT410 quiz_deleted; PT409 quiz_not_open,
quiz_closed, no_attempts_left, attempt_too_soon, quiz_empty; PT422 email_not_shared, student_number_missing, too_long;
PT429 too_many_attempts.';
revoke execute on function public.start_attempt from public, anon;
grant execute on function public.start_attempt to authenticated;

-- supabase/functions_sql/attempts/submit_attempt.sql
create or replace function public.submit_attempt(
    quiz_id uuid,
    answers jsonb default '[]',      -- [{"question_id", "response", "version"?}], in addition to saved ones
    attempt_id uuid default null     -- null: the one in progress, or the last
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    attempt core.attempts;
    faults jsonb;
begin
    select * into attempt
    from core.attempts as t
    where t.quiz_id = submit_attempt.quiz_id
        and t.user_id = person
        and t.deleted_at is null
        and (submit_attempt.attempt_id is null or t.id = submit_attempt.attempt_id)
    order by t.number desc
    limit 1;

    if attempt.id is null then
        perform core.fail(409, 'not_started', 'You have no attempt at this quiz. Start it first.');
    end if;
    attempt := core.locked_attempt(attempt.id);
    if attempt.state = 'finished' or attempt.overdue then
        return core.attempt_summary(attempt) || '{"rejected": []}';   -- submitted before, or too late
    end if;
    perform core.require_in_progress(attempt);

    faults := core.store_answers(attempt, answers);
    if jsonb_array_length(faults) = jsonb_array_length(answers) then
        perform core.refuse_faults(faults);
    end if;
    perform core.finish_attempts(array[attempt.id], overdue => false);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    return core.attempt_summary(attempt) || jsonb_build_object('rejected', faults);
end;
$$;

comment on function public.submit_attempt is
'Finishes an attempt with these answers and those saved before, scores it, and returns its summary with "rejected": the
faults of these answers, as core.store_answers returns them. An answer with a fault is left out, and all others count;
if all have faults, nothing is submitted: PT422 with the code of the first. Submitting again returns the same result.
After the deadline and its grace, only answers that were saved in time count (overdue is true). PT401 not_signed_in;
PT409 not_started, attempt_abandoned; PT422 invalid_answers, too_many_answers.';
revoke execute on function public.submit_attempt from public, anon;
grant execute on function public.submit_attempt to authenticated;

-- supabase/functions_sql/credits/balance_of.sql
create or replace function core.balance_of(user_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(case a.kind when 'user' then 'spendable' else 'reserved' end, core.credits(a.balance))
    from core.credit_accounts as a
    where a.owner_id = balance_of.user_id;
$$;

comment on function core.balance_of is
'A person''s credits: {"spendable", "reserved"}. spendable is negative after a refund or dispute of spent credits.';

-- supabase/functions_sql/credits/questions_cost.sql
create or replace function core.questions_cost(questions integer) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('credits.max_questions');
begin
    if questions is null or questions not between 1 and most then
        perform core.fail(422, 'bad_question_count', format('The number of questions must be from 1 to %s.', most));
    end if;
    return questions * core.setting('credits.price_per_question_hundredths');
end;
$$;

comment on function core.questions_cost is
'The price of a number of questions, in hundredths of a credit. PT422 bad_question_count.';

-- supabase/functions_sql/credits/calculate_credits.sql
create or replace function public.calculate_credits(questions integer) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    cost bigint := core.questions_cost(questions);
    spendable bigint;
begin
    select a.balance into spendable
    from core.credit_accounts as a
    where a.owner_id = core.person_id() and a.kind = 'user';
    return jsonb_build_object(
        'questions', questions,
        'cost', core.credits(cost),
        'spendable', core.credits(spendable),
        'can_pay', spendable >= cost,
        'missing', core.credits(greatest(cost - spendable, 0))
    );
end;
$$;

comment on function public.calculate_credits is
'The current price of a number of questions, and whether the caller can pay it: {"questions", "cost", "spendable",
"can_pay", "missing"}, amounts in credits. PT401 not_signed_in; PT422 bad_question_count.';

revoke execute on function public.calculate_credits from public, anon;
grant execute on function public.calculate_credits to authenticated;

-- supabase/functions_sql/credits/transfer_route.sql
create or replace function core.transfer_route(kind core.transfer_kind) returns core.account_kind[]
language sql immutable parallel safe
return case kind
    when 'gift' then array['promotions', 'user']::core.account_kind[]
    when 'purchase' then array['stripe', 'user']::core.account_kind[]
    when 'refund' then array['user', 'stripe']::core.account_kind[]
    when 'refund_reversed' then array['stripe', 'user']::core.account_kind[]
    when 'dispute' then array['user', 'stripe']::core.account_kind[]
    when 'dispute_reversed' then array['stripe', 'user']::core.account_kind[]
    when 'reserve' then array['user', 'reserved']::core.account_kind[]
    when 'capture' then array['reserved', 'revenue']::core.account_kind[]
    when 'release' then array['reserved', 'user']::core.account_kind[]
end;

comment on function core.transfer_route is $$
The account that a kind of transfer debits, and the one that it credits.
> select core.transfer_route('capture')
{reserved,revenue}
$$;

-- supabase/functions_sql/credits/payments/payment_dues.sql
create or replace function core.payment_dues(
    payment core.payments,
    out bought bigint,
    out refunded bigint,
    out disputed bigint
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select
        whole.credits,
        whole.refunded,
        least(whole.disputed, whole.credits - whole.refunded)
    from (
        select
            payment.credits,
            round(payment.credits * payment.refunded_cents / payment.amount_cents::numeric)::bigint as refunded,
            round(payment.credits * coalesce(sum(d.withdrawn_cents), 0) / payment.amount_cents)::bigint as disputed
        from core.payment_disputes as d
        where d.payment_id = payment.id
    ) as whole
    where payment.status = 'paid'
    union all
    select 0, 0, 0
    where payment.status <> 'paid';
$$;

comment on function core.payment_dues is
'What a payment in its known state should have moved, in hundredths of a credit: bought, and the parts of it that
refunds and disputes should have taken back. Together, these never exceed bought.';

-- supabase/functions_sql/credits/payments/payment_moves.sql
create or replace function core.payment_moves(
    payment_id uuid,
    out bought bigint,
    out refunded bigint,
    out disputed bigint
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select
        coalesce(sum(t.amount) filter (where t.kind = 'purchase'), 0)::bigint,
        coalesce(sum(case t.kind when 'refund' then t.amount when 'refund_reversed' then -t.amount end), 0)::bigint,
        coalesce(sum(case t.kind when 'dispute' then t.amount when 'dispute_reversed' then -t.amount end), 0)::bigint
    from core.credit_transfers as t
    where t.payment_id = payment_moves.payment_id;
$$;

comment on function core.payment_moves is
'What a payment has moved according to the ledger, in hundredths of a credit: bought, and what its refunds and disputes
have taken back.';

-- supabase/functions_sql/credits/payments/check_payments.sql
create or replace function core.check_payments() returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'Payment %s should have brought %s, less %s refunded and %s disputed, but it brought %s less %s and %s.',
        p.id, due.bought, due.refunded, due.disputed, done.bought, done.refunded, done.disputed
    )
    from core.payments as p,
        lateral core.payment_dues(p) as due,
        lateral core.payment_moves(p.id) as done
    where due <> done
    union all
    select format('Transfer %s belongs to no payment of its person.', t.id)
    from core.credit_transfers as t
    where
        (t.kind in ('purchase', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed'))
        <> (t.payment_id is not null)
        or (
            t.payment_id is not null
            and not exists (select from core.payments as p where p.id = t.payment_id and p.user_id = t.user_id)
        );
$$;

comment on function core.check_payments is
'The part of core.check_ledger for payments: a sentence for each payment that moved a wrong amount of credits, and for
each transfer that should belong to a payment of its person but does not. Amounts are in hundredths of a credit.';

-- supabase/functions_sql/credits/check_ledger.sql
create or replace function core.check_ledger() returns setof text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with sides as (
        select e.transfer_id, e.id, e.amount, e.balance_after, a.kind, a.owner_id
        from core.credit_entries as e
        left join core.credit_accounts as a on a.id = e.account_id
    ),

    pairs as (
        select
            t.id,
            t.kind,
            t.amount,
            count(s.id) as entries,
            count(s.id) filter (where s.kind = (core.transfer_route(t.kind))[1] and s.amount = -t.amount) as debits,
            count(s.id) filter (where s.kind = (core.transfer_route(t.kind))[2] and s.amount = t.amount) as credits,
            bool_or(s.owner_id <> t.user_id) as touches_others,
            bool_or(s.kind = 'user' and s.amount < 0 and s.balance_after < 0) as overdraws
        from core.credit_transfers as t
        left join sides as s on s.transfer_id = t.id
        group by t.id
    ),

    chains as (
        select
            e.id,
            e.account_id,
            e.balance_before,
            lag(e.balance_after, 1, 0::bigint) over (partition by e.account_id order by e.id) as balance_left
        from core.credit_entries as e
    ),

    sums as (
        select a.id, a.kind, a.balance, coalesce(sum(e.amount), 0) as moved
        from core.credit_accounts as a
        left join core.credit_entries as e on e.account_id = a.id
        group by a.id
    ),

    reservations as (
        select
            substring(t.source_key from '^(.*:)(?:reserve|capture|release)$') as key,
            coalesce(sum(t.amount) filter (where t.kind = 'reserve'), 0) as reserved,
            coalesce(sum(t.amount) filter (where t.kind <> 'reserve'), 0) as settled,
            bool_or(t.kind <> 'reserve') as is_settled,
            t.user_id
        from core.credit_transfers as t
        where t.kind in ('reserve', 'capture', 'release')
        group by 1, t.user_id
    ),

    waiting as (
        select r.user_id, sum(r.reserved) as hundredths
        from reservations as r
        where not r.is_settled
        group by r.user_id
    )

    select format(
        'Transfer %s (%s of %s) does not have exactly the two entries that it must have.', p.id, p.kind, p.amount
    )
    from pairs as p
    where (p.entries, p.debits, p.credits) <> (2, 1, 1) or p.touches_others
    union all
    select format('Transfer %s spent more credits than there were.', p.id)
    from pairs as p
    where p.overdraws and p.kind not in ('refund', 'dispute')
    union all
    select format('Entry %s belongs to no transfer or no account.', s.id)
    from sides as s
    where s.kind is null or not exists (select from core.credit_transfers as t where t.id = s.transfer_id)
    union all
    select format(
        'Entry %s of account %s begins at %s, but the entry before it ended at %s.',
        c.id, c.account_id, c.balance_before, c.balance_left
    )
    from chains as c
    where c.balance_before <> c.balance_left
    union all
    select format('Account %s (%s) holds %s, but its entries add up to %s.', s.id, s.kind, s.balance, s.moved)
    from sums as s
    where s.balance <> s.moved
    union all
    select format('All balances together are %s, not 0.', sum(s.balance))
    from sums as s
    having sum(s.balance) <> 0
    union all
    select format('%s settled %s of %s.', r.key, r.settled, r.reserved)
    from reservations as r
    where r.is_settled and r.settled <> r.reserved
    union all
    select format(
        'Account %s holds %s in reserve, but %s wait to be settled.', a.id, a.balance, coalesce(w.hundredths, 0)
    )
    from core.credit_accounts as a
    left join waiting as w on w.user_id = a.owner_id
    where a.kind = 'reserved' and a.balance <> coalesce(w.hundredths, 0)
    union all
    select format('%s has no credit accounts.', p.id)
    from core.profiles as p
    where (select count(*) from core.credit_accounts as a where a.owner_id = p.id) <> 2
    union all
    select core.check_payments();
$$;

comment on function core.check_ledger is
'Checks the ledger, and returns a sentence for each fault: every transfer has its two entries, every balance is the sum
of its entries and equals the last one''s balance_after, all balances add up to zero, the reserved balances equal the
open reservations, and each payment moved the credits that it should have. Amounts are in hundredths of a credit.';

revoke execute on function core.check_ledger from public;
grant execute on function core.check_ledger to authenticator;

-- supabase/functions_sql/credits/credit_balance.sql
create or replace function public.credit_balance() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.balance_of(core.person_id());
end;
$$;

comment on function public.credit_balance is
'The caller''s credits: {"spendable", "reserved"}. Reserved credits are set aside for generations in progress. PT401
not_signed_in.';

revoke execute on function public.credit_balance from public, anon;
grant execute on function public.credit_balance to authenticated;

-- supabase/functions_sql/credits/transfer_text.sql
create or replace function core.transfer_text(
    kind core.transfer_kind,
    questions integer,
    title text                 -- of the quiz; null if it was deleted for good
) returns text
language sql immutable parallel safe
return case kind
    when 'gift' then 'A gift'
    when 'purchase' then 'Bought'
    when 'refund' then 'Taken back: the payment was refunded'
    when 'refund_reversed' then 'Returned: the refund did not go through'
    when 'dispute' then 'Taken back: the payment is disputed'
    when 'dispute_reversed' then 'Returned: the dispute was settled'
    else
        case kind when 'reserve' then 'Set aside for ' when 'capture' then 'Paid for ' else 'Given back for ' end
        || questions || case questions when 1 then ' question' else ' questions' end
        || coalesce(' of “' || title || '”', '')
end;

comment on function core.transfer_text is $$
The text of a line in a person's credit history.
> select core.transfer_text('capture', 8, 'Rivers of Asia')
Paid for 8 questions of “Rivers of Asia”
$$;

-- supabase/functions_sql/credits/credit_line.sql
create or replace function core.credit_line(line core.credit_transfers) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', line.id,
        'created_at', line.created_at,
        'kind', line.kind,
        'text', core.transfer_text(
            line.kind, line.questions, (select q.title from core.quizzes as q where q.id = line.quiz_id)
        ),
        'spendable_change', core.credits(coalesce(sum(e.amount) filter (where a.kind = 'user'), 0)::bigint),
        'reserved_change', core.credits(coalesce(sum(e.amount) filter (where a.kind = 'reserved'), 0)::bigint)
    ) || jsonb_strip_nulls(jsonb_build_object(
        'spendable_after', core.credits(max(e.balance_after) filter (where a.kind = 'user')),
        'reserved_after', core.credits(max(e.balance_after) filter (where a.kind = 'reserved')),
        'questions', line.questions,
        'quiz_id', line.quiz_id,
        'payment_id', line.payment_id
    ))
    from core.credit_entries as e
    inner join core.credit_accounts as a on a.id = e.account_id
    where e.transfer_id = line.id and a.owner_id = line.user_id;
$$;

comment on function core.credit_line is
'A transfer as a line of its person''s history, amounts in credits: {"id", "created_at", "kind", "text",
"spendable_change", "reserved_change", "spendable_after"?, "reserved_after"?}. The last two are there for the accounts
that it changed.';

-- supabase/functions_sql/credits/credit_history.sql
create or replace function public.credit_history(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(core.credit_line(t), t.id)
        from core.credit_transfers as t
        where t.user_id = me and t.id < after[1]::bigint
        order by t.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.credit_history is
'The transfers of the caller''s credits, newest first, by page, each with a text and the balances after it. PT401
not_signed_in; PT422 bad_limit, bad_cursor.';

revoke execute on function public.credit_history from public, anon;
grant execute on function public.credit_history to authenticated;

-- supabase/functions_sql/credits/credit_lines.sql
create or replace function public.credit_lines() returns table (
    id bigint,
    created_at timestamptz,
    kind core.transfer_kind,
    text text,
    spendable_change numeric,
    reserved_change numeric,
    spendable_after numeric,
    reserved_after numeric,
    questions integer,
    quiz_id uuid,
    payment_id uuid
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select line.*
    from core.credit_transfers as t
    cross join lateral jsonb_to_record(core.credit_line(t)) as line (
        id bigint,
        created_at timestamptz,
        kind core.transfer_kind,
        text text,
        spendable_change numeric,
        reserved_change numeric,
        spendable_after numeric,
        reserved_after numeric,
        questions integer,
        quiz_id uuid,
        payment_id uuid
    )
    where t.user_id = core.person_id();
$$;

comment on function public.credit_lines is
'The history of the caller''s credits as rows, to filter, order and page; credit_history returns it as a document.
Amounts are in credits; *_after is null for an account that the transfer did not change. PT401 not_signed_in.';
revoke execute on function public.credit_lines from public, anon;
grant execute on function public.credit_lines to authenticated;

-- supabase/functions_sql/credits/open_credit_accounts.sql
create or replace function core.open_credit_accounts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    gift bigint := core.setting('credits.signup_gift_hundredths');
    address bytea := (select core.address_hash(u.email) from auth.users as u where u.id = new.id);
begin
    insert into core.credit_accounts (kind, owner_id) values ('user', new.id), ('reserved', new.id);
    if gift <= 0 then
        return null;
    end if;
    insert into core.gifted_addresses (address_hash)
    select address where address is not null
    on conflict do nothing;
    if found or address is null then
        perform core.transfer('signup:' || new.id, 'gift', new.id, gift);
    end if;
    return null;
end;
$$;

comment on function core.open_credit_accounts is
'Opens the credit accounts of each new profile and transfers the gift, once for each address. Profiles are made by a
trigger on auth.users, so this applies to accounts made through REST, Supabase Auth or SQL.';

create or replace trigger open_credit_accounts after insert on core.profiles
for each row execute function core.open_credit_accounts();

-- supabase/functions_sql/credits/payments/payment_named.sql
create or replace function core.payment_named(object jsonb) returns uuid
language sql immutable parallel safe
return case
    when object #>> '{metadata,quizzler_payment_id}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then (object #>> '{metadata,quizzler_payment_id}')::uuid
end;

comment on function core.payment_named is $$
The id of the payment that a PaymentIntent of ours, or its charge, has in its metadata; null for the intents of other
programs.
> select core.payment_named('{"metadata": {"quizzler_payment_id": "00000000-0000-0000-0000-00000000000a"}}')
00000000-0000-0000-0000-00000000000a
$$;

-- supabase/functions_sql/credits/payments/payment_of_event.sql
create or replace function core.payment_of_event(event core.stripe_events) returns core.payments
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
    named uuid := core.payment_named(event.payload #> '{data,object}');
begin
    -- An event may arrive before Stripe's response to create-intent, so the payment that the intent names is used, too
    if event.intent_id is not null then
        update core.payments as p
        set intent_id = event.intent_id, updated_at = now()
        where p.id = named and p.intent_id is null;
    end if;

    select * into payment from core.payments as p where p.intent_id = event.intent_id for update;
    if found then
        return payment;
    end if;
    if exists (select from core.payments as p where p.id = named) then
        perform core.fail(409, 'intent_mismatch', format(
            '%s names payment %s, which belongs to another PaymentIntent.', event.intent_id, named
        ));
    end if;
    perform core.fail(409, 'unknown_payment', format(
        'No payment belongs to %s.', coalesce(event.intent_id, 'a charge without a PaymentIntent')
    ));
end;
$$;

comment on function core.payment_of_event is
'The payment that an event is about, locked. PT409 unknown_payment, intent_mismatch.';

revoke execute on function core.payment_of_event from public;

-- supabase/functions_sql/credits/payments/require_same_money.sql
create or replace function core.require_same_money(
    payment core.payments,
    currency text,
    cents bigint
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if currency is distinct from payment.currency then
        perform core.fail(409, 'wrong_currency', format(
            'Payment %s is in %s, but this is in %s.', payment.id, payment.currency, coalesce(currency, 'none')
        ));
    end if;
    if cents is distinct from payment.amount_cents then
        perform core.fail(409, 'wrong_amount', format(
            'Payment %s is for %s cents, but this is for %s.',
            payment.id, payment.amount_cents, coalesce(cents::text, 'none')
        ));
    end if;
end;
$$;

comment on function core.require_same_money is
'Refuses an amount or a currency that is not the payment''s. PT409 wrong_currency, wrong_amount.';

revoke execute on function core.require_same_money from public;

-- supabase/functions_sql/credits/payments/note_refund.sql
create or replace function core.note_refund(
    payment core.payments,
    charge jsonb,
    happened_at timestamptz  -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    refunded bigint := charge ->> 'amount_refunded';
begin
    perform core.require_same_money(payment, charge ->> 'currency', (charge ->> 'amount')::bigint);
    if refunded is null or refunded not between 0 and payment.amount_cents then
        perform core.fail(409, 'wrong_amount', format(
            'Of payment %s, %s cents would be refunded out of %s.', payment.id, refunded, payment.amount_cents
        ));
    end if;
    -- Stripe reports the sum of all refunds of a charge, so a higher sum is later
    if happened_at < payment.refunds_known_at or refunded <= payment.refunded_cents then
        return 'older_than_known';
    end if;
    update core.payments as p
    set refunded_cents = refunded, updated_at = now()
    where p.id = payment.id;
    return 'applied';
end;
$$;

comment on function core.note_refund is
'Stores how much of a charge has been refunded: applied, or older_than_known. PT409 wrong_currency, wrong_amount.';

revoke execute on function core.note_refund from public;

-- supabase/functions_sql/credits/payments/payment_json.sql
create or replace function core.payment_json(payment core.payments) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', payment.id,
        'status', case
            when payment.status <> 'paid' then payment.status::text
            when disputed.cents > 0 then 'disputed'
            when payment.refunded_cents = payment.amount_cents then 'refunded'
            when payment.refunded_cents > 0 then 'partially_refunded'
            else 'paid'
        end,
        'credits', core.credits(payment.credits),
        'amount_cents', payment.amount_cents,
        'currency', payment.currency,
        'refunded_cents', payment.refunded_cents,
        'disputed_cents', disputed.cents,
        'created_at', payment.created_at
    ) || jsonb_strip_nulls(jsonb_build_object('paid_at', payment.paid_at, 'failure', payment.failure))
    from (
        select coalesce(sum(d.withdrawn_cents), 0) as cents
        from core.payment_disputes as d
        where d.payment_id = payment.id
    ) as disputed;
$$;

comment on function core.payment_json is
'A payment as its person sees it: {"id", "status", "credits", "amount_cents", "currency", "refunded_cents",
"disputed_cents", "created_at", "paid_at"?, "failure"?}. For status see public.get_payment.';

-- supabase/functions_sql/credits/payments/note_intent.sql
create or replace function core.note_intent(
    payment core.payments,
    intent jsonb,
    change text,              -- succeeded, payment_failed or canceled
    happened_at timestamptz   -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_same_money(
        payment, intent ->> 'currency',
        (coalesce(case change when 'succeeded' then intent ->> 'amount_received' end, intent ->> 'amount'))::bigint
    );
    -- Paid is final, since money has arrived. Canceled can only become paid. Failed can become either
    if
        payment.status = 'paid'
        or (change <> 'succeeded' and (payment.status = 'canceled' or happened_at < payment.status_known_at))
    then
        return 'older_than_known';
    end if;
    update core.payments as p
    set status = (
            case change when 'succeeded' then 'paid' when 'canceled' then 'canceled' else 'failed' end
        )::core.payment_status,
        paid_at = case change when 'succeeded' then happened_at end,
        failure = case change when 'payment_failed' then intent #>> '{last_payment_error,message}' end,
        status_known_at = happened_at,
        updated_at = now()
    where p.id = payment.id
    returning p.* into payment;
    perform core.notify_user(payment.user_id, 'payment.changed', core.payment_json(payment));
    return 'applied';
end;
$$;

comment on function core.note_intent is
'Stores the state of a PaymentIntent and sends its person the event payment.changed: applied, or older_than_known. PT409
wrong_currency, wrong_amount.';

revoke execute on function core.note_intent from public;

-- supabase/functions_sql/credits/payments/withdrawn_cents.sql
create or replace function core.withdrawn_cents(
    dispute jsonb,
    change text              -- created, updated, funds_withdrawn, funds_reinstated, closed or looked_up
) returns bigint
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    disputed bigint := dispute ->> 'amount';
    taken numeric;
    given_back numeric;
begin
    select -sum(least(n, 0)), sum(greatest(n, 0)) into taken, given_back
    from jsonb_path_query(dispute, '$.balance_transactions[*].amount') as moved (amount),
        lateral (select (moved.amount)::numeric as n) as number;
    -- These are in the currency of the Stripe account, so only their ratio is used
    if taken > 0 then
        return round(disputed * (1 - least(given_back / taken, 1)));
    end if;
    return case
        when change = 'funds_withdrawn' then disputed
        when change = 'funds_reinstated' then 0
        when dispute ->> 'status' in ('needs_response', 'under_review', 'lost') then disputed
        else 0
    end;
end;
$$;

comment on function core.withdrawn_cents is $$
The part of a disputed amount that the bank has withdrawn: by the dispute's balance transactions or, if it has none, by
the change and the status.
> select core.withdrawn_cents('{"amount": 1000,
>   "status": "needs_response", "balance_transactions": [{"amount": -950}]}', 'created')
1000
> select core.withdrawn_cents('{"amount": 1000, "status": "won", "balance_transactions": []}', 'closed')
0
$$;

-- supabase/functions_sql/credits/payments/note_dispute.sql
create or replace function core.note_dispute(
    payment core.payments,
    dispute jsonb,
    change text,              -- created, updated, funds_withdrawn, funds_reinstated, closed or looked_up
    happened_at timestamptz   -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    step integer := array_position(
        '{created,updated,funds_withdrawn,funds_reinstated,closed,looked_up}'::text[], change
    );
begin
    perform core.require_same_money(payment, dispute ->> 'currency', payment.amount_cents);
    insert into core.payment_disputes as d (id, payment_id, status, amount_cents, withdrawn_cents, known_at, known_step)
    values (
        dispute ->> 'id', payment.id, dispute ->> 'status', (dispute ->> 'amount')::bigint,
        core.withdrawn_cents(dispute, change), happened_at, step
    )
    on conflict (id) do update
    set status = excluded.status,
        amount_cents = excluded.amount_cents,
        withdrawn_cents = excluded.withdrawn_cents,
        known_at = excluded.known_at,
        known_step = excluded.known_step,
        updated_at = now()
    where (d.known_at, d.known_step) < (excluded.known_at, excluded.known_step);
    return case when found then 'applied' else 'older_than_known' end;
end;
$$;

comment on function core.note_dispute is
'Stores the state of a dispute, if it is newer than the known one: applied, or older_than_known. PT409 wrong_currency.';

revoke execute on function core.note_dispute from public;

-- supabase/functions_sql/credits/payments/settle_payment.sql
create or replace function core.settle_payment(
    payment_id uuid,
    source text              -- the cause: an event's id, or another key
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
    due record;
    done record;
begin
    select * into strict payment from core.payments as p where p.id = settle_payment.payment_id for update;
    due := core.payment_dues(payment);
    done := core.payment_moves(payment.id);

    -- The key has the intent's id, so that two events about the same success bring the credits once
    if due.bought > done.bought then
        perform core.transfer(
            'stripe:' || payment.intent_id || ':purchase', 'purchase', payment.user_id, due.bought,
            payment_id => payment.id
        );
    end if;
    perform core.transfer(
        format('stripe:%s:%s', source, move.kind), move.kind, payment.user_id, move.amount, payment_id => payment.id
    )
    from (
        values
        ('refund'::core.transfer_kind, due.refunded - done.refunded),
        ('refund_reversed', done.refunded - due.refunded),
        ('dispute', due.disputed - done.disputed),
        ('dispute_reversed', done.disputed - due.disputed)
    ) as move (kind, amount)
    where move.amount > 0;
end;
$$;

comment on function core.settle_payment is
'Moves the difference between the credits that a payment should have moved (core.payment_dues) and those that it has
(core.payment_moves). So the order of events makes no difference, and a repeated call moves nothing.';

revoke execute on function core.settle_payment from public;

-- supabase/functions_sql/credits/payments/interpret_event.sql
create or replace function core.interpret_event(event core.stripe_events) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    object jsonb := event.payload #> '{data,object}';
    payment core.payments;
    outcome text;
begin
    if event.type not in (
        'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled', 'charge.refunded',
        'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.funds_withdrawn',
        'charge.dispute.funds_reinstated', 'charge.dispute.closed'
    ) then
        return 'not_needed';
    end if;
    if event.type like 'charge.dispute.%' and object ->> 'status' like 'warning\_%' then
        return 'inquiry';
    end if;

    payment := core.payment_of_event(event);
    case event.type
        when 'charge.refunded' then
            outcome := core.note_refund(payment, object, event.created_at);
        when 'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled' then
            outcome := core.note_intent(payment, object, split_part(event.type, '.', 2), event.created_at);
        else
            outcome := core.note_dispute(payment, object, split_part(event.type, '.', 3), event.created_at);
    end case;
    perform core.settle_payment(payment.id, event.id);
    return outcome;
end;
$$;

comment on function core.interpret_event is
'Stores what an event reports about a payment, and settles its credits. Returns applied, or why nothing was done:
not_needed, inquiry, older_than_known. PT409 unknown_payment, intent_mismatch, wrong_currency, wrong_amount if the event
can''t be applied.';

revoke execute on function core.interpret_event from public;

-- supabase/functions_sql/credits/payments/apply_stripe_event.sql
create or replace function core.apply_stripe_event(event_id text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    event core.stripe_events;
    outcome text;
    why_not text;
    refused boolean := false;
begin
    select * into event from core.stripe_events as e where e.id = event_id for update;
    if not found then
        perform core.fail(404, 'event_not_found', format('There is no event %s.', event_id));
    end if;
    if event.state <> 'unapplied' then
        return jsonb_build_object('event', event.id, 'state', event.state, 'code', event.code);
    end if;

    begin
        outcome := core.interpret_event(event);
    exception
        -- Temporary errors: the transaction is rolled back, and Stripe sends the event again
        when
            transaction_rollback or insufficient_resources or operator_intervention or system_error
            or lock_not_available
        then
            raise;
        when others then
            refused := true;
            get stacked diagnostics outcome = pg_exception_detail, why_not = message_text;
            if sqlstate <> 'PT409' then
                outcome := 'error';
            end if;
    end;

    update core.stripe_events as e
    set state = case
            when refused then 'unapplied'
            when outcome = 'applied' then 'applied'
            else 'ignored'
        end::core.stripe_event_state,
        code = outcome,
        reason = why_not,
        settled_at = case when not refused then now() end
    where e.id = event.id
    returning * into event;
    return jsonb_strip_nulls(jsonb_build_object(
        'event', event.id, 'state', event.state, 'code', event.code, 'reason', event.reason
    ));
end;
$$;

comment on function core.apply_stripe_event is
'Applies an event once: {"event", "state", "code", "reason"?}. An event that can''t be applied changes nothing and is
kept as unapplied, with the reason; an unexpected error has the code error. PT404 event_not_found.';

revoke execute on function core.apply_stripe_event from public;

-- supabase/functions_sql/credits/payments/apply_waiting_events.sql
create or replace function core.apply_waiting_events(intent_id text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.apply_stripe_event(e.id)
    from core.stripe_events as e
    where e.intent_id = apply_waiting_events.intent_id and e.state = 'unapplied' and e.code = 'unknown_payment';
end;
$$;

comment on function core.apply_waiting_events is
'Applies the events that arrived for an intent before its payment was known.';

revoke execute on function core.apply_waiting_events from public;

-- supabase/functions_sql/credits/payments/lock_intent.sql
create or replace function core.lock_intent(intent_id text) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select pg_advisory_xact_lock(1936487529, hashtext(lock_intent.intent_id));
$$;

comment on function core.lock_intent is
'Locks an intent (null: none) until the transaction ends, before any other lock, so that one transaction at a time
handles its events. So an event always finds a payment that is being attached, and events never deadlock.';

revoke execute on function core.lock_intent from public;

-- supabase/functions_sql/credits/payments/attach_intent.sql
create or replace function core.attach_intent(payment_id uuid, intent_id text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attached text;
begin
    perform core.lock_intent(attach_intent.intent_id);
    update core.payments as p
    set intent_id = coalesce(p.intent_id, attach_intent.intent_id), updated_at = now()
    where p.id = attach_intent.payment_id
    returning p.intent_id into attached;
    perform core.apply_waiting_events(attached);
    return attached;
end;
$$;

comment on function core.attach_intent is
'Stores the PaymentIntent that Stripe made for a payment, unless it has one, applies events that arrived for it before,
and returns the id of the payment''s intent. Null if there is no such payment.';

revoke execute on function core.attach_intent from public;
grant execute on function core.attach_intent to authenticator;

-- supabase/functions_sql/database/require_idempotency_key.sql
create or replace function core.require_idempotency_key(key text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if key !~ '^[!-~]{1,255}$' then
        perform core.fail(
            422, 'bad_idempotency_key', 'An Idempotency-Key has 1 to 255 visible ASCII characters and no spaces.'
        );
    end if;
end;
$$;

comment on function core.require_idempotency_key is
'Refuses what can''t be an Idempotency-Key. The quotes of a structured header are part of it. PT422
bad_idempotency_key.';

-- supabase/functions_sql/credits/payments/begin_payment.sql
create or replace function public.begin_payment(credits numeric, idempotency_key text default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    least_allowed bigint := core.setting('payments.min_credits_hundredths');
    most_allowed bigint := core.setting('payments.max_credits_hundredths');
    hundredths bigint;
    payment core.payments;
begin
    if credits is null or credits <> round(credits, 2)
        or credits not between core.credits(least_allowed) and core.credits(most_allowed)
    then
        perform core.fail(422, 'bad_credits', format(
            'Buy %s to %s credits, with two decimals at most.', core.credits(least_allowed), core.credits(most_allowed)
        ));
    end if;
    perform core.require_idempotency_key(idempotency_key);
    hundredths := credits * 100;

    perform core.lock_credits(me);   -- else concurrent calls could exceed the limit, or make two payments with one key
    select * into payment
    from core.payments as p
    where p.user_id = me and p.idempotency_key = begin_payment.idempotency_key;
    if not found then
        if (
            select count(*) from core.payments as p
            where p.user_id = me and p.status <> 'paid' and p.created_at > now() - interval '1 day'
        ) >= core.setting('payments.max_unpaid_per_day') then
            perform core.fail(
                429, 'too_many_payments', 'You have too many unpaid payments of the last 24 hours. Try again later.'
            );
        end if;
        insert into core.payments (user_id, idempotency_key, credits, amount_cents)
        values (
            me, begin_payment.idempotency_key, hundredths,
            ceil(hundredths * 100.0 / core.setting('credits.hundredths_per_dollar'))
        )
        returning * into payment;
    end if;
    if payment.credits <> hundredths then
        perform core.fail(
            422, 'idempotency_key_reused', format(
                'This Idempotency-Key belongs to a payment for %s credits. Use a new one for another payment.',
                core.credits(payment.credits)
            )
        );
    end if;
    return core.payment_json(payment) || jsonb_build_object('intent_id', payment.intent_id);
end;
$$;

comment on function public.begin_payment is
'Makes a payment, or returns the one with this idempotency key: the JSON of core.payment_json, with "intent_id", which
is null until core.attach_intent has stored it. The app then has Stripe make the PaymentIntent. PT401 not_signed_in;
PT422 bad_credits, bad_idempotency_key, idempotency_key_reused; PT429 too_many_payments.';

revoke execute on function public.begin_payment from public, anon;
grant execute on function public.begin_payment to authenticated;

-- supabase/functions_sql/credits/payments/get_payment.sql
create or replace function public.get_payment(payment_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
begin
    select * into payment from core.payments as p where p.id = payment_id and p.user_id = core.person_id();
    if not found then
        perform core.fail(404, 'payment_not_found', 'You have no such payment.');
    end if;
    return core.payment_json(payment);
end;
$$;

comment on function public.get_payment is
'A payment of the caller''s (core.payment_json). Its status: pending, failed (may still be paid), canceled, paid,
partially_refunded, refunded or disputed. PT401 not_signed_in; PT404 payment_not_found.';

revoke execute on function public.get_payment from public, anon;
grant execute on function public.get_payment to authenticated;

-- supabase/functions_sql/credits/payments/intent_of.sql
create or replace function core.intent_of(event jsonb) returns text
language sql immutable parallel safe
return case event #>> '{data,object,object}'
    when 'payment_intent' then event #>> '{data,object,id}'
    else event #>> '{data,object,payment_intent}'
end;

comment on function core.intent_of is $$
The PaymentIntent of an event of Stripe; null if it is about something else.
> select core.intent_of('{"data": {"object": {"object": "charge", "id": "ch_1", "payment_intent": "pi_1"}}}')
pi_1
$$;

-- supabase/functions_sql/credits/payments/list_payments.sql
create or replace function public.list_payments(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(core.payment_json(p), p.created_at::text, p.id)
        from core.payments as p
        where p.user_id = me and (p.created_at, p.id) < (after[1]::timestamptz, after[2]::uuid)
        order by p.created_at desc, p.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_payments is
'The caller''s payments, newest first, by page. PT401 not_signed_in; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_payments from public, anon;
grant execute on function public.list_payments to authenticated;

-- supabase/functions_sql/credits/payments/payment_state.sql
create or replace function core.payment_state(payment_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'status', core.payment_json(p) ->> 'status',
        'credits', core.credits(m.bought - m.refunded - m.disputed)
    )
    from core.payments as p,
        lateral core.payment_moves(p.id) as m
    where p.id = payment_state.payment_id;
$$;

comment on function core.payment_state is
'The state of a payment: {"status", "credits"}, the credits that it has brought so far.';

-- supabase/functions_sql/credits/payments/payments.sql
create or replace function public.payments(public.credit_transfers) returns setof public.payments
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select p.* from public.payments as p where p.id = $1.payment_id;
$$;

comment on function public.payments is 'Computed relationship of credit_transfers: the payment that moved the credits.';
revoke execute on function public.payments from public, anon;
grant execute on function public.payments to authenticated;

-- supabase/functions_sql/credits/payments/receive_stripe_event.sql
create or replace function core.receive_stripe_event(
    event jsonb,
    live boolean default false   -- whether the app's key is of Stripe's live mode, in which real money moves
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    outcome jsonb;
begin
    if (
        jsonb_typeof(event -> 'id') = 'string' and jsonb_typeof(event -> 'type') = 'string'
        and jsonb_typeof(event -> 'created') = 'number' and event ->> 'object' = 'event'
    ) is not true then
        perform core.fail(400, 'not_an_event', 'This is not an event as Stripe''s API v1 sends it.');
    end if;
    if coalesce((event ->> 'livemode')::boolean, false) <> live then
        perform core.fail(400, 'wrong_mode', format(
            'This event is of Stripe''s %s mode, and the key of this server of the other.',
            case when live then 'test' else 'live' end
        ));
    end if;
    perform core.lock_intent(core.intent_of(event));
    insert into core.stripe_events as e (id, type, intent_id, payload, created_at)
    values (
        event ->> 'id', event ->> 'type', core.intent_of(event), event,
        to_timestamp((event ->> 'created')::double precision)
    )
    on conflict (id) do update set deliveries = e.deliveries + 1;
    outcome := core.apply_stripe_event(event ->> 'id');
    perform core.apply_waiting_events(core.intent_of(event));
    return outcome;
end;
$$;

comment on function core.receive_stripe_event is
'Stores an event, whose signature the app has verified, and applies it: {"event", "state", "code"}. A repeated event
changes nothing if it was applied before; otherwise it is applied now, if possible. PT400 not_an_event,
wrong_mode.';

revoke execute on function core.receive_stripe_event from public;
grant execute on function core.receive_stripe_event to authenticator;

-- supabase/functions_sql/credits/payments/reconcile_payment.sql
create or replace function core.reconcile_payment(
    intent jsonb,             -- from Stripe's API, with latest_charge expanded
    disputes jsonb,           -- of its charge, from Stripe's API
    looked_up_at timestamptz  -- the time of Stripe's response, on Stripe's clock
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    payment_id uuid;
    before jsonb;
    charge jsonb := intent -> 'latest_charge';
    change text := case intent ->> 'status' when 'succeeded' then 'succeeded' when 'canceled' then 'canceled' end;
    payment core.payments;
begin
    perform core.lock_intent(intent ->> 'id');
    select p.id into payment_id
    from core.payments as p
    where p.intent_id = intent ->> 'id'
        or (p.id = core.payment_named(intent) and p.intent_id is null);
    if payment_id is null then
        return '{"outcome": "not_ours"}';
    end if;
    before := core.payment_state(payment_id);
    perform core.attach_intent(payment_id, intent ->> 'id');
    select * into payment from core.payments as p where p.id = payment_id for update;

    if change is not null then
        perform core.note_intent(payment, intent, change, looked_up_at);
    end if;
    if jsonb_typeof(charge) = 'object' and change = 'succeeded' then
        -- May be less than the known amount, after a refund has failed
        perform core.require_same_money(payment, charge ->> 'currency', (charge ->> 'amount')::bigint);
        update core.payments as p
        set refunded_cents = (charge ->> 'amount_refunded')::bigint,
            refunds_known_at = looked_up_at,
            updated_at = now()
        where p.id = payment.id;
    end if;
    perform core.note_dispute(payment, d.dispute, 'looked_up', looked_up_at)
    from jsonb_array_elements(disputes) as d (dispute)
    where d.dispute ->> 'status' not like 'warning\_%';

    perform core.settle_payment(payment_id, 'reconcile:' || gen_random_uuid());
    return jsonb_build_object(
        'outcome', case when before = core.payment_state(payment_id) then 'in_order' else 'repaired' end,
        'payment_id', payment_id,
        'before', before,
        'after', core.payment_state(payment_id)
    );
end;
$$;

comment on function core.reconcile_payment is
'Corrects a payment whose webhooks were lost, using Stripe''s current data. Returns {"outcome": "not_ours" | "in_order"
| "repaired", "payment_id", "before", "after"}. PT409 wrong_currency, wrong_amount; then nothing is changed.';

revoke execute on function core.reconcile_payment from public;
grant execute on function core.reconcile_payment to authenticator;

-- supabase/functions_sql/credits/payments/replay_stripe_event.sql
create or replace function core.replay_stripe_event(event_id text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    about text := (select e.intent_id from core.stripe_events as e where e.id = event_id);
    outcome jsonb;
begin
    perform core.lock_intent(about);
    outcome := core.apply_stripe_event(event_id);
    perform core.apply_waiting_events(about);
    return outcome;
end;
$$;

comment on function core.replay_stripe_event is
'Tries again to apply an event, and returns {"event", "state", "code", "reason"?}. An event that was applied before
changes nothing. PT404 event_not_found.';

revoke execute on function core.replay_stripe_event from public;
grant execute on function core.replay_stripe_event to authenticator;

-- supabase/functions_sql/credits/payments/unapplied_stripe_events.sql
create or replace function core.unapplied_stripe_events() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(
        jsonb_build_object(
            'id', e.id,
            'type', e.type,
            'intent_id', e.intent_id,
            'created_at', e.created_at,
            'received_at', e.received_at,
            'deliveries', e.deliveries,
            'code', e.code,
            'reason', e.reason
        ) order by e.received_at, e.id
    ), '[]')
    from core.stripe_events as e
    where e.state = 'unapplied';
$$;

comment on function core.unapplied_stripe_events is
'The events that could not be applied, oldest first, and why: [{"id", "type", "intent_id", "created_at", "received_at",
"deliveries", "code", "reason"}].';

revoke execute on function core.unapplied_stripe_events from public;
grant execute on function core.unapplied_stripe_events to authenticator;

-- supabase/functions_sql/credits/refuse_overdraft.sql
create or replace function core.refuse_overdraft(needed bigint, spendable bigint) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    missing numeric := core.credits(needed - spendable);
begin
    perform core.fail(
        402, 'not_enough_credits',
        format(
            'This costs %s credits and you have %s: %s are missing.',
            core.credits(needed), core.credits(spendable), missing
        ),
        jsonb_build_object(
            'needed', core.credits(needed), 'spendable', core.credits(spendable), 'missing', missing
        )::text
    );
end;
$$;

comment on function core.refuse_overdraft is
'Raises PT402 not_enough_credits. The hint is {"needed", "spendable", "missing"} in credits, as JSON.';

-- supabase/functions_sql/credits/post_transfer.sql
create or replace function core.post_transfer() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    route core.account_kind[] := core.transfer_route(new.kind);
    posted integer;
    spendable bigint;
begin
    with moved as (
        update core.credit_accounts as a
        set balance = a.balance + case a.kind when route[1] then -new.amount else new.amount end
        where (a.owner_id = new.user_id or a.owner_id is null) and a.kind = any (route)
        returning a.id, a.kind, a.balance, case a.kind when route[1] then -new.amount else new.amount end as change
    ),

    written as (
        insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
        select new.id, m.id, m.change, m.balance - m.change, m.balance
        from moved as m
    )

    select count(*), min(m.balance) filter (where m.kind = 'user')
    into posted, spendable
    from moved as m;
    if posted <> 2 then
        raise exception 'User % has no credit accounts.', new.user_id using errcode = 'foreign_key_violation';
    end if;
    if new.kind = 'reserve' and spendable < 0 then
        perform core.refuse_overdraft(new.amount, spendable + new.amount);
    end if;
    -- At registration, no client of the person can be connected yet
    if new.source_key not like 'signup:%' then
        perform core.notify_user(new.user_id, 'credits.changed', core.balance_of(new.user_id));
    end if;
    return null;
end;
$$;

comment on function core.post_transfer is
'Posts each transfer: writes both entries, changes both balances and sends an event to its person. Reserving more than
the balance is refused; a refund or a dispute may make a balance negative.';

create or replace trigger post_transfer after insert on core.credit_transfers
for each row execute function core.post_transfer();

-- supabase/functions_sql/credits/refuse_change.sql
create or replace function core.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'The ledger is append-only: % on %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
    using errcode = 'restrict_violation',
        hint = 'Use core.transfer to move credits, and another transfer to correct a mistake.';
end;
$$;

comment on function core.refuse_change is
'Refuses, even to the database''s owner, to change what the ledger has recorded, and to change balances without a
transfer.';

create or replace trigger append_only before update or delete or truncate on core.credit_transfers
for each statement execute function core.refuse_change();

create or replace trigger append_only before update or delete or truncate on core.credit_entries
for each statement execute function core.refuse_change();

-- pg_trigger_depth() is 0 for statements of a client or a function; only the trigger post_transfer may write these
create or replace trigger written_by_transfers before insert on core.credit_entries
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger changed_by_transfers before update on core.credit_accounts
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger opened_empty before insert on core.credit_accounts
for each row when (new.balance <> 0) execute function core.refuse_change();

create or replace trigger never_closed before delete or truncate on core.credit_accounts
for each statement execute function core.refuse_change();

-- supabase/functions_sql/credits/reserve_credits.sql
create or replace function core.reserve_credits(
    user_id uuid,
    quiz_id uuid,
    request text,          -- distinguishes several generations of one quiz
    questions integer      -- the number of requested questions
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    key text := core.reservation_key(quiz_id, request) || 'reserve';
    cost bigint := core.questions_cost(questions);
    first_time boolean := false;
begin
    -- A repeated call is the same reservation, even if the price has changed
    if not exists (
        select
        from core.credit_transfers as t
        where t.source_key = key
            and t.user_id = reserve_credits.user_id
            and t.questions = reserve_credits.questions
    ) then
        first_time := core.transfer(
            key, 'reserve', reserve_credits.user_id, cost,
            quiz_id => reserve_credits.quiz_id, questions => reserve_credits.questions
        );
    end if;
    return jsonb_build_object('reserved_now', first_time) || core.balance_of(reserve_credits.user_id);
end;
$$;

comment on function core.reserve_credits is
'Sets credits aside for the questions of one generation, in the caller''s transaction, with source key
quiz:<quiz_id>:<request>:reserve. core.settle_credits captures or releases them. A repeated call with the same arguments
changes nothing, even if the price has changed. Returns {"reserved_now", "spendable", "reserved"}: whether this call
reserved them, and the balance after it in credits. PT402 not_enough_credits (hint: {"needed", "spendable", "missing"}
as JSON); PT422 bad_question_count, bad_reservation; PT409 source_key_reused for another number of questions. Locks the
person''s accounts until the transaction ends.';

revoke execute on function core.reserve_credits from public;

-- supabase/functions_sql/database/act_as.sql
create or replace function core.act_as(
    claims jsonb,        -- of a verified token; null: nobody, role anon
    for_relay boolean    -- keep the role, for a function that takes the relay's word
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    role_name text := coalesce(claims ->> 'role', 'anon');
begin
    if role_name not in ('anon', 'authenticated', 'service_role') then
        perform core.fail(403, 'unknown_role', format('Quizzler does not know the role %s of this token.', role_name));
    end if;
    perform set_config('request.jwt.claims', coalesce(claims, '{"role": "anon"}')::text, true);
    perform public.check_request();
    perform set_config('role', case when for_relay then 'none' else role_name end, true);
end;
$$;

comment on function core.act_as is
'Takes on the role and the claims of a person until the end of the transaction, as PostgREST does. Only authenticator
calls it: in core.call_as, and before it reads the rows of a public function one by one. PT403 unknown_role, PT401
session_ended.';

revoke execute on function core.act_as from public;
grant execute on function core.act_as to authenticator;

-- supabase/functions_sql/database/call_as.sql
create or replace function core.call_as(
    claims jsonb,         -- of a verified token; null: nobody, role anon
    function_name text,   -- in schema public; relay_… in schema core
    arguments jsonb       -- {"argument name": value}
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    for_relay boolean := starts_with(function_name, 'relay_');
    call_text text;
    result jsonb;
begin
    select format('select %s.%I(', p.pronamespace::regnamespace, p.proname) || coalesce(
        string_agg(argument.name || ' => a.' || argument.name, ', ')
        || ') from pg_catalog.jsonb_to_record($1) as a('
        || string_agg(argument.name || ' ' || argument.type::regtype, ', '), ''
    ) || ')'
    into call_text
    from pg_catalog.pg_proc as p
    left join lateral unnest(p.proargnames, p.proargtypes::oid[]) as argument (name, type) on arguments ? argument.name
    where p.proname = function_name::name
        and p.pronamespace in (
            case when for_relay then 'core' else 'public' end::regnamespace,
            to_regnamespace(case when for_relay then 'core_older' else 'public_older' end)
        )
    group by p.oid
    -- Between two versions, take a function whose required arguments are all given, then the one that takes the most.
    order by
        count(argument.name) < p.pronargs - p.pronargdefaults,
        count(argument.name) desc,
        p.pronamespace in ('public'::regnamespace, 'core'::regnamespace) desc
    limit 1;

    if call_text is null then
        perform core.fail(404, 'unknown_function', format('There is no function %s.', function_name));
    end if;
    perform core.act_as(claims, for_relay);
    execute call_text into strict result using arguments;
    return result;
end;
$$;

comment on function core.call_as is
'Calls a public function as the person of these claims, switching the role for this statement only, and returns its
result, in one round trip, as PostgREST does for rpc(). The API calls it as authenticator; clients can''t call it. A
function core.relay_… gets the claims too, but runs as authenticator: it takes the relay''s word for something. While
two versions of Quizzler use the database, each finds its own functions by the names of the arguments; those of the
older version may be in schema public_older. PT404 unknown_function, PT403 unknown_role, PT401 session_ended, and the
errors of the function.';

revoke execute on function core.call_as from public;
grant execute on function core.call_as to authenticator;

-- supabase/functions_sql/rooms/lifecycle/canonical_code.sql
create or replace function core.canonical_code(written text) returns text
language sql immutable parallel safe
return translate(regexp_replace(upper(normalize(written, nfkc)), '[^0-9A-Z]', '', 'g'), 'BGNSUZ', '86M5V2');

comment on function core.canonical_code is $$
A room code in its stored form. Upper and lower case, spaces and hyphens make no difference. Letters that no code
contains are replaced by the character that they look or sound like (S by 5, B by 8, N by M).
> select core.canonical_code(' 7k-s 3nx ')
7K53MX
$$;

grant execute on function core.canonical_code to authenticator;

-- supabase/functions_sql/database/call_many.sql
create or replace function core.call_many(
    claims jsonb[],           -- of each caller; null: nobody
    function_names text[],    -- in schema public
    arguments jsonb[],        -- {"argument name": value} of each
    out results text[],       -- JSON; null for a call that was refused
    out refusals text[]       -- {"C": SQLSTATE, "M": message, "D": detail, "H": hint}; null for a call that succeeded
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    place integer;
    code text;
    message text;
    detail text;
    hint text;
begin
    foreach place in array array(
        select listed.place
        from unnest(arguments) with ordinality as listed (given, place)
        order by core.canonical_code(listed.given ->> 'room_code'), listed.place
    ) loop
        begin
            results[place] := core.call_as(claims[place], function_names[place], arguments[place]);
            refusals[place] := null;
            perform set_config('role', 'none', true);   -- the next caller is somebody else
        exception
            when serialization_failure or deadlock_detected or lock_not_available or operator_intervention
                or read_only_sql_transaction then
                raise;   -- not the fault of this call: the whole batch may be tried again
            when others then
                get stacked diagnostics
                    code = returned_sqlstate,
                    message = message_text,
                    detail = pg_exception_detail,
                    hint = pg_exception_hint;
                results[place] := null;
                refusals[place] := jsonb_build_object('C', code, 'M', message, 'D', detail, 'H', hint);
        end;
    end loop;
end;
$$;

comment on function core.call_many is
'Calls of many callers in one transaction, each made by core.call_as. A call that is refused leaves the others as they
are. A commit waits for the disk; with a transaction for each, a hundred players who join at once would cause a hundred
waits. Rooms stay locked until the end, so the calls are made in the order of their room codes: that way two batches
never wait for each other. results and refusals are in the order of the arguments.';

revoke execute on function core.call_many from public;
grant execute on function core.call_many to authenticator;

-- supabase/functions_sql/database/request_hash.sql
create or replace function core.request_hash(request jsonb) returns bytea
language sql immutable parallel safe
return sha256(convert_to(request::text, 'UTF8'));

comment on function core.request_hash is $$
The hash by which a repeated request is recognised. It is made from values, so neither spaces nor the order of fields
matter.
> select core.request_hash('{"a": 1, "b": 2}') = core.request_hash('{"b":2,"a":1}')
t
$$;

-- supabase/functions_sql/database/kept_answer.sql
create or replace function core.kept_answer(
    person uuid,      -- whose session was checked
    key text,
    request jsonb     -- what is called and how: a repeated request has the same
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('idempotency.max_keys_per_person');
    most_mib bigint := core.setting('idempotency.max_mib_per_person');
    kept core.idempotency_keys;
    there record;
begin
    perform core.require_idempotency_key(key);
    if person is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    -- held until the answer is kept: whoever gets the lock sees it
    if not pg_try_advisory_xact_lock(hashtextextended('idempotency key ' || person || ' ' || key, 0)) then
        perform core.fail(
            409, 'idempotency_key_in_use',
            'A request with this Idempotency-Key is still under way. Repeat yours in a moment.'
        );
    end if;
    select * into kept
    from core.idempotency_keys as k
    where k.person_id = person and k.key = kept_answer.key;
    if kept.key is null then
        -- concurrent requests may exceed these limits by one each
        select count(*) as keys, coalesce(sum(pg_column_size(k.answer)), 0) as bytes into there
        from core.idempotency_keys as k
        where k.person_id = person;
        if there.keys >= most or there.bytes >= most_mib * 1024 * 1024 then
            perform core.fail(429, 'too_many_idempotency_keys', format(
                'You have used too many Idempotency-Keys in the last %s hours. Send this request without one.',
                core.setting('idempotency.kept_hours')
            ));
        end if;
    elsif kept.request_hash <> core.request_hash(request) then
        perform core.fail(
            422, 'idempotency_key_reused',
            'This Idempotency-Key belongs to another request. Use a new one for each new request.'
        );
    end if;
    return kept.answer;
end;
$$;

comment on function core.kept_answer is
'The answer that this person got to the same request with this Idempotency-Key; null if it is the first one, and then
nobody else can use the key until this transaction ends. PT401 not_signed_in; PT409 idempotency_key_in_use; PT422
bad_idempotency_key, idempotency_key_reused; PT429 too_many_idempotency_keys.';

revoke execute on function core.kept_answer from public;
grant execute on function core.kept_answer to authenticator;

-- supabase/functions_sql/database/keep_answer.sql
create or replace function core.keep_answer(
    person uuid,
    key text,         -- for which core.kept_answer returned null in this transaction
    request jsonb,
    answer jsonb
) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into core.idempotency_keys (person_id, key, request_hash, answer)
    values (person, key, core.request_hash(request), answer);
$$;

comment on function core.keep_answer is
'Keeps the answer to a request with an Idempotency-Key, in the transaction that made what it answers.';

revoke execute on function core.keep_answer from public;
grant execute on function core.keep_answer to authenticator;

-- supabase/functions_sql/database/call_once.sql
create or replace function core.call_once(
    claims jsonb,         -- of a verified token
    function_name text,   -- in schema public
    arguments jsonb,      -- {"argument name": value}
    key text,             -- the Idempotency-Key
    request jsonb,        -- what a repeated request has in common with the first; null: the function and its arguments
    out answer jsonb,
    out replayed boolean
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := claims ->> 'sub';
begin
    request := coalesce(request, jsonb_build_object(function_name, arguments));
    perform set_config('request.jwt.claims', coalesce(claims, '{"role": "anon"}')::text, true);
    perform public.check_request();
    answer := core.kept_answer(person, key, request);
    replayed := answer is not null;
    if replayed then
        return;
    end if;
    answer := core.call_as(claims, function_name, arguments);
    perform set_config('role', 'none', true);
    if answer -> 'quiz' <> 'null' or not answer ? 'quiz' then   -- import_questions may have stored nothing
        perform core.keep_answer(person, key, request, answer);
    end if;
end;
$$;

comment on function core.call_once is
'Calls a public function as core.call_as does, unless this person has called it with this Idempotency-Key before: then
returns the answer of that call, and replayed is true. A call that fails keeps nothing, so it can be repeated with the
same key. PT401 not_signed_in, session_ended; PT409 idempotency_key_in_use; PT422 bad_idempotency_key,
idempotency_key_reused; PT429 too_many_idempotency_keys; and the errors of core.call_as.';

revoke execute on function core.call_once from public;
grant execute on function core.call_once to authenticator;

-- supabase/functions_sql/database/calling_network.sql
create or replace function core.calling_network() returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    hops text[];
    hop text;
begin
    hops := string_to_array(current_setting('request.headers', true)::json ->> 'x-forwarded-for', ',');
    hop := btrim(hops[cardinality(hops) + 1 - core.setting('rate.proxies')]);
    return abbrev(core.client_network(coalesce(
        substring(hop from '^\[(.*)\]'),                                  -- [v6]:port
        substring(hop from '(?i)^(?:::ffff:)?([0-9.]+)(?::[0-9]+)?$'),    -- v4, v4:port, and v4 written as v6
        hop
    )::inet));
exception when data_exception then   -- it is not an address
    return abbrev(core.client_network(null));
end;
$$;

comment on function core.calling_network is
'The network from which a request to PostgREST came: that entry of X-Forwarded-For, counted from the end, which the
outermost of rate.proxies proxies added. What is before it may be forged. Without one, all callers are one network.';

-- supabase/functions_sql/documents/jobs/sweep_jobs.sql
create or replace function core.sweep_jobs() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most_attempts bigint := core.setting('jobs.max_attempts');
    overdue uuid;
    job core.jobs;
    ended integer := 0;
begin
    -- One job per transaction, because each locks its quiz and its owner's accounts; the caller repeats this call
    select j.id into overdue
    from core.jobs as j
    where (j.state = 'accepted' and j.deadline <= clock_timestamp())
        or (j.state = 'waiting' and j.run_at <= clock_timestamp() and j.attempts >= most_attempts)
    order by j.run_at
    limit 1;
    job := core.lock_job(overdue);   -- all null when there is none
    if job.state = 'accepted' and job.deadline <= clock_timestamp() then
        perform core.fail_job(job, 'timeout', 'The processing server accepted this but did not report on it in time.');
        ended := 1;
    elsif job.state = 'waiting' and job.run_at <= clock_timestamp() and job.attempts >= most_attempts then
        perform core.fail_job(job, 'unreachable', format(
            'The processing server did not accept this in %s attempts.', job.attempts
        ));
        ended := 1;
    end if;
    return ended;
end;
$$;

comment on function core.sweep_jobs is
'Ends one job whose deadline has passed, or whose last attempt was never finished. Returns how many jobs it ended,
0 or 1; the caller repeats it until that is 0.';

revoke execute on function core.sweep_jobs from public;
grant execute on function core.sweep_jobs to authenticator;

-- supabase/functions_sql/rooms/clock/end_expired_rooms.sql
create or replace function core.end_expired_rooms() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    codes jsonb := '[]';
begin
    for room in
        select r.*
        from core.rooms as r
        where r.state <> 'ended' and (
            r.expires_at <= now()
            or (r.mode = 'live' and r.host_seen_at < now() - core.setting('live.host_away_s') * interval '1 s')
        )
        order by r.expires_at, r.id
        for update skip locked   -- a locked room is in use, or is being ended
    loop
        begin
            perform core.stop_intake(room);
            perform core.finish_room(room);
            codes := codes || to_jsonb(room.code);
        exception when others then   -- a failure in one room must not keep the others from ending
            raise warning 'room % could not be ended: %', room.code, sqlerrm;
        end;
    end loop;
    return codes;
end;
$$;

comment on function core.end_expired_rooms is
'Ends the rooms whose time is over or whose hosts have been away too long. Their leaderboards and reports are kept.
Returns a list of their codes.';

revoke execute on function core.end_expired_rooms from public;
grant execute on function core.end_expired_rooms to authenticator;

-- supabase/functions_sql/documents/webhooks/delete_old_webhook_events.sql
create or replace function core.delete_old_webhook_events(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
begin
    delete from core.webhook_events as e
    where e.id in (
        select old.id
        from core.webhook_events as old
        where old.received_at < now() - core.setting('webhooks.kept_days') * interval '1 day'
        limit most
        for update skip locked
    );
    get diagnostics deleted = row_count;
    return deleted;
end;
$$;

comment on function core.delete_old_webhook_events is
'Deletes events of webhooks that are older than webhooks.kept_days, at most so many. Returns how many.';

-- supabase/functions_sql/rooms/lifecycle/sweep_rooms.sql
create or replace function core.sweep_rooms(
    most integer   -- events, and as many answers
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    due uuid[];
    events integer;
    answers integer;
begin
    due := array(
        select r.id
        from core.rooms as r
        where r.ended_at < now() - core.setting('live.events_kept_days') * interval '1 day' and not r.events_swept
        order by r.ended_at
        limit most / 10 + 1   -- a room has dozens of events
        for no key update skip locked   -- another process may be at the same work
    );
    delete from core.room_events as e
    where (e.room_id, e.seq) in (
        select old.room_id, old.seq
        from core.room_events as old
        where old.room_id = any(due) and old.type <> 'room.ended'   -- the final leaderboard, for whoever comes back
        limit most
    );
    get diagnostics events = row_count;
    update core.rooms as r
    set events_swept = true
    where r.id = any(due) and not exists (
        select from core.room_events as e
        where e.room_id = r.id and e.type <> 'room.ended'
    );

    due := array(
        select r.id
        from core.rooms as r
        where r.ended_at < now() - core.setting('live.answers_kept_days') * interval '1 day' and not r.answers_swept
        order by r.ended_at
        limit most / 10 + 1
        for no key update skip locked
    );
    delete from core.live_answers as a
    where (a.room_id, a.number, a.player_id) in (
        select old.room_id, old.number, old.player_id
        from core.live_answers as old
        where old.room_id = any(due)
        limit most
    );
    get diagnostics answers = row_count;
    update core.rooms as r
    set answers_swept = true
    where r.id = any(due) and not exists (select from core.live_answers as a where a.room_id = r.id);
    return events + answers;
end;
$$;

comment on function core.sweep_rooms is
'Deletes the event logs and the answers of ended rooms whose periods in core.settings are over, the oldest rooms first,
and notes on each room that nothing is left to delete. Returns how many rows it deleted.';

revoke execute on function core.sweep_rooms from public;

-- supabase/functions_sql/database/sweep_old_rows.sql
create or replace function core.sweep_old_rows(
    most integer   -- rows of each kind, so that a call takes milliseconds and holds few locks
) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
    total integer := core.sweep_rooms(most);
begin
    delete from core.jobs as j   -- with its webhook events; those of uploads go with the upload
    where j.id in (
        select old.id
        from core.jobs as old
        where old.quiz_id is not null
            and old.finished_at < now() - core.setting('jobs.kept_days') * interval '1 day'
            and not exists (select from core.jobs as later where later.retry_of = old.id)
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from auth.sessions as s   -- with its refresh tokens
    where s.id in (
        select old.id from auth.sessions as old where old.not_after < now() limit most for update skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.calls as c
    where (c.caller, c.kind, c.process) in (
        select old.caller, old.kind, old.process
        from core.calls as old
        where old.window_start < now() - 2 * interval '1 s' * core.setting(format('rate.%s_s', old.kind))
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.idempotency_keys as k
    where (k.person_id, k.key) in (
        select old.person_id, old.key
        from core.idempotency_keys as old
        where old.created_at < now() - core.setting('idempotency.kept_hours') * interval '1 hour'
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    return total + core.purge_accounts(most);
end;
$$;

comment on function core.sweep_old_rows is
'Deletes rows whose period in core.settings is over: the event logs and answers of ended rooms, finished generations,
ended sessions, counts of calls, Idempotency-Keys, and what is left of deleted accounts. Returns how many rows it
deleted, at most so many of each kind; the caller repeats it until that is 0.';

revoke execute on function core.sweep_old_rows from public;
grant execute on function core.sweep_old_rows to authenticator;

-- supabase/functions_sql/database/sweep.sql
create or replace function core.sweep() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most integer := 1000;   -- rows of each kind, so that a call takes milliseconds
    -- The job first: it may wait for its quiz, and the others lock only what nobody else has locked
    jobs integer := core.sweep_jobs();
    attempts integer := core.settle_overdue(null, null);
    rooms jsonb := core.end_expired_rooms();
    webhooks integer := core.delete_old_webhook_events(most);
    sign_ins integer := core.forget_account_attempts(most);
    old_rows integer := core.sweep_old_rows(most);
begin
    return jsonb_build_object(
        'rooms_ended', rooms,
        'attempts_ended', attempts,
        'jobs_ended', jobs,
        'webhook_events_deleted', webhooks,
        'sign_in_records_deleted', sign_ins,
        'old_rows_deleted', old_rows,
        'more', jobs > 0 or webhooks = most or sign_ins >= most or old_rows > 0
    );
end;
$$;

comment on function core.sweep is
'Does what all sweeps do, and returns what it did: {"rooms_ended": their codes, "attempts_ended", "jobs_ended",
"webhook_events_deleted", "sign_in_records_deleted", "old_rows_deleted", "more"}. It ends one job at most and deletes
rows in batches; if more is true, the caller repeats it.';

revoke execute on function core.sweep from public;
grant execute on function core.sweep to authenticator;

-- supabase/functions_sql/database/clean_up.sql
create or replace function public.clean_up() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_admin();
    return core.sweep();
end;
$$;

comment on function public.clean_up is
'For admins: does at once what the server does every few minutes by itself. Ends rooms, attempts and jobs whose time is
over, and deletes what is kept no longer. Returns what it did: {"rooms_ended": their codes, "attempts_ended",
"jobs_ended", "webhook_events_deleted", "sign_in_records_deleted", "old_rows_deleted", "more"}. If more is true, there
is more to do: call it again. PT401 not_signed_in, session_ended; PT403 not_an_admin.';

revoke execute on function public.clean_up from public, anon;
grant execute on function public.clean_up to authenticated;

-- supabase/functions_sql/database/grow_version.sql
create or replace function core.grow_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.version := old.version + 1;
    return new;
end;
$$;

comment on function core.grow_version is
'Gives a row that somebody has edited the next version. core.require_version compares it with the one that a client
read.';

-- A new column counts, unless it is named here: what is not an edit, and what other triggers make.
create or replace trigger grow_version before update on core.quizzes
for each row when (
    to_jsonb(old) - '{version,updated_at,deleted_at,state,state_code,state_reason,progress,words,title_key}'::text[]
    is distinct from
    to_jsonb(new) - '{version,updated_at,deleted_at,state,state_code,state_reason,progress,words,title_key}'::text[]
)
execute function core.grow_version();

create or replace trigger grow_version before update on core.profiles
for each row when (old.display_name is distinct from new.display_name)
execute function core.grow_version();

create or replace trigger grow_version before update on core.uploads
for each row when (old.name is distinct from new.name)
execute function core.grow_version();

-- supabase/functions_sql/database/lists/title_words.sql
create or replace function core.title_words(title text) returns tsvector
language sql immutable parallel safe
return setweight(
    to_tsvector('simple'::regconfig, regexp_replace(core.sort_key(title), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A'
);

comment on function core.title_words is $$
The words of a title or a name, of any language, for core.title_query.
> select core.title_words('L''Été: semi-final')
'ete':2A 'final':4A 'l':1A 'semi':3A
$$;

-- supabase/functions_sql/database/lists/search_condition.sql
create or replace function core.search_condition(
    title text,    -- SQL of the title or name of a row
    q text         -- what a person looks for; null: all rows
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when q is null then 'true'
        else format('core.title_words(%s) @@ %L::tsquery', title, core.checked_query(q, core.title_query(q)))
    end;
end;
$$;

comment on function core.search_condition is
'SQL that says whether a row is found by its title or name: for lists that are bounded by their owner, or by their quiz.
PT422 too_long, nothing_to_search.';

-- supabase/functions_sql/database/refuse_bad_argument.sql
create or replace function core.refuse_bad_argument(
    function_name text,   -- as core.call_as takes it
    arguments jsonb       -- {"argument name": value}
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    argument record;
begin
    for argument in
        select named.name, named.type::regtype::text as type
        from pg_catalog.pg_proc as p
        cross join unnest(p.proargnames, p.proargtypes::oid[]) as named (name, type)
        where p.proname = function_name::name
            and p.pronamespace
                = case when starts_with(function_name, 'relay_') then 'core' else 'public' end::regnamespace
            and arguments ? named.name
    loop
        begin
            execute format(
                'select from jsonb_to_record($1) as a (%I %s) where a is not null', argument.name, argument.type
            ) using arguments;
        exception
            when numeric_value_out_of_range or datetime_field_overflow then
                perform core.fail(422, 'invalid_value', format('%s is out of range.', argument.name));
            when data_exception then
                perform core.fail(422, 'invalid_value', format('%s must be of type %s.', argument.name, argument.type));
        end;
    end loop;
end;
$$;

comment on function core.refuse_bad_argument is
'Raises PT422 invalid_value, which names the first argument whose value does not fit its type. Does nothing if all fit.
The API calls it when core.call_as has failed with a data exception, because the message of that error names no
argument.';

revoke execute on function core.refuse_bad_argument from public;
grant execute on function core.refuse_bad_argument to authenticator;

-- supabase/functions_sql/database/refuse_guess.sql
create or replace function core.refuse_guess(
    status integer,   -- as those of core.fail
    code text,
    message text
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.is_counted() then
        perform core.fail(status, code, message);
    end if;
    perform core.count_call('room_codes', core.calling_network());
    perform set_config('response.status', status::text, true);
    return jsonb_build_object('code', 'PT' || status, 'message', message, 'details', code, 'hint', '');
end;
$$;

comment on function core.refuse_guess is
'Refuses a wrong room code, resume token or invitation as core.fail does. For PostgREST it counts the guess, and returns
what the response to an error is made of: an error would undo the count. Its result is that of the public function.
PT429 too_many_requests, whatever was guessed, after too many.';

-- supabase/functions_sql/documents/generation/checked_citation.sql
create or replace function core.checked_citation(
    citation jsonb,
    sources jsonb      -- [{"upload_id", "pages": [[first, last], …] or null}]
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'upload_id', u.id,
        'pdf_id', u.pdf_id,
        'page', citation -> 'page',
        'page_label', to_jsonb(left(citation ->> 'page_label', 50)),
        'sentence', to_jsonb(left(citation ->> 'sentence', 2000))
    ))
    from jsonb_array_elements(sources) as source (item)
    inner join core.uploads as u on u.id = (source.item ->> 'upload_id')::uuid
    where u.id::text = citation ->> 'upload_id'
        and coalesce(citation ->> 'pdf_id', u.pdf_id) = u.pdf_id
        and jsonb_typeof(citation -> 'page') = 'number'
        and jsonb_typeof(citation -> 'sentence') = 'string'
        and trim(citation ->> 'sentence') <> ''
        and (citation ->> 'page') ~ '^[1-9][0-9]{0,6}$'
        and (citation ->> 'page')::integer <= u.pages
        and (
            source.item -> 'pages' = 'null'
            or exists (
                select from jsonb_array_elements(source.item -> 'pages') as requested (bounds)
                where (citation ->> 'page')::integer
                    between (requested.bounds ->> 0)::numeric and (requested.bounds ->> 1)::numeric
            )
        );
$$;

comment on function core.checked_citation is
'The citation if it names one of the sources and a requested page, otherwise null: {"upload_id", "pdf_id", "page",
"page_label"?, "sentence"}.';

-- supabase/functions_sql/quizzes/questions/draft_word.sql
create or replace function core.draft_word(
    draft jsonb,
    field text,
    words text[],
    place text default '',
    required boolean default false
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if required and not draft ? field then
        perform core.fail(422, 'missing_field', format(
            '%s%s is missing. It is one of: %s.', place, field, array_to_string(words, ', ')
        ));
    end if;
    if jsonb_typeof(draft -> field) <> 'string' or draft ->> field <> all (words) then
        perform core.fail(422, 'unknown_value', format(
            '%s%s must be one of: %s.', place, field, array_to_string(words, ', ')
        ));
    end if;
    return draft ->> field;
end;
$$;

comment on function core.draft_word is
'A field of a draft that must be one of these words; null if it is absent and not required. PT422 unknown_value,
missing_field.';

-- supabase/functions_sql/quizzes/questions/kind_fields.sql
create or replace function core.kind_fields(kind core.question_kind) returns text[]
language sql immutable parallel safe
return case kind
    when 'true_false' then '{correct}'
    when 'numeric' then '{answers,units,unit_required,unit_share}'
    when 'short_text' then '{answers,case_sensitive,forgives}'
    when 'slider' then '{min,max,step,value,tolerance,partial_within,nearest}'
    when 'matching' then '{pairs,distractors}'
    when 'cloze' then '{gaps}'
    when 'word_cloud' then '{words}'
    when 'slide' then '{}'
    else '{choices}'
end::text[];

comment on function core.kind_fields is $$
The fields that only drafts of this kind have.
> select core.kind_fields('true_false'), core.kind_fields('poll')
{correct} | {choices}
$$;

-- supabase/functions_sql/quizzes/questions/draft_text.sql
create or replace function core.draft_text(
    draft jsonb,
    field text,
    longest bigint,           -- characters
    place text default '',    -- where the draft is, such as 'choices[2].'
    required boolean default false
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    words text := trim(E' \t\r\n' from draft ->> field);
begin
    if jsonb_typeof(draft -> field) <> 'string' then
        perform core.fail(422, 'wrong_type', format('%s%s must be a text.', place, field));
    end if;
    if required and coalesce(words, '') = '' then
        perform core.fail(422, 'missing_field', format('%s%s is missing or empty.', place, field));
    end if;
    if char_length(words) > longest then
        perform core.fail(422, 'too_long', format(
            '%s%s has %s characters; %s are allowed.', place, field, char_length(words), longest
        ));
    end if;
    return nullif(words, '');
end;
$$;

comment on function core.draft_text is
'A text field of a draft without the white space around it; null if it is absent or empty and not required. PT422
wrong_type, missing_field, too_long.';

-- supabase/functions_sql/quizzes/questions/draft_url.sql
create or replace function core.draft_url(
    draft jsonb,
    field text,
    place text default ''
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    url text := core.draft_text(draft, field, 2000, place);
begin
    if url !~* '^https?://[^/?#\s<>"[:cntrl:]][^\s<>"[:cntrl:]]*$' then
        perform core.fail(
            422, 'bad_url', format('%s%s must be a web address that starts with https://.', place, field)
        );
    end if;
    return url;
end;
$$;

comment on function core.draft_url is
'A web address field of a draft; null if it is absent. PT422 bad_url, wrong_type, too_long.';

-- supabase/functions_sql/quizzes/questions/draft_boolean.sql
create or replace function core.draft_boolean(
    draft jsonb,
    field text,
    place text default ''
) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(draft -> field) <> 'boolean' then
        perform core.fail(422, 'wrong_type', format('%s%s must be true or false.', place, field));
    end if;
    return (draft -> field)::boolean;
end;
$$;

comment on function core.draft_boolean is 'A boolean field of a draft; null if it is absent. PT422 wrong_type.';

-- supabase/functions_sql/quizzes/questions/normalise_true_false.sql
create or replace function core.normalise_true_false(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    correct boolean := core.draft_boolean(draft, 'correct', place);
begin
    if correct is null then
        perform core.fail(422, 'missing_field', format('%scorrect is missing. It must be true or false.', place));
    end if;
    return jsonb_build_object(
        'choices', '[{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]'::jsonb,
        'key', jsonb_build_object(
            'weights', jsonb_build_object('true', correct::integer, 'false', (not correct)::integer)
        )
    );
end;
$$;

comment on function core.normalise_true_false is
'The choices and the answer key of a true_false draft: {"choices", "key"}. PT422 missing_field, wrong_type.';

-- supabase/functions_sql/quizzes/questions/draft_items.sql
create or replace function core.draft_items(
    draft jsonb,
    field text,
    fewest integer,
    known text[],          -- fields of an item
    place text default ''
) returns table (n bigint, spot text, item jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_choices');
    items jsonb := draft -> field;
begin
    if items is null then
        perform core.fail(422, 'missing_field', format('%s%s is missing.', place, field));
    end if;
    if jsonb_typeof(items) <> 'array' then
        perform core.fail(422, 'wrong_type', format('%s%s must be a list.', place, field));
    end if;
    if jsonb_array_length(items) not between fewest and most then
        perform core.fail(422, 'wrong_count', format(
            '%s%s must have %s to %s items, not %s.', place, field, fewest, most, jsonb_array_length(items)
        ));
    end if;
    for n, item in
        select listed.n, listed.value from jsonb_array_elements(items) with ordinality as listed (value, n)
    loop
        spot := format('%s%s[%s].', place, field, n - 1);
        if jsonb_typeof(item) <> 'object' then
            perform core.fail(422, 'wrong_type', format('%s must be an object.', rtrim(spot, '.')));
        end if;
        perform core.refuse_unknown_fields(item, known, spot);
        return next;
    end loop;
end;
$$;

comment on function core.draft_items is
'The objects in a list field of a draft, numbered from 1 (n), each with its place for error sentences, such as
''choices[0].'' (spot). PT422 missing_field, wrong_type, wrong_count, unknown_field.';

-- supabase/functions_sql/quizzes/questions/require_full_marks.sql
create or replace function core.require_full_marks(
    answers jsonb,            -- [{"weight"}]
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not answers @> '[{"weight": 1}]' then
        perform core.fail(422, 'no_right_answer', format('%sanswers: at least one of them must have weight 1.', place));
    end if;
end;
$$;

comment on function core.require_full_marks is
'Refuses accepted answers if none of them has weight 1, since nobody could earn all of the points: PT422
no_right_answer.';

-- supabase/functions_sql/quizzes/questions/positive_number.sql
create or replace function core.positive_number(
    draft jsonb,
    field text,
    place text default ''
) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    number numeric := core.draft_number(draft, field, place);
begin
    if number <= 0 then
        perform core.fail(422, 'out_of_range', format('%s%s must be above 0.', place, field));
    end if;
    return number;
end;
$$;

comment on function core.positive_number is 'A number field above 0 of a draft; null if it is absent. PT422 wrong_type,
out_of_range.';

-- supabase/functions_sql/quizzes/questions/with_units.sql
create or replace function core.with_units(
    draft jsonb,
    key jsonb,         -- {"ranges"}: of numbers in the first unit
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    units jsonb;
    required boolean := core.draft_boolean(draft, 'unit_required', place);
    share numeric := core.draft_number(draft, 'unit_share', place, 0, 1);
begin
    if not draft ? 'units' then
        if num_nonnulls(required, share) > 0 then
            perform core.fail(422, 'units_missing', format(
                '%sunits is missing. Without units, there is no unit_required or unit_share.', place
            ));
        end if;
        return jsonb_build_object('key', key);
    end if;
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'unit', core.typed_text(core.draft_text(listed.item, 'unit', 50, listed.spot, required => true)),
        'factor', case
            when listed.item ? 'factor' then core.positive_number(listed.item, 'factor', listed.spot)
            when listed.n = 1 then 1
        end
    )) order by listed.n)
    into units
    from core.draft_items(draft, 'units', 1, '{unit,factor}', place) as listed;
    if (units -> 0 -> 'factor')::numeric <> 1 then
        perform core.fail(422, 'no_right_unit', format(
            '%sunits[0]: the answers are in the first unit, so its factor is 1.', place
        ));
    end if;
    if jsonb_array_length(units) > (
        select count(distinct core.compared_unit(unit ->> 'unit')) from jsonb_array_elements(units) as unit
    ) then
        perform core.fail(422, 'equal_units', format('%sunits: two of them are the same.', place));
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object(
            'units', jsonb_path_query_array(units, '$[*].unit'), 'unit_required', coalesce(required, true)
        ),
        'key', key || jsonb_build_object(
            'units', units, 'unit_required', coalesce(required, true), 'unit_share', coalesce(share, 1)
        )
    );
end;
$$;

comment on function core.with_units is
'What the units of a numeric draft add to its display and its key: {"display"?, "key"}. The factor of a unit is how many
of the first unit one of it is; a unit without a factor is offered, and wrong. unit_share is the part of the points that
a wrong or missing unit costs: 1 by default. PT422 units_missing, equal_units, no_right_unit, out_of_range, wrong_type,
missing_field, wrong_count.';

-- supabase/functions_sql/quizzes/questions/normalise_numeric.sql
create or replace function core.normalise_numeric(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    answer record;
    ranges jsonb[] := '{}';
begin
    for answer in
        select
            listed.spot,
            core.draft_number(listed.item, 'value', listed.spot) as value,
            core.draft_number(listed.item, 'tolerance', listed.spot) as tolerance,
            core.draft_number(listed.item, 'min', listed.spot) as lowest,
            core.draft_number(listed.item, 'max', listed.spot) as highest,
            coalesce(core.draft_number(listed.item, 'weight', listed.spot, 0, 1), 1) as weight,
            core.draft_text(listed.item, 'feedback', 2000, listed.spot) as feedback
        from core.draft_items(
            draft, 'answers', 1, array['value', 'tolerance', 'min', 'max', 'weight', 'feedback'], place
        ) as listed
    loop
        if num_nonnulls(answer.value, answer.lowest) <> 1 or num_nonnulls(answer.value, answer.highest) <> 1
            or (answer.tolerance is not null and answer.value is null)
        then
            perform core.fail(422, 'value_or_range', format(
                '%s must have either value (and tolerance), or min and max.', rtrim(answer.spot, '.')
            ));
        end if;
        if answer.tolerance < 0 then
            perform core.fail(422, 'out_of_range', format('%stolerance must not be below 0.', answer.spot));
        end if;
        if answer.lowest > answer.highest then
            perform core.fail(422, 'out_of_range', format('%smin must not be above max.', answer.spot));
        end if;
        ranges := ranges || jsonb_strip_nulls(jsonb_build_object(
            'min', coalesce(answer.lowest, answer.value - coalesce(answer.tolerance, 0)),
            'max', coalesce(answer.highest, answer.value + coalesce(answer.tolerance, 0)),
            'value', answer.value,
            'weight', answer.weight,
            'feedback', answer.feedback
        ));
    end loop;
    perform core.require_full_marks(to_jsonb(ranges), place);
    return core.with_units(draft, jsonb_build_object('ranges', to_jsonb(ranges)), place)
        || jsonb_build_object('choices', '[]'::jsonb);
end;
$$;

comment on function core.normalise_numeric is
'The answer key of a numeric draft: {"choices": [], "key": {"ranges"}}, and what its units add
(core.with_units). PT422 value_or_range, out_of_range, no_right_answer, equal_units, no_right_unit, units_missing.';

-- supabase/functions_sql/quizzes/questions/draft_forgives.sql
create or replace function core.draft_forgives(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := '{accents,letters,punctuation}';
    forgives jsonb := draft -> 'forgives';
begin
    if forgives is null then
        return '{}';
    end if;
    if jsonb_typeof(forgives) <> 'array' then
        perform core.fail(422, 'wrong_type', format('%sforgives must be a list.', place));
    end if;
    if not forgives <@ to_jsonb(known) then
        perform core.fail(422, 'unknown_value', format(
            '%sforgives may have: %s.', place, array_to_string(known, ', ')
        ));
    end if;
    return jsonb_build_object('forgives', (
        select to_jsonb(array(select word from unnest(known) as word where forgives ? word))
    ));
end;
$$;

comment on function core.draft_forgives is $$
What a short_text draft forgives, in a fixed order: {"forgives": […]}; {} if it says nothing. PT422 wrong_type,
unknown_value.
> select core.draft_forgives('{"forgives": ["punctuation", "accents"]}'), core.draft_forgives('{}')
{"forgives": ["accents", "punctuation"]} | {}
$$;

-- supabase/functions_sql/quizzes/questions/require_texts.sql
create or replace function core.require_texts(
    answers jsonb,   -- [{"text", "wildcards"?}]
    key jsonb,       -- {"case_sensitive"?, "forgives"?}
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    empty_one bigint := min(listed.n) - 1
        from jsonb_array_elements(answers) with ordinality as listed (answer, n)
        where core.compared_text(
            case
                when listed.answer ? 'wildcards' then regexp_replace(listed.answer ->> 'text', '(?<!\\)\*', '', 'g')
                else listed.answer ->> 'text'
            end,
            coalesce((key ->> 'case_sensitive')::boolean, false), core.forgives(key)
        ) = '';
begin
    if empty_one is not null then
        perform core.fail(422, 'accepts_anything', format(
            '%sanswers[%s] accepts any text. Write what is right.', place, empty_one
        ));
    end if;
end;
$$;

comment on function core.require_texts is
'Refuses an accepted answer of which nothing is left to compare: PT422 accepts_anything.';

-- supabase/functions_sql/quizzes/questions/comparable_answer.sql
create or replace function core.comparable_answer(
    answer jsonb,    -- {"text", "wildcards"?}
    key jsonb        -- {"case_sensitive"?, "forgives"?}
) returns text
language sql immutable parallel safe
return coalesce(answer ->> 'wildcards', 'false') || ' ' || core.compared_text(
    answer ->> 'text', coalesce((key ->> 'case_sensitive')::boolean, false), core.forgives(key)
);

comment on function core.comparable_answer is $$
A text that is the same for accepted answers that accept the same.
> select core.comparable_answer('{"text": "Málaga"}', '{}') = core.comparable_answer('{"text": "MALAGA "}', '{}')
t
> select core.comparable_answer('{"text": "a*"}', '{}')
>   = core.comparable_answer('{"text": "a*", "wildcards": true}', '{}')
f
$$;

-- supabase/functions_sql/quizzes/questions/normalise_short_text.sql
create or replace function core.normalise_short_text(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    options jsonb := jsonb_build_object(
        'case_sensitive', coalesce(core.draft_boolean(draft, 'case_sensitive', place), false)
    ) || core.draft_forgives(draft, place);
    given jsonb;
    answers jsonb;
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'wildcards', nullif(core.draft_boolean(listed.item, 'wildcards', listed.spot), false),
        'weight', coalesce(core.draft_number(listed.item, 'weight', listed.spot, 0, 1), 1),
        'feedback', core.draft_text(listed.item, 'feedback', 2000, listed.spot)
    )) order by listed.n)
    into given
    from core.draft_items(draft, 'answers', 1, array['text', 'wildcards', 'weight', 'feedback'], place) as listed;
    perform core.require_texts(given, options, place);

    -- of answers that accept the same, the one that earns most is kept
    select jsonb_agg(kept.answer order by kept.n) into answers
    from (
        select distinct on (core.comparable_answer(listed.answer, options)) listed.answer, listed.n
        from jsonb_array_elements(given) with ordinality as listed (answer, n)
        order by core.comparable_answer(listed.answer, options), (listed.answer ->> 'weight')::numeric desc, listed.n
    ) as kept;
    perform core.require_full_marks(answers, place);
    return jsonb_build_object('choices', '[]'::jsonb, 'key', jsonb_build_object('answers', answers) || options);
end;
$$;

comment on function core.normalise_short_text is
'The answer key of a short_text draft: {"choices": [], "key": {"answers", "case_sensitive", "forgives"?}}. Accepted
texts that are equal when they are compared become one. PT422 no_right_answer, accepts_anything, unknown_value,
wrong_type.';

-- supabase/functions_sql/quizzes/questions/normalise_slider.sql
create or replace function core.normalise_slider(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_steps constant integer := 100000;
    lowest numeric := core.draft_number(draft, 'min', place);
    highest numeric := core.draft_number(draft, 'max', place);
    step numeric := coalesce(core.draft_number(draft, 'step', place), 1);
    aim numeric := core.draft_number(draft, 'value', place);
    tolerance numeric := coalesce(core.draft_number(draft, 'tolerance', place), 0);
    partial_within numeric := core.draft_number(draft, 'partial_within', place);
    missing text := case
        when lowest is null then 'min'
        when highest is null then 'max'
        when aim is null then 'value'
    end;
begin
    if missing is not null then
        perform core.fail(422, 'missing_field', format('%s%s is missing. It must be a number.', place, missing));
    end if;
    if step <= 0 or step > highest - lowest or (highest - lowest) / step > most_steps then
        perform core.fail(422, 'out_of_range', format(
            '%smax must be above min, by 1 to %s times the step.', place, most_steps
        ));
    end if;
    if aim not between lowest and highest then
        perform core.fail(422, 'out_of_range', format('%svalue must be from min to max.', place));
    end if;
    if tolerance < 0 or partial_within <= tolerance then
        perform core.fail(422, 'out_of_range', format(
            '%stolerance must not be below 0, and partial_within must be above it.', place
        ));
    end if;
    if abs(lowest + step * least(round((aim - lowest) / step), floor((highest - lowest) / step)) - aim) > tolerance then
        perform core.fail(422, 'no_right_answer', format(
            '%svalue is between two steps. Give a tolerance that reaches one of them, or another step.', place
        ));
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object('min', lowest, 'max', highest, 'step', step),
        'key', jsonb_strip_nulls(jsonb_build_object(
            'value', aim,
            'tolerance', tolerance,
            'partial_within', partial_within,
            'nearest', nullif(core.draft_boolean(draft, 'nearest', place), false)
        ))
    );
end;
$$;

comment on function core.normalise_slider is
'What a slider shows and its answer key: {"display": {"min", "max", "step"}, "key"}. step is 1 by default. PT422
missing_field, wrong_type, out_of_range, no_right_answer.';

-- supabase/functions_sql/quizzes/questions/refuse_equal_texts.sql
create or replace function core.refuse_equal_texts(
    items jsonb,              -- [{"text"}]
    field text,               -- the name of their list
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    twin record;
begin
    select min(listed.n) - 1 as one, max(listed.n) - 1 as other, min(listed.item ->> 'text') as words
    into twin
    from jsonb_array_elements(items) with ordinality as listed (item, n)
    -- "monday" and "Monday" may both be choices, in a question about spelling
    group by regexp_replace(normalize(listed.item ->> 'text'), '\s+', ' ', 'g')
    having count(*) > 1
    limit 1;
    if found then
        perform core.fail(422, 'equal_choices', format(
            '%s%s[%s] and [%s] are the same: %s', place, field, twin.one, twin.other, left(twin.words, 50)
        ));
    end if;
end;
$$;

comment on function core.refuse_equal_texts is
'Refuses texts that differ only in white space: PT422 equal_choices.';

-- supabase/functions_sql/quizzes/questions/draft_texts.sql
create or replace function core.draft_texts(
    draft jsonb,
    field text,
    longest bigint,
    place text default ''
) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_choices');
    items jsonb := coalesce(draft -> field, '[]');
begin
    if jsonb_typeof(items) <> 'array' then
        perform core.fail(422, 'wrong_type', format('%s%s must be a list of texts.', place, field));
    end if;
    if jsonb_array_length(items) > most then
        perform core.fail(422, 'wrong_count', format(
            '%s%s must have 0 to %s items, not %s.', place, field, most, jsonb_array_length(items)
        ));
    end if;
    return array(
        select core.draft_text(
            jsonb_build_object(spot.name, listed.item), spot.name, longest, place, required => true
        )
        from jsonb_array_elements(items) with ordinality as listed (item, n)
        cross join lateral (select format('%s[%s]', field, listed.n - 1) as name) as spot
        order by listed.n
    );
end;
$$;

comment on function core.draft_texts is
'The texts in a list field of a draft; none if it is absent. PT422 wrong_type, wrong_count, missing_field, too_long.';

-- supabase/functions_sql/quizzes/questions/choice_ids.sql
create or replace function core.choice_ids(
    texts text[],
    known jsonb   -- [{"id", "text"}]: the choices of the version before
) returns text[]
language sql immutable parallel safe
return (
    with given as (
        select
            listed.n,
            (
                select before.choice ->> 'id'
                from jsonb_array_elements(known) as before (choice)
                where before.choice ->> 'text' = listed.words
            ) as id
        from unnest(texts) with ordinality as listed (words, n)
    ),

    fresh as (
        -- otherwise the letters would show, even after shuffling, which choice the author wrote first
        select listed.n, row_number() over (order by sha256(convert_to(listed.words, 'UTF8')), listed.n) as turn
        from unnest(texts) with ordinality as listed (words, n)
        inner join given on listed.n = given.n
        where given.id is null
    ),

    free as (
        select letters.id, row_number() over (order by letters.n) as turn
        from (
            select n, case when n < 26 then '' else chr(96 + n / 26) end || chr(97 + n % 26) as id
            from generate_series(0, 701) as n
        ) as letters
        where not exists (select from given where given.id = letters.id)
    )

    select array_agg(coalesce(given.id, free.id) order by given.n)
    from given
    left join fresh on given.n = fresh.n
    left join free on fresh.turn = free.turn
);

comment on function core.choice_ids is $$
Ids for choices: texts of the previous version keep their ids; the others get the first free letters, in the order of a
hash of their texts, so that an id does not show where the author put its choice.
> select core.choice_ids('{Rome,Paris,Bonn}', '[{"id": "a", "text": "Oslo"}, {"id": "b", "text": "Paris"}]')
{c,b,a}
$$;

-- supabase/functions_sql/quizzes/questions/normalise_matching.sql
create or replace function core.normalise_matching(
    draft jsonb,
    known_choices jsonb,
    known_display jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    pairs jsonb;
    texts text[];       -- of the choices, in the order of a hash
    choice_ids text[];
    item_ids text[];
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'media_url', core.draft_url(listed.item, 'media_url', listed.spot),
        'match', core.draft_text(listed.item, 'match', 1000, listed.spot, required => true)
    )) order by listed.n)
    into pairs
    from core.draft_items(draft, 'pairs', 2, array['text', 'media_url', 'match'], place) as listed;
    perform core.refuse_equal_texts(pairs, 'pairs', place);

    select array_agg(offered.words order by sha256(convert_to(offered.words, 'UTF8')))
    into texts
    from (
        select pair ->> 'match' as words from jsonb_array_elements(pairs) as pair
        union
        select words from unnest(core.draft_texts(draft, 'distractors', 1000, place)) as words
    ) as offered;
    if cardinality(texts) not between 2 and core.setting('quiz.max_choices') then
        perform core.fail(422, 'wrong_count', format(
            '%spairs and distractors must offer 2 to %s different texts to match, not %s.',
            place, core.setting('quiz.max_choices'), cardinality(texts)
        ));
    end if;
    choice_ids := core.choice_ids(texts, known_choices);
    item_ids := core.choice_ids(
        array(select pair ->> 'text' from jsonb_array_elements(pairs) as pair), coalesce(known_display -> 'items', '[]')
    );
    return jsonb_build_object(
        'choices', (
            select jsonb_agg(jsonb_build_object('id', choice_ids[n], 'text', texts[n]) order by n)
            from generate_subscripts(texts, 1) as n
        ),
        'display', jsonb_build_object('items', (
            select jsonb_agg(jsonb_build_object('id', item_ids[n]) || (pair - 'match') order by n)
            from jsonb_array_elements(pairs) with ordinality as listed (pair, n)
        )),
        'key', jsonb_build_object('matches', (
            select jsonb_object_agg(item_ids[n], choice_ids[array_position(texts, pair ->> 'match')])
            from jsonb_array_elements(pairs) with ordinality as listed (pair, n)
        ))
    );
end;
$$;

comment on function core.normalise_matching is
'The columns of a matching draft: {"choices", "display": {"items"}, "key": {"matches"}}. Equal texts to match are one
choice. Neither the ids nor the order of the choices show which belong together. PT422 missing_field, wrong_type,
wrong_count, too_long, bad_url, unknown_field, equal_choices.';

-- supabase/functions_sql/quizzes/questions/normalise_order.sql
create or replace function core.normalise_order(
    items jsonb,            -- [{"text", "media_url"?}] in the right order
    known_choices jsonb
) returns jsonb
language sql immutable parallel safe
return (
    with stored as (
        -- neither the ids nor the places of the stored choices may show the right order
        select
            listed.item,
            listed.n,
            row_number() over (order by sha256(convert_to(listed.item ->> 'text', 'UTF8'))) as place
        from jsonb_array_elements(items) with ordinality as listed (item, n)
    ),

    identified as (
        select stored.*, (core.choice_ids(
            (select array_agg(s.item ->> 'text' order by s.place) from stored as s), known_choices
        ))[stored.place] as id
        from stored
    )

    select jsonb_build_object(
        'choices', jsonb_agg(jsonb_build_object('id', id) || item order by place),
        'key', jsonb_build_object('order', jsonb_agg(id order by n))
    )
    from identified
);

comment on function core.normalise_order is $$
The choices and the answer key of an ordering: {"choices", "key": {"order"}}. The choices are stored in the order of a
hash of their texts, to hide the right order.
> select core.normalise_order('[{"text": "one"}, {"text": "two"}, {"text": "three"}]', '[]') -> 'key'
{"order": ["b", "a", "c"]}
$$;

-- supabase/functions_sql/quizzes/questions/spread_weights.sql
create or replace function core.spread_weights(
    weights numeric[],
    divisor numeric     -- of the negative weights
) returns numeric[]
language sql immutable parallel safe
return (
    with parts as (
        select
            listed.n,
            listed.weight > 0 as counts,
            round(listed.weight / case
                when listed.weight > 0 then sum(greatest(listed.weight, 0)) over () else divisor
            end, 6) as part
        from unnest(weights) with ordinality as listed (weight, n)
    ),

    rounded as (
        select
            parts.n,
            parts.part,
            parts.counts and row_number() over (order by parts.part desc, parts.n asc) = 1 as takes_rest,
            1 - sum(parts.part) filter (where parts.counts) over () as rest
        from parts
    )

    select array_agg(trim_scale(part + case when takes_rest then rest else 0 end) order by n)
    from rounded
);

comment on function core.spread_weights is $$
Scales the positive weights so that they add up to exactly 1, where the largest takes the rounding error, and divides
the negative ones by divisor.
> select core.spread_weights('{1,1,-1,1}', 3)
{0.333334,0.333333,-0.333333,0.333333}
> select core.spread_weights('{0.5,0.5,-1,0}', 1)
{0.5,0.5,-1,0}
$$;

-- supabase/functions_sql/quizzes/questions/choice_weights.sql
create or replace function core.choice_weights(
    kind core.question_kind,
    choices jsonb,             -- [{"weight"? | "correct"?}]
    place text default ''
) returns numeric[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    shorthand constant boolean := not jsonb_path_exists(choices, '$[*].weight');
    weights numeric[];
    positive numeric;
begin
    if not shorthand and jsonb_path_exists(choices, '$[*].correct') then
        perform core.fail(422, 'weight_or_correct', format(
            '%schoices: give either weights or correct, not both.', place
        ));
    end if;
    select
        array_agg(marked.weight order by marked.n),
        sum(marked.weight) filter (where marked.weight > 0)
    into weights, positive
    from (
        select listed.n, case
            when not shorthand then coalesce((listed.choice ->> 'weight')::numeric, 0)
            when (listed.choice -> 'correct')::boolean then 1
            when kind = 'multiple_choice' then -1
            else 0
        end as weight
        from jsonb_array_elements(choices) with ordinality as listed (choice, n)
    ) as marked;

    if kind = 'single_choice' then
        if 1 <> all (weights) then
            perform core.fail(422, 'no_right_choice', format(
                '%schoices: one of them must be right (correct: true, or weight: 1).', place
            ));
        end if;
        return weights;
    end if;
    if positive is null then
        perform core.fail(422, 'no_right_choice', format('%schoices: at least one of them must be right.', place));
    end if;
    if not shorthand and abs(positive - 1) > 0.01 then
        perform core.fail(422, 'weights_not_one', format(
            '%schoices: the weights above 0 must add up to 1, not %s.', place, positive
        ));
    end if;
    return core.spread_weights(weights, case when shorthand then positive else 1 end);
end;
$$;

comment on function core.choice_weights is
'The weight of each choice of a single_choice or multiple_choice. Several right choices share the points. If choices are
only marked as right or wrong, a wrong one costs as much as a right one earns. PT422 no_right_choice, weights_not_one,
weight_or_correct.';

-- supabase/functions_sql/quizzes/questions/normalise_choices.sql
create or replace function core.normalise_choices(
    draft jsonb,
    known_choices jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    kind core.question_kind := draft ->> 'kind';
    items jsonb;
    ids text[];
    weights numeric[];
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'media_url', core.draft_url(listed.item, 'media_url', listed.spot),
        'weight', core.draft_number(listed.item, 'weight', listed.spot, -1, 1),
        'correct', core.draft_boolean(listed.item, 'correct', listed.spot),
        'feedback', core.draft_text(listed.item, 'feedback', 2000, listed.spot)
    )) order by listed.n)
    into items
    from core.draft_items(draft, 'choices', 2, case
        when kind in ('poll', 'ordering') then array['text', 'media_url']
        else array['text', 'weight', 'correct', 'feedback', 'media_url']
    end, place) as listed;
    perform core.refuse_equal_texts(items, 'choices', place);

    if kind = 'ordering' then
        return core.normalise_order(items, known_choices);
    end if;

    ids := core.choice_ids(array(select c ->> 'text' from jsonb_array_elements(items) as c), known_choices);
    weights := case when kind <> 'poll' then core.choice_weights(kind, items, place) end;
    return (
        select jsonb_build_object(
            'choices', jsonb_agg(
                jsonb_build_object('id', ids[n]) || (item - '{weight,correct,feedback}'::text[]) order by n
            ),
            'key', case when kind = 'poll' then '{}' else jsonb_strip_nulls(jsonb_build_object(
                'weights', jsonb_object_agg(ids[n], weights[n]),
                'feedback', jsonb_object_agg(ids[n], item -> 'feedback') filter (where item ? 'feedback')
            )) end
        )
        from jsonb_array_elements(items) with ordinality as listed (item, n)
    );
end;
$$;

comment on function core.normalise_choices is
'The choices and the answer key of a draft of single_choice, multiple_choice, poll or ordering: {"choices", "key"}, as
in core.questions. PT422 with a sentence that names the place.';

-- supabase/functions_sql/quizzes/questions/normalise_cloze.sql
create or replace function core.normalise_cloze(
    draft jsonb,
    known_display jsonb,   -- of the previous version: choices of a gap whose texts stay keep their ids
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    kinds constant text[] := '{short_text,numeric,single_choice}';
    given record;
    gap jsonb;
    shown jsonb := '[]';
    keys jsonb := '{}';
    named text[];
begin
    for given in
        select listed.n, listed.spot, listed.item, core.draft_word(
            listed.item, 'kind', kinds, listed.spot, required => true
        )::core.question_kind as kind
        from core.draft_items(
            draft, 'gaps', 1, '{kind,weight,answers,case_sensitive,forgives,choices}', place
        ) as listed
    loop
        perform core.refuse_unknown_fields(given.item, '{kind,weight}' || core.kind_fields(given.kind), given.spot);
        gap := case given.kind
            when 'short_text' then core.normalise_short_text(given.item, given.spot)
            when 'numeric' then core.normalise_numeric(given.item, given.spot)
            else core.normalise_choices(given.item, coalesce(
                jsonb_path_query_first(
                    known_display, '$.gaps[*] ? (@.id == $id).choices', jsonb_build_object('id', given.n::text)
                ), '[]'
            ), given.spot)
        end;
        shown := shown || jsonb_strip_nulls(jsonb_build_object(
            'id', given.n::text,
            'kind', given.kind,
            -- the order of a hash, because authors like to write the right choice first
            'choices', (
                select jsonb_agg(choice order by sha256(convert_to(choice ->> 'text', 'UTF8')))
                from jsonb_array_elements(gap -> 'choices') as choice
            )
        ));
        keys := keys || jsonb_build_object(given.n, gap -> 'key' || jsonb_strip_nulls(jsonb_build_object(
            'kind', given.kind,
            'weight', coalesce(core.draft_number(given.item, 'weight', given.spot, 1, 100, 0), 1),
            'order', jsonb_path_query_array(gap, '$.choices[*].id')
        )));
    end loop;
    named := array(
        select found.number[1] from regexp_matches(draft ->> 'prompt', '\[\[(\d+)\]\]', 'g') as found (number)
    );
    if (select array_agg(number order by number) from unnest(named) as number) is distinct from (
        select array_agg(id order by id) from jsonb_object_keys(keys) as id
    ) then
        perform core.fail(422, 'wrong_gaps', format(
            '%sprompt must have each of its gaps once: [[1]] for the first of gaps, up to [[%s]].',
            place, (select count(*) from jsonb_object_keys(keys))
        ));
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object('gaps', shown), 'key', jsonb_build_object('gaps', keys)
    );
end;
$$;

comment on function core.normalise_cloze is
'What a cloze shows and its answer key: {"display": {"gaps"}, "key": {"gaps"}}. Each gap is a short_text, a numeric or a
single_choice of its own; its weight is its share of the points. PT422 wrong_gaps, missing_field, unknown_field,
unknown_value, out_of_range, and what the kinds of its gaps refuse.';

-- supabase/functions_sql/quizzes/questions/normalise_question.sql
create or replace function core.normalise_question(
    draft jsonb,
    known_choices jsonb default '[]',   -- of the previous version: texts that stay keep their ids
    place text default '',              -- where the draft is, such as 'questions[3].'
    known_display jsonb default '{}'    -- of the previous version
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    -- with the fields of core.question_json, so that what was read can be sent back
    common constant text[] := '{kind,prompt,points,time_limit_ms,explanation,subject,difficulty,media_url,source,
        id,quiz_id,position,version,created_at,updated_at,citation}';
    longest bigint := core.setting('quiz.max_prompt_length');
    kind core.question_kind;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', format(
            '%s must be an object.', coalesce(nullif(rtrim(place, '.'), ''), 'A question')
        ));
    end if;
    draft := jsonb_strip_nulls(draft);
    kind := core.draft_word(draft, 'kind', enum_range(null::core.question_kind)::text[], place, required => true);
    perform core.refuse_unknown_fields(draft, common || core.kind_fields(kind), place);
    return jsonb_build_object(
        'kind', kind,
        'prompt', core.draft_text(draft, 'prompt', longest, place, required => true),
        'points', case
            when core.is_scored(kind) then coalesce(core.draft_number(draft, 'points', place, 0, 10000, 2), 1)
            else 0 * coalesce(core.draft_number(draft, 'points', place), 0)
        end,
        'time_limit_ms', core.draft_number(draft, 'time_limit_ms', place, 1000, 3600000, 0),
        'explanation', core.draft_text(draft, 'explanation', longest, place),
        'subject', core.draft_text(draft, 'subject', 200, place),
        'difficulty', core.draft_word(draft, 'difficulty', enum_range(null::core.difficulty)::text[], place),
        'media_url', core.draft_url(draft, 'media_url', place),
        'source', core.draft_text(draft, 'source', 2000, place),
        'choices', '[]'::jsonb,
        'display', '{}'::jsonb,
        'key', '{}'::jsonb
    ) || case
        when kind = 'true_false' then core.normalise_true_false(draft, place)
        when kind = 'numeric' then core.normalise_numeric(draft, place)
        when kind = 'short_text' then core.normalise_short_text(draft, place)
        when kind = 'slider' then core.normalise_slider(draft, place)
        when kind = 'matching' then core.normalise_matching(draft, known_choices, known_display, place)
        when kind = 'cloze' then core.normalise_cloze(draft, known_display, place)
        when kind = 'word_cloud' then jsonb_build_object('display', jsonb_build_object(
            'words', coalesce(core.draft_number(draft, 'words', place, 1, 10, 0), 1)
        ))
        when kind = 'slide' then '{}'
        else core.normalise_choices(draft, known_choices, place)
    end;
end;
$$;

comment on function core.normalise_question is
'Checks a draft and returns it as the columns of core.questions. Every question passes through here, whether written by
hand, read from a file, generated, or from trivia. A poll, a word cloud and a slide earn nothing, so their points are 0.
PT422 wrong_type, missing_field, unknown_field, unknown_value, out_of_range, too_long, bad_url, wrong_count,
equal_choices, no_right_choice, weights_not_one, weight_or_correct, no_right_answer, value_or_range, accepts_anything,
wrong_gaps; the sentence names the place.';

-- supabase/functions_sql/documents/generation/accepted_questions.sql
create or replace function core.accepted_questions(
    job core.jobs,
    drafts jsonb,                  -- [{…draft, "citation": {…}}]
    out questions jsonb,           -- as core.store_questions takes them
    out dropped jsonb              -- {reason: how many}
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most integer := least((job.request -> 'questions')::integer, case
        when job.question_id is not null then 1
        else core.setting('quiz.max_questions')
            - (select count(*) from core.questions as q where q.quiz_id = job.quiz_id and q.deleted_at is null)
    end);
    has_sources boolean := job.request -> 'sources' <> '[]';
    draft jsonb;
    question jsonb;
    citation jsonb;
    fault text;
    faults text[] := '{}';
begin
    questions := '[]';
    for draft in
        select listed.value from jsonb_array_elements(drafts) with ordinality as listed order by listed.ordinality
    loop
        citation := core.checked_citation(draft -> 'citation', job.request -> 'sources');
        fault := case
            when jsonb_array_length(questions) >= most then 'more_than_asked_for'
            when jsonb_typeof(draft) <> 'object' then 'not_a_question'
            when not job.request -> 'kinds' @> coalesce(draft -> 'kind', 'null') then 'another_kind'
            when has_sources and citation is null then 'no_citation'
        end;
        if fault is null then
            begin
                question := core.normalise_question(draft - 'citation');
                questions := questions || jsonb_build_array(question || jsonb_build_object('citation', citation));
            exception when sqlstate 'PT422' then
                fault := 'not_a_question';
            end;
        end if;
        faults := faults || fault;
    end loop;
    select coalesce(jsonb_object_agg(counted.name, counted.times), '{}') into dropped
    from (
        select
            t.name,
            count(*) as times
        from unnest(faults) as t (name)
        where t.name is not null
        group by t.name
    ) as counted;
end;
$$;

comment on function core.accepted_questions is
'Which questions of a processing server go into the quiz: those that pass the checks of any question, are of a requested
kind and, where there are sources, cite a requested page. The others are dropped, and counted by what is wrong with
them.';

-- supabase/functions_sql/quizzes/questions/require_question_quota.sql
create or replace function core.require_question_quota(
    quiz core.quizzes,     -- locked
    number integer         -- of questions to add
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions');
    existing integer := count(*) from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    if existing + number > most then
        perform core.fail(422, 'too_many_questions', format(
            'A quiz may have %s questions, but with these it would have %s.', most, existing + number
        ));
    end if;
end;
$$;

comment on function core.require_question_quota is
'Refuses more questions than a quiz may have, counting those that it has. PT422 too_many_questions.';

-- supabase/functions_sql/documents/jobs/enqueue_job.sql
create or replace function core.enqueue_job(
    kind core.job_kind,
    owner uuid,
    upload_id uuid default null,
    quiz_id uuid default null,
    question_id uuid default null,
    request jsonb default '{}',
    retry_of uuid default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
    most bigint := core.setting('jobs.max_open_per_person');
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('jobs ' || owner, 0));
    if (
        select count(*) from core.jobs as j where j.owner_id = owner and j.state in ('waiting', 'accepted')
    ) >= most then
        perform core.fail(429, 'too_many_jobs', format(
            'You have %s unfinished requests, and more are not allowed. Wait until one has finished.', most
        ));
    end if;
    insert into core.jobs (kind, owner_id, upload_id, quiz_id, question_id, request, retry_of)
    values (
        enqueue_job.kind, owner, enqueue_job.upload_id, enqueue_job.quiz_id, enqueue_job.question_id,
        enqueue_job.request, enqueue_job.retry_of
    )
    returning * into job;
    perform pg_notify('jobs', '');
    return job;
end;
$$;

comment on function core.enqueue_job is
'Adds a job to the queue, in the caller''s transaction, notifies the workers, and returns the job. PT429
too_many_jobs.';

-- supabase/functions_sql/documents/generation/begin_generation.sql
create or replace function core.begin_generation(
    quiz core.quizzes,                 -- locked
    kind core.job_kind,
    request jsonb,                     -- as core.normalise_generation_request gives it
    question_id uuid default null,     -- the question to replace
    retry_of uuid default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
    requested integer := request -> 'questions';
begin
    if exists (
        select from core.jobs as j
        where j.quiz_id = quiz.id and j.state in ('waiting', 'accepted')
            and j.question_id is not distinct from begin_generation.question_id
    ) then
        perform core.fail(409, 'already_generating', 'A generation is under way already. Wait until it has ended.');
    end if;
    if question_id is null then
        perform core.require_question_quota(quiz, requested);
    end if;
    job := core.enqueue_job(
        kind, quiz.owner_id, quiz_id => quiz.id, question_id => question_id, request => request, retry_of => retry_of
    );
    if question_id is null then
        update core.quizzes as q
        set state = 'generating', state_code = null, state_reason = null, progress = 0
        where q.id = quiz.id
        returning * into quiz;
        perform core.notify_quiz_owner(quiz, 'quiz.generating', '{"progress": 0}');
    end if;
    perform core.reserve_credits(quiz.owner_id, quiz.id, job.id::text, requested);
    return job;
end;
$$;

comment on function core.begin_generation is
'Begins a generation: reserves its credits and enqueues its job, in one transaction. Returns the job. PT409
already_generating; PT402 not_enough_credits; PT422 too_many_questions; PT429 too_many_jobs.';

-- supabase/functions_sql/documents/generation/difficulty_counts.sql
create or replace function core.difficulty_counts(
    request jsonb,         -- {"difficulty": "easy" | {"easy", "medium", "hard"}}
    questions integer
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    levels constant text[] := enum_range(null::core.difficulty)::text[];
    mix jsonb := request -> 'difficulty';
    total numeric;
begin
    if mix is null then
        return null;
    end if;
    if jsonb_typeof(mix) = 'string' then
        perform core.draft_word(request, 'difficulty', levels);
        mix := jsonb_build_object(mix #>> '{}', questions);
    end if;
    if jsonb_typeof(mix) <> 'object' then
        perform core.fail(
            422, 'wrong_type', 'difficulty must be easy, medium or hard, or an object with a number for each.'
        );
    end if;
    perform core.refuse_unknown_fields(mix, levels, 'difficulty.');
    select sum(core.draft_number(mix, level, 'difficulty.', 0, 10000, 0)) into total
    from unnest(levels) as level;
    if total is null or total not in (questions, 100) then
        perform core.fail(422, 'bad_difficulty', format(
            'The numbers of difficulty must add up to %s, the number of questions, or to 100 percent.', questions
        ));
    end if;
    return (
        -- whole numbers of questions: each part is rounded down, and the largest remainders get one more
        with parts as (
            select level, coalesce((mix ->> level)::numeric, 0) * questions / total as part
            from unnest(levels) as level
        ),

        ranked as (
            select
                parts.level,
                floor(parts.part) as whole,
                row_number() over (order by parts.part - floor(parts.part) desc, parts.level) as place,
                questions - sum(floor(parts.part)) over () as left_over
            from parts
        )

        select jsonb_object_agg(ranked.level, ranked.whole + (ranked.place <= ranked.left_over)::integer)
        from ranked
    );
end;
$$;

comment on function core.difficulty_counts is
'How many questions of each difficulty to make: {"easy": 5, "medium": 3, "hard": 2}, which adds up to `questions`; null
for any difficulty. The request has one difficulty, or numbers or percentages. PT422 bad_difficulty, unknown_value,
wrong_type.';

-- supabase/functions_sql/documents/generation/last_request.sql
create or replace function core.last_request(quiz core.quizzes) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select j.request || jsonb_build_object('sources', (
        select coalesce(jsonb_agg(s.value order by s.ordinality), '[]')
        from jsonb_array_elements(j.request -> 'sources') with ordinality as s
        inner join core.uploads as u on u.id = (s.value ->> 'upload_id')::uuid and u.deleted_at is null
    ))
    from core.jobs as j
    where j.quiz_id = quiz.id and j.kind = 'generate_questions'
    order by j.created_at desc
    limit 1;
$$;

comment on function core.last_request is
'The last generation request of a quiz, without the PDFs that have been deleted since. Null if there was none.';

-- supabase/functions_sql/documents/generation/normalise_ranges.sql
create or replace function core.normalise_ranges(
    source jsonb,          -- {"pages": [[1, 5], …]}; without pages: all of them
    upload core.uploads,
    place text             -- where the source stands in the request, for error sentences: "sources[0]."
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('generation.max_ranges');
    listed record;
begin
    if source -> 'pages' is null then
        return null;
    end if;
    if jsonb_typeof(source -> 'pages') <> 'array' then
        perform core.fail(
            422, 'wrong_type', format('%spages must be a list of ranges such as [[1, 5], [9, 9]].', place)
        );
    end if;
    if jsonb_array_length(source -> 'pages') not between 1 and most then
        perform core.fail(422, 'wrong_count', format('%spages must have 1 to %s ranges.', place, most));
    end if;
    for listed in
        select
            page_range.value as bounds,
            format('%spages[%s]', place, page_range.ordinality - 1) as spot
        from jsonb_array_elements(source -> 'pages') with ordinality as page_range
    loop
        if jsonb_typeof(listed.bounds) <> 'array' or jsonb_array_length(listed.bounds) <> 2 then
            perform core.fail(
                422, 'wrong_type', format('%s must be a first and a last page, such as [1, 5].', listed.spot)
            );
        end if;
        if jsonb_typeof(listed.bounds -> 0) <> 'number' or jsonb_typeof(listed.bounds -> 1) <> 'number'
            or (listed.bounds ->> 0)::numeric % 1 <> 0 or (listed.bounds ->> 1)::numeric % 1 <> 0
            or (listed.bounds ->> 0)::numeric < 1 or (listed.bounds ->> 1)::numeric > upload.pages
            or (listed.bounds ->> 0)::numeric > (listed.bounds ->> 1)::numeric
        then
            perform core.fail(422, 'bad_pages', format(
                '%s must be a first and a last page of “%s”, which has %s pages.',
                listed.spot, upload.name, upload.pages
            ));
        end if;
    end loop;
    return (
        select jsonb_agg(
            jsonb_build_array(trim_scale((r.bounds ->> 0)::numeric), trim_scale((r.bounds ->> 1)::numeric)) order by r.n
        )
        from jsonb_array_elements(source -> 'pages') with ordinality as r (bounds, n)
    );
end;
$$;

comment on function core.normalise_ranges is
'The page ranges of a source, each within its PDF; null for all pages. PT422 wrong_type, wrong_count, bad_pages.';

-- supabase/functions_sql/documents/generation/normalise_sources.sql
create or replace function core.normalise_sources(
    request jsonb,    -- {"sources": [{"upload_id", "pages": [[first, last], …]?}]}
    owner uuid
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('generation.max_sources');
    listed record;
    upload core.uploads;
    sources jsonb := '[]';
begin
    if request -> 'sources' is null then
        return sources;
    end if;
    if jsonb_typeof(request -> 'sources') <> 'array' then
        perform core.fail(422, 'wrong_type', 'sources must be a list.');
    end if;
    if jsonb_array_length(request -> 'sources') > most then
        perform core.fail(422, 'wrong_count', format('sources must have at most %s items.', most));
    end if;
    for listed in
        select source.value as item, format('sources[%s].', source.ordinality - 1) as place
        from jsonb_array_elements(request -> 'sources') with ordinality as source
    loop
        if jsonb_typeof(listed.item) <> 'object' then
            perform core.fail(422, 'wrong_type', format('%s must be an object.', rtrim(listed.place, '.')));
        end if;
        perform core.refuse_unknown_fields(listed.item, '{upload_id,pages}', listed.place);
        select * into upload
        from core.uploads as u
        where u.id::text = listed.item ->> 'upload_id' and u.owner_id = owner and u.deleted_at is null;
        if not found then
            perform core.fail(404, 'upload_not_found', format('%supload_id: there is no such upload.', listed.place));
        end if;
        if sources @> jsonb_build_array(jsonb_build_object('upload_id', upload.id)) then
            perform core.fail(422, 'repeated_source', format(
                '“%s” is listed twice in sources. List it once, with all of its page ranges.', upload.name
            ));
        end if;
        if upload.state <> 'ready' then
            perform core.fail(
                409, 'upload_not_ready', format('“%s” is not ready: its state is %s.', upload.name, upload.state)
            );
        end if;
        sources := sources || jsonb_build_object(
            'upload_id', upload.id, 'pages', core.normalise_ranges(jsonb_strip_nulls(listed.item), upload, listed.place)
        );
    end loop;
    return sources;
end;
$$;

comment on function core.normalise_sources is
'The PDFs to make questions from: [{"upload_id", "pages": ranges or null}]. PT404 upload_not_found, PT409
upload_not_ready, PT422 bad_pages, repeated_source, wrong_type, wrong_count.';

-- supabase/functions_sql/documents/generation/normalise_generation_request.sql
create or replace function core.normalise_generation_request(
    request jsonb,    -- {"sources", "topic", "questions", "kinds", "difficulty", "language"}
    owner uuid
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := '{sources,topic,questions,kinds,difficulty,language}';
    can_be_made constant text[] := '{single_choice,multiple_choice,true_false,numeric,short_text}';
    most bigint := core.setting('generation.max_questions');
    questions integer;
    sources jsonb;
    topic text;
begin
    if jsonb_typeof(request) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A generation request must be an object.');
    end if;
    perform core.refuse_unknown_fields(request, known);
    request := jsonb_strip_nulls(request);
    questions := coalesce(core.draft_number(request, 'questions', '', 1, most, 0), 10);
    topic := core.draft_text(request, 'topic', 500);
    sources := core.normalise_sources(request, owner);
    if topic is null and sources = '[]' then
        perform core.fail(422, 'nothing_to_ask_about', 'Give sources, a topic, or both.');
    end if;
    if jsonb_typeof(request -> 'kinds') <> 'array' or request -> 'kinds' = '[]'
        or not jsonb_path_query_array(request -> 'kinds', '$[*]') <@ to_jsonb(can_be_made)
    then
        perform core.fail(
            422, 'unknown_value',
            format('kinds must be a list of one or more of these: %s.', array_to_string(can_be_made, ', '))
        );
    end if;
    return jsonb_build_object(
        'sources', sources,
        'topic', topic,
        'questions', questions,
        'kinds', coalesce(
            (select jsonb_agg(distinct kind) from jsonb_array_elements(request -> 'kinds') as kind),
            to_jsonb(can_be_made)
        ),
        'difficulty', core.difficulty_counts(request, questions),
        'language', coalesce(core.draft_text(request, 'language', 35), 'en')
    );
end;
$$;

comment on function core.normalise_generation_request is
'Checks a generation request and returns it with all of its fields, as the processing server gets it. PT404
upload_not_found; PT409 upload_not_ready; PT422 nothing_to_ask_about, wrong_type, wrong_count, unknown_field,
unknown_value, missing_field, out_of_range, too_long, bad_pages, repeated_source, bad_difficulty.';

-- supabase/functions_sql/quizzes/quiz_facts.sql
create or replace function core.quiz_facts(quiz core.quizzes) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
            'question_count', count(*),
            'points', coalesce(trim_scale(sum(q.points)), 0),
            'owner', (select p.display_name from core.profiles as p where p.id = quiz.owner_id),
            'pass_mark', trim_scale(quiz.pass_mark),
            'negative_marking', trim_scale(quiz.negative_marking)
        )
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
    );
end;
$$;

comment on function core.quiz_facts is
'The fields of a quiz''s JSON that are not in its row as they are: the number and points of its questions, its owner''s
name, and the pass mark and negative marking without trailing zeros.';

-- supabase/functions_sql/quizzes/quiz_json.sql
create or replace function core.quiz_json(quiz core.quizzes) returns jsonb
language sql stable
return to_jsonb(quiz) - '{deleted_at,words,title_key}'::text[] || case
    when quiz.deleted_at is null then '{}' else jsonb_build_object('deleted_at', quiz.deleted_at)
end || core.quiz_facts(quiz);

comment on function core.quiz_json is 'A quiz and its options as JSON, the same for everyone who may see it.';

-- supabase/functions_sql/documents/generation/generate_questions.sql
create or replace function public.generate_questions(
    quiz_id uuid,
    request jsonb default '{}'     -- a generation request; fields that are missing are taken from the last one
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    previous jsonb := core.last_request(quiz);
begin
    -- a last difficulty in numbers adds up to the last number of questions, and so would contradict a new one
    if request ? 'questions' then
        previous := previous - 'difficulty';
    end if;
    perform core.begin_generation(
        quiz, 'generate_questions',
        core.normalise_generation_request(
            coalesce(previous, jsonb_build_object('language', quiz.language)) || request, quiz.owner_id
        )
    );
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_questions is
'Generates more questions for a quiz of the caller''s, different from those that it has, and returns the quiz. request:
a generation request as for generate_quiz, without the fields of a quiz. PT401 not_signed_in; PT402 not_enough_credits;
PT403 not_the_owner; PT404 quiz_not_found, upload_not_found; PT409 already_generating, upload_not_ready; PT422 as
core.normalise_generation_request, too_many_questions; PT429 too_many_jobs.';

revoke execute on function public.generate_questions from public, anon;
grant execute on function public.generate_questions to authenticated;

-- supabase/functions_sql/quizzes/require_quiz_quota.sql
create or replace function core.require_quiz_quota(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_per_person');
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('quizzes ' || person_id, 0));
    if (select count(*) from core.quizzes as q where q.owner_id = person_id) >= most then
        perform core.fail(409, 'too_many_quizzes', format(
            'You may have %s quizzes. Delete some for good first: deleted ones count until they are purged.', most
        ));
    end if;
end;
$$;

comment on function core.require_quiz_quota is
'Refuses one more quiz than a person may have, deleted ones included, since they can be restored. PT409
too_many_quizzes.';

-- supabase/functions_sql/quizzes/max_title_length.sql
create or replace function core.max_title_length() returns integer
language sql immutable parallel safe
return 200;

comment on function core.max_title_length is $$
How many characters the title of a quiz may have.
> select core.max_title_length()
200
$$;

-- supabase/functions_sql/quizzes/draft_title.sql
create or replace function core.draft_title(draft jsonb, required boolean) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.draft_text(
        case
            when jsonb_typeof(draft -> 'title') = 'string'
                then jsonb_build_object('title', coalesce(core.clean_name(draft ->> 'title'), ''))
            else draft
        end,
        'title', core.max_title_length(), required => required
    );
$$;

comment on function core.draft_title is
'The title of a draft as one line: each run of line breaks, control characters and invisible characters becomes a space,
as in core.clean_name. Null if it is absent. PT422 wrong_type, missing_field, too_long.';

-- supabase/functions_sql/quizzes/clean_tags.sql
create or replace function core.clean_tags(tags text[]) returns text[]
language sql immutable parallel safe
return array(
    select cleaned.tag
    from (
        select
            core.fold_case(core.clean_name(given.tag)) as tag,
            min(given.n) as n
        from unnest(tags) with ordinality as given (tag, n)
        group by core.fold_case(core.clean_name(given.tag))
    ) as cleaned
    where cleaned.tag is not null
    order by cleaned.n
);

comment on function core.clean_tags is $$
Tags as they are stored: in lower case, as single lines, each once, without empty ones.
> select core.clean_tags('{" Grade 7",Biology,"",biology}')
{"grade 7",biology}
$$;

-- supabase/functions_sql/quizzes/draft_tags.sql
create or replace function core.draft_tags(draft jsonb) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_tags');
    longest bigint := core.setting('quiz.max_tag_length');
    given jsonb := nullif(draft -> 'tags', 'null');
    tags text[];
    too_long text;
begin
    if not draft ? 'tags' then
        return null;
    end if;
    if jsonb_typeof(given) <> 'array' or jsonb_path_query_array(given, '$[*].type()') @? '$[*] ? (@ != "string")' then
        perform core.fail(422, 'wrong_type', 'tags must be a list of texts.');
    end if;
    tags := core.clean_tags(array(select jsonb_array_elements_text(given)));
    too_long := min(t.tag) from unnest(tags) as t (tag) where char_length(t.tag) > longest;
    if cardinality(tags) > most then
        perform core.fail(422, 'too_many_tags', format('A quiz may have %s tags, not %s.', most, cardinality(tags)));
    end if;
    if too_long is not null then
        perform core.fail(422, 'too_long', format(
            'The tag “%s…” has %s characters; %s are allowed.', left(too_long, 20), char_length(too_long), longest
        ));
    end if;
    return tags;
end;
$$;

comment on function core.draft_tags is
'The tags of a draft as they are stored; null if it has no such field, none if it is null. PT422 wrong_type,
too_many_tags, too_long.';

-- supabase/functions_sql/quizzes/changed_quiz.sql
create or replace function core.changed_quiz(
    quiz core.quizzes,
    changes jsonb
) returns core.quizzes
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    nullable constant text[] := '{opens_at,closes_at,time_limit_s,attempts_allowed,pass_mark,score_shown}';
    known constant text[] := nullable || '{title,description,tags,language,visibility,attempt_delay_s,counting_attempt,
        shuffle_questions,shuffle_choices,review_shown,key_shown,negative_marking,ask_email,
        ask_student_number}'::text[];
    shown constant text[] := enum_range(null::core.shown)::text[];
    checked jsonb;
    changed core.quizzes;
begin
    if jsonb_typeof(changes) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A quiz must be an object.');
    end if;
    perform core.refuse_unknown_fields(changes, known);
    checked := changes || jsonb_strip_nulls(jsonb_build_object(
        'title', core.draft_title(changes, required => changes ? 'title'),
        'description', coalesce(
            core.draft_text(changes, 'description', 5000), case when changes ? 'description' then '' end
        ),
        'tags', to_jsonb(core.draft_tags(changes)),
        'language', core.draft_text(changes, 'language', 35, required => changes ? 'language'),
        'visibility', core.draft_word(changes, 'visibility', enum_range(null::core.visibility)::text[]),
        'opens_at', core.draft_instant(jsonb_strip_nulls(changes), 'opens_at'),
        'closes_at', core.draft_instant(jsonb_strip_nulls(changes), 'closes_at'),
        'time_limit_s', core.draft_number(jsonb_strip_nulls(changes), 'time_limit_s', '', 1, 604800, 0),
        'attempts_allowed', core.draft_number(jsonb_strip_nulls(changes), 'attempts_allowed', '', 1, 1000, 0),
        'attempt_delay_s', core.draft_number(changes, 'attempt_delay_s', '', 0, 31536000, 0),
        'counting_attempt', core.draft_word(
            changes, 'counting_attempt', enum_range(null::core.counting_attempt)::text[]
        ),
        'shuffle_questions', core.draft_boolean(changes, 'shuffle_questions'),
        'shuffle_choices', core.draft_boolean(changes, 'shuffle_choices'),
        'review_shown', core.draft_word(changes, 'review_shown', shown),
        'key_shown', core.draft_word(changes, 'key_shown', shown),
        'score_shown', core.draft_word(jsonb_strip_nulls(changes), 'score_shown', shown),
        'ask_email', core.draft_boolean(changes, 'ask_email'),
        'ask_student_number', core.draft_boolean(changes, 'ask_student_number'),
        'negative_marking', core.draft_number(changes, 'negative_marking', '', 0, 1, 3),
        'pass_mark', core.draft_number(jsonb_strip_nulls(changes), 'pass_mark', '', 0, 100, 2)
    ));
    if checked ->> 'language' !~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' then
        perform core.fail(422, 'bad_language', 'language must be a language tag such as en, de or pt-BR.');
    end if;
    changed := jsonb_populate_record(quiz, checked);
    if changed.closes_at <= changed.opens_at then
        perform core.fail(422, 'closes_before_it_opens', 'closes_at must be after opens_at.');
    end if;
    return changed;
end;
$$;

comment on function core.changed_quiz is
'A quiz as it would be after these changes of its title and options, which are checked and not made. null removes a
time, a limit, a pass mark or score_shown. PT422 wrong_type, missing_field, unknown_field, unknown_value, out_of_range,
too_long, too_many_tags, bad_time, bad_language, closes_before_it_opens.';

-- supabase/functions_sql/quizzes/change_quiz.sql
create or replace function core.change_quiz(
    quiz core.quizzes,    -- locked
    changes jsonb
) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    changed core.quizzes := core.changed_quiz(quiz, changes);
    moved integer;
begin
    if changed is not distinct from quiz then
        return quiz;
    end if;
    update core.quizzes as q
    set title = changed.title, description = changed.description, tags = changed.tags, language = changed.language,
        visibility = changed.visibility, opens_at = changed.opens_at, closes_at = changed.closes_at,
        time_limit_s = changed.time_limit_s, attempts_allowed = changed.attempts_allowed,
        attempt_delay_s = changed.attempt_delay_s, counting_attempt = changed.counting_attempt,
        shuffle_questions = changed.shuffle_questions, shuffle_choices = changed.shuffle_choices,
        review_shown = changed.review_shown, key_shown = changed.key_shown,
        score_shown = changed.score_shown,
        negative_marking = changed.negative_marking, pass_mark = changed.pass_mark,
        ask_email = changed.ask_email, ask_student_number = changed.ask_student_number, updated_at = now()
    where q.id = quiz.id
    returning q.* into changed;
    if (changed.closes_at, changed.time_limit_s) is distinct from (quiz.closes_at, quiz.time_limit_s) then
        moved := core.move_deadlines(changed);
    end if;
    if moved > 0 then
        perform core.note_act(changed, 'quiz.times', jsonb_build_object(
            'time_limit_s', jsonb_build_array(quiz.time_limit_s, changed.time_limit_s),
            'closes_at', jsonb_build_array(quiz.closes_at, changed.closes_at),
            'attempts', moved
        ));
    end if;
    return changed;
end;
$$;

comment on function core.change_quiz is
'Changes the title and the options of a quiz, and returns it. Attempts in progress get the deadlines that follow from
its new times (core.move_deadlines), which is kept in core.owner_acts. PT422 as core.changed_quiz.';

-- supabase/functions_sql/quizzes/make_quiz.sql
create or replace function core.make_quiz(draft jsonb) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A quiz must be an object.');
    end if;
    perform core.require_quiz_quota(core.person_id());
    -- the defaults are those of the table, so the options are set afterwards, as changes
    insert into core.quizzes (owner_id, title)
    values (core.person_id(), core.draft_title(draft, required => true))
    returning * into quiz;
    return core.change_quiz(quiz, draft);
end;
$$;

comment on function core.make_quiz is
'Makes a quiz of the caller''s, and returns it. PT401 not_signed_in; PT409 too_many_quizzes; PT422 as
core.change_quiz.';

-- supabase/functions_sql/documents/generation/generate_quiz.sql
create or replace function public.generate_quiz(request jsonb) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    -- of the fields of a generation request, a quiz has only the language
    not_of_a_quiz constant text[] := '{sources,topic,questions,kinds,difficulty}';
    me uuid := core.person_id();
    generation jsonb;
    quiz core.quizzes;
    title text;
begin
    if jsonb_typeof(request) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A generation request must be an object.');
    end if;
    generation := core.normalise_generation_request(
        (
            select coalesce(jsonb_object_agg(field.key, field.value), '{}')
            from jsonb_each(request) as field
            where field.key = any (not_of_a_quiz || '{language}')
        ),
        me
    );
    select left(coalesce(
        core.draft_text(jsonb_strip_nulls(request), 'title', 200),
        generation ->> 'topic',
        string_agg(coalesce(nullif(trim(u.title), ''), u.name), ', ' order by s.ordinality)
    ), 200)
    into title
    from jsonb_array_elements(generation -> 'sources') with ordinality as s
    inner join core.uploads as u on u.id = (s.value ->> 'upload_id')::uuid;

    quiz := core.make_quiz(jsonb_strip_nulls(request - not_of_a_quiz) || jsonb_build_object('title', title));
    perform core.begin_generation(quiz, 'generate_questions', generation);
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_quiz is
'Makes a quiz whose questions are generated, and returns it; its state is generating until they arrive. request: a
generation request, {"sources": [{"upload_id", "pages"?}], "topic", "questions", "kinds", "difficulty", "language"},
with the fields of a quiz. Credits are reserved for the questions. PT401 not_signed_in; PT402 not_enough_credits; PT404
upload_not_found; PT409 upload_not_ready, too_many_quizzes; PT422 as core.change_quiz and
core.normalise_generation_request, too_many_questions; PT429 too_many_jobs.';

revoke execute on function public.generate_quiz from public, anon;
grant execute on function public.generate_quiz to authenticated;

-- supabase/functions_sql/quizzes/questions/find_question.sql
create or replace function core.find_question(
    quiz core.quizzes,
    question_id uuid,
    deleted boolean default false
) returns core.questions
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    question core.questions;
begin
    select * into question
    from core.questions as q
    where q.id = question_id and q.quiz_id = quiz.id and (q.deleted_at is not null) = deleted;
    if not found then
        perform core.fail(404, 'question_not_found', format(
            'There is no such %squestion in this quiz.', case when deleted then 'deleted ' end
        ));
    end if;
    return question;
end;
$$;

comment on function core.find_question is
'A question of this quiz, deleted or not as requested. PT404 question_not_found.';

-- supabase/functions_sql/documents/generation/regenerate_question.sql
create or replace function public.regenerate_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
    previous jsonb := core.last_request(quiz);
    job core.jobs;
begin
    if previous is null or (previous -> 'sources' = '[]' and previous -> 'topic' = 'null') then
        perform core.fail(
            409, 'nothing_to_ask_about',
            'The questions of this quiz were not generated, or the PDFs that they were made from have been deleted.'
        );
    end if;
    job := core.begin_generation(
        quiz, 'regenerate_question',
        core.normalise_generation_request(
            previous || jsonb_build_object(
                'questions', 1, 'kinds', jsonb_build_array(question.kind), 'difficulty', question.difficulty
            ),
            quiz.owner_id
        ),
        question.id
    );
    return jsonb_build_object('quiz_id', quiz.id, 'question_id', question.id, 'job_id', job.id, 'state', 'generating');
end;
$$;

comment on function public.regenerate_question is
'Generates another question to replace one in a quiz of the caller''s, from the same PDFs and of the same kind and
difficulty. The old one stays until the new one arrives and becomes its next version. Returns {"quiz_id", "question_id",
"job_id", "state"}. PT401 not_signed_in; PT402 not_enough_credits; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found, upload_not_found; PT409 nothing_to_ask_about, already_generating, upload_not_ready; PT422 as
core.normalise_generation_request; PT429 too_many_jobs.';

revoke execute on function public.regenerate_question from public, anon;
grant execute on function public.regenerate_question to authenticated;

-- supabase/functions_sql/documents/generation/replace_question.sql
create or replace function core.replace_question(
    question core.questions,     -- its quiz is locked
    made jsonb                   -- as core.accepted_questions returns it
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    fresh core.questions := jsonb_populate_record(null::core.questions, made);
begin
    update core.questions as q
    set version = q.version + 1, kind = fresh.kind, prompt = fresh.prompt, choices = fresh.choices,
        display = fresh.display, key = fresh.key,
        -- points and time limit are not replaced: a person has chosen them
        explanation = fresh.explanation, subject = fresh.subject, difficulty = fresh.difficulty,
        media_url = fresh.media_url, source = fresh.source, citation = fresh.citation, updated_at = now()
    where q.id = question.id;
end;
$$;

comment on function core.replace_question is 'Replaces a question with a generated one, as its next version.';

-- supabase/functions_sql/documents/jobs/mark_accepted.sql
create or replace function core.mark_accepted(job core.jobs) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    since timestamptz := coalesce(job.accepted_at, clock_timestamp());
begin
    update core.jobs as j
    set state = 'accepted',
        accepted_at = since,
        deadline = least(
            clock_timestamp() + core.setting('jobs.callback_s') * interval '1 s',
            since + core.setting('jobs.longest_s') * interval '1 s'
        )
    where j.id = job.id
    returning * into job;
    return job;
end;
$$;

comment on function core.mark_accepted is
'Marks a locked, unfinished job as accepted by the processing server, and sets its deadline to jobs.callback_s from now,
but at most jobs.longest_s after it was first accepted.';

-- supabase/functions_sql/documents/jobs/accept_job.sql
create or replace function core.accept_job(
    job_id uuid,
    lease uuid,
    server text default null   -- the name of the built-in server, for core.repost_jobs; null for another server
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    upload core.uploads;
begin
    if job.state not in ('waiting', 'accepted') or job.lease is distinct from accept_job.lease then
        return false;   -- the job has ended (by its webhook or a cancellation), or another worker has taken it
    end if;
    perform core.mark_accepted(job);
    update core.jobs as j set server = accept_job.server, lease = null where j.id = job.id;
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'processing', updated_at = now()
        where u.id = job.upload_id and u.state = 'queued'
        returning * into upload;
        if found then
            perform core.notify_upload_owner(upload);
        end if;
    end if;
    return true;
end;
$$;

comment on function core.accept_job is
'Notes that the processing server has accepted a job. Returns false, and changes nothing, when the lease is not the
current one or the job has ended.';

revoke execute on function core.accept_job from public;
grant execute on function core.accept_job to authenticator;

-- supabase/functions_sql/documents/jobs/backoff_ms.sql
create or replace function core.backoff_ms(
    attempts integer,           -- how many have failed
    first_ms bigint,
    most_ms bigint,
    jitter double precision     -- 0 to 1; with random(), jobs that failed together are not retried together
) returns bigint
language sql immutable parallel safe
return round((0.5 + jitter / 2) * least(most_ms, first_ms * 2.0 ^ least(greatest(attempts, 1) - 1, 40)))::bigint;

comment on function core.backoff_ms is $$
Milliseconds to wait before the next attempt. They double with each attempt, up to most_ms; the jitter takes away up to
half of them.
> select core.backoff_ms(1, 1000, 300000, 1)
1000
> select core.backoff_ms(4, 1000, 300000, 0)
4000
> select core.backoff_ms(50, 1000, 300000, 1)
300000
$$;

-- supabase/functions_sql/documents/jobs/cancel_jobs.sql
create or replace function core.cancel_jobs(
    upload_id uuid default null,
    quiz_id uuid default null
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    for job in
        select j.*
        from core.jobs as j
        where j.state in ('waiting', 'accepted')
            and (j.upload_id = cancel_jobs.upload_id or j.quiz_id = cancel_jobs.quiz_id)
        order by j.id
        for update
    loop
        perform core.fail_job(job, 'cancelled', 'It was deleted before the work was finished.');
    end loop;
end;
$$;

comment on function core.cancel_jobs is
'Ends the unfinished jobs of a locked upload or quiz as failed, and gives the credits that were reserved for them
back.';

-- supabase/functions_sql/documents/jobs/defer_job.sql
create or replace function core.defer_job(
    job_id uuid,
    lease uuid,
    reason text,                        -- a sentence
    retry_after_ms bigint default 0     -- the Retry-After of the processing server
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    wait_ms bigint := greatest(
        least(retry_after_ms, core.setting('jobs.max_delay_ms')),
        core.backoff_ms(
            job.attempts, core.setting('jobs.first_delay_ms'), core.setting('jobs.max_delay_ms'), random()
        )
    );
begin
    if job.state <> 'waiting' or job.lease is distinct from defer_job.lease then
        return false;
    end if;
    if job.attempts >= core.setting('jobs.max_attempts') then
        perform core.fail_job(job, 'unreachable', format(
            'The processing server did not accept this in %s attempts. The last time: %s', job.attempts, reason
        ));
        return true;
    end if;
    update core.jobs as j
    set run_at = clock_timestamp() + wait_ms * interval '1 ms', lease = null, reason = defer_job.reason
    where j.id = job.id;
    return true;
end;
$$;

comment on function core.defer_job is
'Notes that posting a job has failed for now. The job is posted again after a pause; after jobs.max_attempts it fails.
Returns false, and changes nothing, when the lease is not the current one or the job is no longer waiting.';

revoke execute on function core.defer_job from public;
grant execute on function core.defer_job to authenticator;

-- supabase/functions_sql/documents/jobs/job_counts.sql
create or replace function core.job_counts() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(counted.state, counted.jobs), '{}')
    from (
        select
            j.state,
            count(*) as jobs
        from core.jobs as j
        group by j.state
    ) as counted;
$$;

comment on function core.job_counts is 'How many jobs there are in each state: {"waiting": 2, …}.';

revoke execute on function core.job_counts from public;
grant execute on function core.job_counts to authenticator;

-- supabase/functions_sql/documents/jobs/upload_address.sql
create or replace function core.upload_address(upload core.uploads) returns jsonb
language sql stable
return jsonb_build_object(
    'upload_id', upload.id, 'name', upload.name, 'url', upload.url, 'stored_in', upload.stored_in
);

comment on function core.upload_address is
'Where a PDF can be fetched: {"upload_id", "name", "url", "stored_in"}. Either url or stored_in is null.';

-- supabase/functions_sql/documents/jobs/job_request.sql
create or replace function core.job_request(job core.jobs) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'job_id', job.id,
        'lease', job.lease,
        'path', case when job.kind = 'process_upload' then '/pdfs' else '/quizzes' end,
        'callback', case
            when job.kind = 'process_upload' then '/webhook/upload-processed/' || job.upload_id
            else '/webhook/quiz-generated/' || job.quiz_id
        end,
        'body', case
            when job.kind = 'process_upload' then (
                select core.upload_address(u) || jsonb_build_object('job_id', job.id)
                from core.uploads as u
                where u.id = job.upload_id
            )
            else job.request || jsonb_build_object(
                'exam_id', job.quiz_id,
                'job_id', job.id,
                'sources', (
                    select coalesce(jsonb_agg(
                        core.upload_address(u)
                        || jsonb_build_object('pdf_id', u.pdf_id, 'pages', nullif(listed.source -> 'pages', 'null'))
                        order by listed.n
                    ), '[]')
                    from jsonb_array_elements(job.request -> 'sources') with ordinality as listed (source, n)
                    inner join core.uploads as u on u.id = (listed.source ->> 'upload_id')::uuid
                ),
                'avoid', (
                    select coalesce(jsonb_agg(q.prompt order by q.position), '[]')
                    from core.questions as q
                    where q.quiz_id = job.quiz_id and q.deleted_at is null
                )
            )
        end
    );
$$;

comment on function core.job_request is
'What a worker posts for a job: {"job_id", "lease", "path", "callback", "body"}. The worker replaces `stored_in` by the
address of the file, which is made when the job is posted because it expires.';

-- supabase/functions_sql/documents/jobs/list_jobs.sql
create or replace function core.list_jobs(
    states core.job_state[] default '{waiting,accepted}',
    most integer default 100
) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(listed.line order by listed.created_at desc), '[]')
    from (
        select
            j.created_at,
            jsonb_build_object(
                'id', j.id, 'kind', j.kind, 'about', coalesce(u.name, q.title), 'owner', p.display_name,
                'state', j.state, 'attempts', j.attempts, 'created_at', j.created_at, 'run_at', j.run_at,
                'deadline', j.deadline, 'finished_at', j.finished_at, 'code', j.code, 'reason', j.reason,
                'retried', exists (select from core.jobs as later where later.retry_of = j.id)
            ) as line
        from core.jobs as j
        inner join core.profiles as p on j.owner_id = p.id
        left join core.uploads as u on j.upload_id = u.id
        left join core.quizzes as q on j.quiz_id = q.id
        where j.state = any (states)
        order by j.created_at desc
        limit most
    ) as listed;
$$;

comment on function core.list_jobs is
'The jobs of all people in these states, newest first, for the operator: [{"id", "kind", "about", "owner", "state",
"attempts", …}].';

revoke execute on function core.list_jobs from public;
grant execute on function core.list_jobs to authenticator;

-- supabase/functions_sql/documents/jobs/refuse_job.sql
create or replace function core.refuse_job(
    job_id uuid,
    lease uuid,
    code text,
    reason text
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
begin
    if job.state <> 'waiting' or job.lease is distinct from refuse_job.lease then
        return false;
    end if;
    perform core.fail_job(job, code, reason);
    return true;
end;
$$;

comment on function core.refuse_job is
'Notes that the processing server has refused a job, which fails. Returns false, and changes nothing, when the lease is
not the current one or the job is no longer waiting.';

revoke execute on function core.refuse_job from public;
grant execute on function core.refuse_job to authenticator;

-- supabase/functions_sql/documents/jobs/repost_jobs.sql
create or replace function core.repost_jobs(server text) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    reposted integer;
begin
    update core.jobs as j
    set state = 'waiting', run_at = now(), deadline = null, accepted_at = null, server = null
    where j.id in (
        select lost.id
        from core.jobs as lost
        where lost.state = 'accepted' and lost.server = repost_jobs.server
        for update skip locked   -- a locked job is receiving an event of that server at this moment
    );
    get diagnostics reposted = row_count;
    perform pg_notify('jobs', '');
    return reposted;
end;
$$;

comment on function core.repost_jobs is
'Puts the jobs that a built-in processing server had accepted before it ended back into the queue, under the same ids.
Returns how many. Their attempts are not reset, so a job that crashes every server fails in the end.';

revoke execute on function core.repost_jobs from public;
grant execute on function core.repost_jobs to authenticator;

-- supabase/functions_sql/documents/uploads/requeue_upload.sql
create or replace function core.requeue_upload(
    upload core.uploads,
    retry_of uuid default null   -- the failed job
) returns core.uploads
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.uploads as u
    set state = 'queued', code = null, reason = null, progress = 0, message = null, updated_at = now()
    where u.id = upload.id
    returning * into upload;
    perform core.enqueue_job('process_upload', upload.owner_id, upload_id => upload.id, retry_of => retry_of);
    perform core.notify_upload_owner(upload);
    return upload;
end;
$$;

comment on function core.requeue_upload is
'Puts a locked upload that failed back into the queue, with a new job, and returns it. PT429 too_many_jobs.';

-- supabase/functions_sql/documents/jobs/retry_job.sql
create or replace function core.retry_job(job_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    upload core.uploads;
    quiz core.quizzes;
begin
    if job.id is null then
        perform core.fail(404, 'job_not_found', format('There is no job %s.', job_id));
    end if;
    if job.state <> 'failed' then
        perform core.fail(
            409, 'job_not_failed', format('Only a failed job can be retried; the state of this one is %s.', job.state)
        );
    end if;
    if job.upload_id is not null then
        select * into upload from core.uploads as u where u.id = job.upload_id;
        if upload.state <> 'failed' or upload.deleted_at is not null then
            perform core.fail(409, 'nothing_to_retry', 'Its upload was deleted or has been read since.');
        end if;
        perform core.requeue_upload(upload, retry_of => job.id);
    else
        select * into quiz from core.quizzes as q where q.id = job.quiz_id;
        if quiz.deleted_at is not null or exists (select from core.jobs as j where j.retry_of = job.id) then
            perform core.fail(409, 'nothing_to_retry', 'Its quiz was deleted, or the job was retried before.');
        end if;
        perform core.begin_generation(quiz, job.kind, job.request, job.question_id, retry_of => job.id);
    end if;
    return jsonb_build_object('id', job.id, 'retried', true);
end;
$$;

comment on function core.retry_job is
'Enqueues a new job that repeats the work of a failed one, which stays as it is. Credits are reserved again. Returns
{"id", "retried": true}. PT402 not_enough_credits; PT404 job_not_found; PT409 job_not_failed, nothing_to_retry.';

revoke execute on function core.retry_job from public;
grant execute on function core.retry_job to authenticator;

-- supabase/functions_sql/documents/jobs/take_job.sql
create or replace function core.take_job() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    update core.jobs as j
    set run_at = now() + core.setting('jobs.lease_s') * interval '1 s', lease = gen_random_uuid(),
        attempts = j.attempts + 1
    where j.id = (
        select due.id
        from core.jobs as due
        where due.state = 'waiting' and due.run_at <= now() and due.attempts < core.setting('jobs.max_attempts')
        order by due.run_at
        limit 1
        for update skip locked
    )
    returning * into job;
    return jsonb_build_object(
        'job', case when job.id is not null then core.job_request(job) end,
        'next_in_ms', (
            select ceil(extract(epoch from min(due.run_at) - clock_timestamp()) * 1000)
            from core.jobs as due
            where due.state = 'waiting'
        )
    );
end;
$$;

comment on function core.take_job is
'Leases the job that has been due longest, if there is one, to a worker: {"job": what to post (core.job_request) or
null, "next_in_ms": milliseconds until the next one is due}. The worker then calls accept_job, defer_job or refuse_job
with the lease. If it calls none of them, another worker gets the job when the lease has ended.';

revoke execute on function core.take_job from public;
grant execute on function core.take_job to authenticator;

-- supabase/functions_sql/documents/uploads/upload_name.sql
create or replace function core.upload_name(name text, otherwise text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(
        core.draft_text(jsonb_strip_nulls(jsonb_build_object('name', name)), 'name', 200),
        nullif(trim(left(substring(split_part(split_part(otherwise, '?', 1), '#', 1) from '[^/]+$'), 200)), ''),
        'document.pdf'
    );
end;
$$;

comment on function core.upload_name is
'The name of an upload: the given one, or that of its address or file. PT422 too_long.';

-- supabase/functions_sql/documents/uploads/require_upload_quota.sql
create or replace function core.require_upload_quota(
    person uuid,
    size_bytes bigint default 0   -- of the file that is to be added
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('upload.max_per_person');
    most_mib bigint := core.setting('upload.max_mib_per_person');
    there record;
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('uploads ' || person, 0));
    select
        count(*) as uploads,
        coalesce(sum(u.size_bytes) filter (where u.stored_in is not null), 0) as bytes
    into there
    from core.uploads as u
    where u.owner_id = person;
    if there.uploads >= most then
        perform core.fail(409, 'too_many_uploads', format(
            'You have %s uploads, and more are not allowed. Delete some; they stop counting after %s days.',
            most, core.setting('upload.kept_days')
        ));
    end if;
    if there.bytes + coalesce(size_bytes, 0) > most_mib * 1024 * 1024 or there.bytes >= most_mib * 1024 * 1024 then
        perform core.fail(409, 'uploads_too_large', format(
            'Your files may have %s MiB in all. Delete some; a deleted file stops counting after %s days.',
            most_mib, core.setting('upload.kept_days')
        ));
    end if;
end;
$$;

comment on function core.require_upload_quota is
'Refuses an upload by which the person would have more uploads, or more bytes of files, than are allowed. Deleted ones
count until they are purged. PT409 too_many_uploads, uploads_too_large.';

-- supabase/functions_sql/documents/uploads/upload_json.sql
create or replace function core.upload_json(upload core.uploads) returns jsonb
language sql stable
return to_jsonb(upload) - '{owner_id,stored_in,deleted_at}'::text[]
|| jsonb_build_object('is_file', upload.stored_in is not null)
|| case when upload.deleted_at is null then '{}' else jsonb_build_object('deleted_at', upload.deleted_at) end;

comment on function core.upload_json is 'An upload as its owner sees it.';

-- supabase/functions_sql/documents/uploads/store_upload.sql
create or replace function core.store_upload(upload core.uploads) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_upload_quota(
        upload.owner_id, case when upload.stored_in is not null then upload.size_bytes end
    );
    insert into core.uploads (id, owner_id, name, url, stored_in, size_bytes)
    values (
        coalesce(upload.id, gen_random_uuid()), upload.owner_id, upload.name, upload.url, upload.stored_in,
        upload.size_bytes
    )
    returning * into upload;
    perform core.enqueue_job('process_upload', upload.owner_id, upload_id => upload.id);
    return core.upload_json(upload);
end;
$$;

comment on function core.store_upload is
'Inserts a new upload and enqueues the job that reads it. PT409 too_many_uploads,
uploads_too_large, PT429 too_many_jobs.';

-- supabase/functions_sql/documents/uploads/create_file_upload.sql
create or replace function core.create_file_upload(
    owner uuid,
    upload_id uuid,                -- the id under which the file is stored
    name text,
    stored_in core.file_store,
    size_bytes bigint,
    file_hash text,                -- of its content
    idempotency_key text           -- null: none
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    request jsonb := jsonb_build_object('create_file_upload', jsonb_build_array(name, size_bytes, file_hash));
    upload core.uploads;
    made jsonb;
begin
    if idempotency_key is not null then
        made := core.kept_answer(owner, idempotency_key, request);
    end if;
    if made is not null then
        return made;
    end if;
    upload.id := upload_id;
    upload.owner_id := owner;
    upload.name := core.upload_name(name, '');
    upload.stored_in := stored_in;
    upload.size_bytes := size_bytes;
    made := core.store_upload(upload);
    if idempotency_key is not null then
        perform core.keep_answer(owner, idempotency_key, request, made);
    end if;
    return made;
end;
$$;

comment on function core.create_file_upload is
'Registers a PDF whose file has been stored, and returns the upload. A repeated request with the same Idempotency-Key
gets the upload of the first, which has another id. For the app, which has checked the caller with may_upload. PT409
too_many_uploads, uploads_too_large, idempotency_key_in_use; PT422 too_long, bad_idempotency_key,
idempotency_key_reused; PT429 too_many_jobs, too_many_idempotency_keys.';

revoke execute on function core.create_file_upload from public;
grant execute on function core.create_file_upload to authenticator;

-- supabase/functions_sql/documents/uploads/create_upload.sql
create or replace function public.create_upload(
    url text,
    name text default null   -- null: the end of the address
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    upload.owner_id := core.person_id();
    upload.url := core.draft_url(jsonb_build_object('url', coalesce(url, '')), 'url');
    if upload.url is null then
        perform core.fail(422, 'missing_field', 'url is missing or empty.');
    end if;
    upload.name := core.upload_name(name, upload.url);
    return core.store_upload(upload);
end;
$$;

comment on function public.create_upload is
'Registers a PDF by its address, and returns the upload; the processing server fetches and reads the PDF. PT401
not_signed_in; PT409 too_many_uploads, uploads_too_large; PT422 missing_field, bad_url, wrong_type, too_long; PT429
too_many_jobs.';

revoke execute on function public.create_upload from public, anon;
grant execute on function public.create_upload to authenticated;

-- supabase/functions_sql/documents/uploads/uploads_kept_since.sql
create or replace function core.uploads_kept_since() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select now() - core.setting('upload.kept_days') * interval '1 day';
$$;

comment on function core.uploads_kept_since is
'The end of the time to restore: an upload that was deleted before this moment can''t be restored, and has been or will
soon be purged.';

-- supabase/functions_sql/documents/uploads/lock_upload.sql
create or replace function core.lock_upload(
    upload_id uuid,
    deleted boolean default false
) returns core.uploads
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    select * into upload
    from core.uploads as u
    where u.id = upload_id and u.owner_id = core.person_id() and (u.deleted_at is not null) = deleted
        and (u.deleted_at is null or u.deleted_at >= core.uploads_kept_since())
    for no key update;
    if not found then
        perform core.fail(404, 'upload_not_found', format(
            'There is no such %supload.', case when deleted then 'deleted ' end
        ));
    end if;
    return upload;
end;
$$;

comment on function core.lock_upload is
'An upload of the caller''s, locked. PT401 not_signed_in; PT404 upload_not_found.';

-- supabase/functions_sql/documents/uploads/delete_upload.sql
create or replace function public.delete_upload(
    upload_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
begin
    perform core.require_version(upload.version, if_version);
    perform core.cancel_jobs(upload_id => upload.id);
    update core.uploads as u set deleted_at = now() where u.id = upload.id returning * into upload;
    return jsonb_build_object('id', upload.id, 'deleted_at', upload.deleted_at);
end;
$$;

comment on function public.delete_upload is
'Deletes an upload of the caller''s and cancels its unfinished job. Questions made from it stay. restore_upload restores
it. Returns {"id", "deleted_at"}. PT401 not_signed_in; PT404 upload_not_found; PT412
changed_since.';

revoke execute on function public.delete_upload from public, anon;
grant execute on function public.delete_upload to authenticated;

-- supabase/functions_sql/documents/uploads/get_upload.sql
create or replace function public.get_upload(upload_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    select * into upload
    from core.uploads as u
    where u.id = upload_id and u.owner_id = core.person_id() and u.deleted_at is null;
    if not found then
        perform core.fail(404, 'upload_not_found', 'There is no such upload.');
    end if;
    return core.upload_json(upload);
end;
$$;

comment on function public.get_upload is
'An upload of the caller''s: how far reading it is, and what was found in it. PT401 not_signed_in; PT404
upload_not_found.';

revoke execute on function public.get_upload from public, anon;
grant execute on function public.get_upload to authenticated;

-- supabase/functions_sql/documents/uploads/list_uploads.sql
create or replace function public.list_uploads(
    deleted boolean default false,     -- true: the deleted ones
    page_size integer default null,
    cursor text default null,
    q text default null,               -- words to look for in their names and titles; null: all
    sort text default null             -- created_at or name, with - before it to descend; null: -created_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[format(
            'select u.id, u.created_at, core.sort_key(u.name) as name, u as upload from core.uploads as u '
            'where u.owner_id = %L and u.deleted_at is %s null and %s',
            core.person_id(), case when deleted then 'not' end,
            core.search_condition('concat_ws('' '', u.name, u.title)', q)
        )],
        'core.upload_json(r.upload)',
        '{"created_at": "timestamptz", "name": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_uploads is
'The caller''s uploads, newest first unless sorted otherwise, by page. PT401 not_signed_in; PT422 unknown_sort,
nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_uploads from public, anon;
grant execute on function public.list_uploads to authenticated;

-- supabase/functions_sql/documents/uploads/may_upload.sql
create or replace function public.may_upload(
    name text default null,             -- the name of the new upload
    idempotency_key text default null   -- of the request that sends the file
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    perform core.upload_name(name, '');
    perform core.require_idempotency_key(idempotency_key);
    if not exists (
        select from core.idempotency_keys as k
        where k.person_id = person and k.key = may_upload.idempotency_key
    ) then   -- a repeated request makes no upload
        perform core.require_upload_quota(person);
    end if;
    return '{"may_upload": true}';
end;
$$;

comment on function public.may_upload is
'Checks whether the caller may upload a file of this name, before the file is sent, and returns {"may_upload": true}.
PT401 not_signed_in; PT409 too_many_uploads, uploads_too_large; PT422 too_long, bad_idempotency_key.';

revoke execute on function public.may_upload from public, anon;
grant execute on function public.may_upload to authenticated;

-- supabase/functions_sql/documents/uploads/purge_uploads.sql
create or replace function core.purge_uploads(upload_ids uuid[]) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    purged uuid[];
begin
    purged := array(
        select u.id
        from core.uploads as u
        where u.id = any (upload_ids) and u.deleted_at < core.uploads_kept_since()
        for update skip locked      -- a locked upload is being purged by another process
    );
    delete from core.jobs as j where j.upload_id = any (purged);
    delete from core.uploads as u where u.id = any (purged);
    return cardinality(purged);
end;
$$;

comment on function core.purge_uploads is
'Purges those of these uploads that can''t be restored any more, and returns how many. Their files must have been
removed before. Questions made from them stay, with their citations.';

revoke execute on function core.purge_uploads from public;
grant execute on function core.purge_uploads to authenticator;

-- supabase/functions_sql/documents/uploads/purgeable_uploads.sql
create or replace function core.purgeable_uploads(
    stores text[]      -- the stores whose files the caller can remove
) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', found.id, 'stored_in', found.stored_in)), '[]')
    from (
        select u.id, u.stored_in
        from core.uploads as u
        where u.deleted_at < core.uploads_kept_since()
            and (u.stored_in is null or u.stored_in::text = any (stores))
        order by u.deleted_at
        limit 100
    ) as found;
$$;

comment on function core.purgeable_uploads is
'Some uploads that can''t be restored any more: [{"id", "stored_in"}]. The caller removes their files and then calls
core.purge_uploads.';

revoke execute on function core.purgeable_uploads from public;
grant execute on function core.purgeable_uploads to authenticator;

-- supabase/functions_sql/documents/uploads/rename_upload.sql
create or replace function public.rename_upload(
    upload_id uuid,
    name text,
    if_version integer default null    -- refuse the change unless this is the upload's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
    new_name text := core.draft_text(jsonb_build_object('name', coalesce(name, '')), 'name', 200, required => true);
begin
    perform core.require_version(upload.version, if_version);
    update core.uploads as u
    set name = new_name, updated_at = now()
    where u.id = upload.id
    returning * into upload;
    return core.upload_json(upload);
end;
$$;

comment on function public.rename_upload is
'Changes the name of an upload of the caller''s, and returns the upload. PT401 not_signed_in; PT404 upload_not_found;
PT412 changed_since; PT422 missing_field, too_long.';

revoke execute on function public.rename_upload from public, anon;
grant execute on function public.rename_upload to authenticated;

-- supabase/functions_sql/documents/uploads/restore_upload.sql
create or replace function public.restore_upload(upload_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id, deleted => true);
begin
    update core.uploads as u set deleted_at = null where u.id = upload.id returning * into upload;
    return core.upload_json(upload);
end;
$$;

comment on function public.restore_upload is
'Restores a deleted upload of the caller''s and returns it, until upload.kept_days after it was deleted. If its reading
was cancelled, retry_upload starts it again. PT401 not_signed_in; PT404 upload_not_found.';

revoke execute on function public.restore_upload from public, anon;
grant execute on function public.restore_upload to authenticated;

-- supabase/functions_sql/documents/uploads/retry_upload.sql
create or replace function public.retry_upload(upload_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
begin
    if upload.state <> 'failed' then
        perform core.fail(409, 'upload_not_failed', format(
            'Only a failed upload can be retried; the state of this one is %s.', upload.state
        ));
    end if;
    return core.upload_json(core.requeue_upload(upload));
end;
$$;

comment on function public.retry_upload is
'Reads a failed upload of the caller''s again, and returns the upload. PT401 not_signed_in; PT404 upload_not_found;
PT409 upload_not_failed; PT429 too_many_jobs.';

revoke execute on function public.retry_upload from public, anon;
grant execute on function public.retry_upload to authenticated;

-- supabase/functions_sql/documents/uploads/upload_has_file.sql
create or replace function core.upload_has_file(upload_id uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from core.uploads as u where u.id = upload_id and u.deleted_at is null and u.stored_in is not null
    );
$$;

comment on function core.upload_has_file is 'Whether this upload exists, is not deleted and was sent as a file.';

revoke execute on function core.upload_has_file from public;
grant execute on function core.upload_has_file to authenticator;

-- supabase/functions_sql/documents/webhooks/apply_progress.sql
create or replace function core.apply_progress(job core.jobs, data jsonb) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    reached numeric := case when jsonb_typeof(data -> 'progress') = 'number'
        then trim_scale(round(least(greatest((data ->> 'progress')::numeric, 0), 1), 3)) end;
    words text := case when jsonb_typeof(data -> 'message') = 'string' then left(data ->> 'message', 300) end;
    upload core.uploads;
    quiz core.quizzes;
begin
    if job.question_id is not null then
        return null;   -- the progress of a single question is not shown
    end if;
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'processing', progress = coalesce(reached, u.progress), message = coalesce(words, u.message),
            updated_at = now()
        where u.id = job.upload_id and (u.state = 'queued' or reached > u.progress)
        returning * into upload;
    else
        update core.quizzes as q
        set progress = reached
        where q.id = job.quiz_id and reached > q.progress
        returning * into quiz;
    end if;
    if not found then
        return 'More progress was reported before.';
    end if;
    if job.upload_id is not null then
        perform core.notify_upload_owner(upload);
    else
        perform core.notify_quiz_owner(
            quiz, 'quiz.generating', jsonb_build_object('progress', quiz.progress, 'message', words)
        );
    end if;
    return null;
end;
$$;

comment on function core.apply_progress is
'Applies the events upload.processing and quiz.generating: stores how far a job is and notifies its owner. Because
events may arrive out of order, progress never decreases. Returns null, or a sentence that says why the event was
ignored.';

-- supabase/functions_sql/documents/webhooks/apply_processed.sql
create or replace function core.apply_processed(
    job core.jobs,       -- locked with its upload, unfinished
    data jsonb           -- of the event upload.processed
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
    found jsonb := jsonb_strip_nulls(data);
    page_count numeric := core.draft_number(found, 'pages', 'data.', 1, 1000000, 0);
begin
    if page_count is null or (found ->> 'pdf_id' ~ '^[0-9a-f]{64}$') is not true then
        perform core.fail(422, 'not_an_event', 'data must have pages, and pdf_id (a SHA-256 in hexadecimal).');
    end if;
    update core.uploads as u
    set state = 'ready', code = null, reason = null, progress = 1, message = null,
        pdf_id = found ->> 'pdf_id',
        title = nullif(trim(left(core.draft_text(found, 'title', 100000, 'data.'), 300)), ''),
        pages = page_count,
        page_labels = case
            when jsonb_typeof(found -> 'page_labels') = 'array' and pg_column_size(found -> 'page_labels') < 1000000
                then found -> 'page_labels'
        end,
        size_bytes = coalesce(core.draft_number(found, 'size_bytes', 'data.', 0, 1e15, 0), u.size_bytes),
        language = left(core.draft_text(found, 'language', 1000, 'data.'), 35),
        text_pages = core.draft_number(found, 'text_pages', 'data.', 0, 1000000, 0),
        scanned_pages = core.draft_number(found, 'scanned_pages', 'data.', 0, 1000000, 0),
        updated_at = now()
    where u.id = job.upload_id
    returning * into upload;
    perform core.end_job(job, 'done');
    perform core.notify_upload_owner(upload);
end;
$$;

comment on function core.apply_processed is
'Applies the event upload.processed: stores what was found in the PDF, and sets the upload to ready. PT422 not_an_event,
wrong_type, out_of_range, too_long.';

-- supabase/functions_sql/quizzes/questions/require_question_total.sql
create or replace function core.require_question_total(
    person_id uuid,
    number integer   -- of questions to add
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions_per_person');
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('questions ' || person_id, 0));
    if number + (
        select count(*)
        from core.quizzes as z
        inner join core.questions as q on q.quiz_id = z.id
        where z.owner_id = person_id
    ) > most then
        perform core.fail(409, 'too_many_questions_in_all', format(
            'You may have %s questions in all your quizzes. Delete quizzes for good first.', most
        ));
    end if;
end;
$$;

comment on function core.require_question_total is
'Refuses more questions than a person may have in all quizzes, deleted ones included, since they can be restored. PT409
too_many_questions_in_all.';

-- supabase/functions_sql/quizzes/questions/store_questions.sql
create or replace function core.store_questions(
    quiz core.quizzes,     -- locked
    questions jsonb        -- as core.normalise_question returns them
) returns setof core.questions
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    last_position integer := coalesce(max(q.position), 0)
        from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    perform core.require_question_quota(quiz, jsonb_array_length(questions));
    perform core.require_question_total(quiz.owner_id, jsonb_array_length(questions));
    return query
    insert into core.questions (
        quiz_id, position, kind, prompt, choices, display, key, points, time_limit_ms, explanation, subject,
        difficulty, media_url, source, citation
    )
    select
        quiz.id, last_position + listed.n, fresh.kind, fresh.prompt, fresh.choices, fresh.display, fresh.key,
        fresh.points, fresh.time_limit_ms, fresh.explanation, fresh.subject, fresh.difficulty, fresh.media_url,
        fresh.source, fresh.citation
    from jsonb_array_elements(questions) with ordinality as listed (question, n)
    cross join lateral jsonb_populate_record(null::core.questions, listed.question) as fresh
    order by listed.n
    returning *;
end;
$$;

comment on function core.store_questions is
'Adds questions at the end of a quiz, in their order, and returns them. PT422 too_many_questions;
PT409 too_many_questions_in_all.';

-- supabase/functions_sql/documents/webhooks/apply_generated.sql
create or replace function core.apply_generated(
    job core.jobs,         -- locked with its quiz, unfinished
    data jsonb             -- of the event quiz.generated
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    replaced core.questions;
    accepted record;
    delivered integer;
    requested integer := job.request -> 'questions';
    shortfall text := case when jsonb_typeof(data -> 'shortfall') = 'string'
        then nullif(trim(left(data ->> 'shortfall', 900)), '') end;
    result jsonb;
begin
    select * into quiz from core.quizzes as q where q.id = job.quiz_id;
    select * into replaced from core.questions as q where q.id = job.question_id and q.deleted_at is null;
    if job.question_id is not null and replaced.id is null then
        perform core.fail_job(job, 'cancelled', 'The question was deleted before another was made.');
        return;
    end if;
    select a.questions, a.dropped into accepted
    from core.accepted_questions(
        job, case when jsonb_typeof(data -> 'questions') = 'array' then data -> 'questions' else '[]' end
    ) as a;
    delivered := jsonb_array_length(accepted.questions);
    result := jsonb_build_object(
        'requested', requested,
        'delivered', delivered,
        'dropped',
        case when jsonb_typeof(data -> 'dropped') = 'object' then data -> 'dropped' else '{}' end || accepted.dropped
    );
    if delivered = 0 then
        perform core.fail_job(
            job, 'no_questions', coalesce(shortfall, 'No question could be made from these sources.'), result
        );
        return;
    end if;
    if replaced.id is not null then
        perform core.replace_question(replaced, accepted.questions -> 0);
    else
        perform core.store_questions(quiz, accepted.questions);
    end if;
    job := core.end_job(
        job, 'done',
        code => case when delivered < requested then 'shortfall' end,
        reason => case when delivered < requested then coalesce(
            shortfall, format('%s of %s questions could be made.', delivered, requested)
        ) end,
        result => result
    );
    perform core.settle_quiz(job);
    perform core.settle_credits(job.quiz_id, job.id::text, delivered);
end;
$$;

comment on function core.apply_generated is
'Applies the event quiz.generated: adds the accepted questions to the quiz (or replaces the question of the job with
one), ends the job, and settles its credits for the number of these questions. Without any, the job fails.';

-- supabase/functions_sql/documents/webhooks/apply_event.sql
create or replace function core.apply_event(
    job core.jobs,       -- locked with its upload or quiz, unfinished
    type text,
    data jsonb
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    case type
        when 'upload.processing', 'quiz.generating' then
            return core.apply_progress(core.mark_accepted(job), data);
        when 'upload.processed' then
            perform core.apply_processed(job, data);
        when 'quiz.generated' then
            perform core.apply_generated(job, data);
        else
            perform core.fail_job(
                job,
                coalesce(substring(data ->> 'code' from '^[a-z_]{1,100}$'), 'internal'),
                coalesce(nullif(trim(data ->> 'reason'), ''), 'The processing server failed and did not say why.')
            );
    end case;
    return null;
end;
$$;

comment on function core.apply_event is
'Applies an event. Returns null, or a sentence that says why the event was ignored.';

-- supabase/functions_sql/documents/webhooks/webhook_job.sql
create or replace function core.webhook_job(about text, subject_id uuid, event jsonb) returns core.jobs
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    id_field text := case about when 'upload' then 'upload_id' else 'exam_id' end;
    types text[] := case about
        when 'upload' then '{upload.processing,upload.processed,upload.failed}'::text[]
        else '{quiz.generating,quiz.generated,quiz.failed}'
    end;
    deleted_at timestamptz;
    job core.jobs;
begin
    if (
        jsonb_typeof(event) = 'object' and jsonb_typeof(event -> 'data') = 'object' and event ->> 'type' = any (types)
        and event -> 'data' ->> id_field = subject_id::text
    ) is not true then
        perform core.fail(422, 'not_an_event', format(
            'This is not an event for this address: type must be one of %s, and data.%s must be the id in the address.',
            array_to_string(types, ', '), id_field
        ));
    end if;
    if about = 'upload' then
        select u.deleted_at into deleted_at from core.uploads as u where u.id = subject_id;
    else
        select q.deleted_at into deleted_at from core.quizzes as q where q.id = subject_id;
    end if;
    if not found then
        perform core.fail(404, about || '_not_found', format('There is no such %s.', about));
    end if;
    if deleted_at is not null then
        perform core.fail(410, about || '_deleted', format('This %s was deleted.', about));
    end if;
    select * into job
    from core.jobs as j
    where j.id::text = event -> 'data' ->> 'job_id' and subject_id in (j.upload_id, j.quiz_id);
    if not found then
        perform core.fail(409, 'wrong_job', format('data.job_id is not a job of this %s.', about));
    end if;
    return job;
end;
$$;

comment on function core.webhook_job is
'The job that an event is about, for the upload or quiz whose address was called. PT422 not_an_event, PT404 …_not_found,
PT410 …_deleted, PT409 wrong_job.';

-- supabase/functions_sql/documents/webhooks/receive_webhook.sql
create or replace function core.receive_webhook(
    webhook_id text,
    about text,           -- upload or quiz
    subject_id uuid,      -- the id in the address that was called
    event jsonb
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.webhook_job(about, subject_id, event);
    received core.webhook_events;
begin
    job := core.lock_job(job.id);   -- before the insert below, whose foreign key would lock it first
    if job.id is null then   -- purged in the meantime
        perform core.fail(404, about || '_not_found', format('There is no such %s.', about));
    end if;
    insert into core.webhook_events as e (id, type, job_id, payload)
    values (webhook_id, event ->> 'type', job.id, event)
    on conflict (id) do update set deliveries = e.deliveries + 1
    returning * into received;
    if received.deliveries > 1 then
        return jsonb_strip_nulls(jsonb_build_object('status', 'repeated', 'detail', received.detail));
    end if;

    if job.state in ('done', 'failed') then
        received.status := 'ignored';
        received.detail := format('This job has ended already: %s.', coalesce(job.code, job.state::text));
    else
        received.detail := core.apply_event(job, event ->> 'type', event -> 'data');
        received.status := case when received.detail is null then 'applied' else 'ignored' end;
    end if;
    update core.webhook_events as e
    set status = received.status, detail = received.detail
    where e.id = received.id;
    return jsonb_strip_nulls(jsonb_build_object('status', received.status, 'detail', received.detail));
end;
$$;

comment on function core.receive_webhook is
'Stores an event of a processing server under its webhook-id and applies it once, in one transaction: {"status":
applied, repeated or ignored, "detail"?}. The API has verified its signature. Events of a job that has ended are
ignored. PT404 upload_not_found or quiz_not_found, PT410 upload_deleted or quiz_deleted, PT409 wrong_job, PT422
not_an_event.';

revoke execute on function core.receive_webhook from public;
grant execute on function core.receive_webhook to authenticator;

-- supabase/functions_sql/events/my_events.sql
create or replace function public.my_events(
    since text default null,              -- the id of the last event that was received; null: from now on
    page_size integer default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    size integer := core.page_size(page_size);
    settled xid8 := pg_snapshot_xmin(pg_current_snapshot());   -- every transaction before this one has ended
    after_tx xid8;
    after_id bigint;
    listed jsonb;
begin
    if since is null then
        return jsonb_build_object('events', '[]'::jsonb, 'last', settled || '-0', 'more', false);
    end if;
    if since !~ '^\d{1,18}-\d{1,18}$' then
        perform core.fail(
            422, 'bad_event_id', 'This is not the id of an event. Leave it out to receive events from now on.'
        );
    end if;
    after_tx := split_part(since, '-', 1)::xid8;
    after_id := split_part(since, '-', 2)::bigint;

    select coalesce(jsonb_agg(
        jsonb_build_object('id', e.tx || '-' || e.id, 'type', e.type, 'at', e.created_at, 'data', e.payload)
        order by e.tx, e.id
    ), '[]')
    into listed
    from (
        select u.* from core.user_events as u
        where u.user_id = me and (u.tx, u.id) > (after_tx, after_id) and u.tx < settled
        order by u.tx, u.id
        limit size
    ) as e;
    return jsonb_build_object(
        'events', listed,
        'last', coalesce(listed -> -1 ->> 'id', since),
        -- a full page, or events that can't be returned yet because an older transaction has not ended
        'more', jsonb_array_length(listed) = size or exists (
            select from core.user_events as u where u.user_id = me and u.tx >= settled
        )
    );
end;
$$;

comment on function public.my_events is
'The caller''s events after the one with this id, in the order of their commits, each once: {"events": [{"id", "type",
"at", "data"}], "last": the id to continue from, "more": whether to call again at once}. Each event is also notified on
the channel user_<id of the person, without hyphens>. PT401 not_signed_in, PT422 bad_event_id, bad_limit.';

revoke execute on function public.my_events from public, anon;
grant execute on function public.my_events to authenticated;

-- supabase/functions_sql/quizzes/questions/draft_answers.sql
create or replace function core.draft_answers(
    kind core.question_kind,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case when kind in ('numeric', 'short_text') then (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', listed.answer -> 'text',
        'wildcards', listed.answer -> 'wildcards',
        'value', listed.answer -> 'value',
        'tolerance', case
            when listed.answer ? 'value'
                then nullif((listed.answer ->> 'max')::numeric - (listed.answer ->> 'value')::numeric, 0)
        end,
        'min', case when not listed.answer ? 'value' then listed.answer -> 'min' end,
        'max', case when not listed.answer ? 'value' then listed.answer -> 'max' end,
        'weight', nullif((listed.answer ->> 'weight')::numeric, 1),
        'feedback', listed.answer -> 'feedback'
    )) order by listed.n)
    from jsonb_array_elements(coalesce(key -> 'ranges', key -> 'answers')) with ordinality as listed (answer, n)
) end;

comment on function core.draft_answers is $$
The accepted answers of a question in the form of a draft. Null if its kind has none.
> select core.draft_answers('numeric', '{"ranges": [{"min": 3.1, "max": 3.2, "value": 3.15, "weight": 1}]}')
[{"value": 3.15, "tolerance": 0.05}]
> select core.draft_answers('short_text', '{"answers": [{"text": "Rome", "weight": 0.5}]}')
[{"text": "Rome", "weight": 0.5}]
$$;

-- supabase/functions_sql/quizzes/questions/draft_matching.sql
create or replace function core.draft_matching(
    choices jsonb,
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'pairs', (
        select jsonb_agg((listed.item - 'id') || jsonb_build_object('match', (
            select choice -> 'text' from jsonb_array_elements(choices) as choice
            where choice -> 'id' = key -> 'matches' -> (listed.item ->> 'id')
        )) order by listed.n)
        from jsonb_array_elements(display -> 'items') with ordinality as listed (item, n)
    ),
    'distractors', (
        select jsonb_agg(listed.choice -> 'text' order by listed.n)
        from jsonb_array_elements(choices) with ordinality as listed (choice, n)
        where not exists (
            select from jsonb_each(key -> 'matches') as matched (item, choice)
            where matched.choice = listed.choice -> 'id'
        )
    )
);

comment on function core.draft_matching is $$
The pairs and distractors of a matching, in the form of its draft.
> select core.draft_matching('[{"id": "a", "text": "Rome"}, {"id": "b", "text": "Bonn"}, {"id": "c", "text": "Paris"}]',
>   '{"items": [{"id": "a", "text": "France"}, {"id": "b", "text": "Italy"}]}', '{"matches": {"a": "c", "b": "a"}}')
{"pairs": [{"text": "France", "match": "Paris"}, {"text": "Italy", "match": "Rome"}], "distractors": ["Bonn"]}
$$;

-- supabase/functions_sql/quizzes/questions/draft_choices.sql
create or replace function core.draft_choices(
    kind core.question_kind,
    choices jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case when kind in ('single_choice', 'multiple_choice', 'ordering', 'poll') then (
    with listed as (
        select
            c.n,
            c.choice,
            (key -> 'weights' ->> (c.choice ->> 'id'))::numeric as weight,
            array_position(array(select jsonb_array_elements_text(key -> 'order')), c.choice ->> 'id') as place
        from jsonb_array_elements(choices) with ordinality as c (choice, n)
    ),

    shorthand as (
        -- whether the weights follow from which choices are right
        select array_agg(listed.weight order by listed.n) = case
            when kind = 'single_choice' then array_agg((listed.weight = 1)::integer::numeric order by listed.n)
            else core.spread_weights(
                array_agg(case when listed.weight > 0 then 1 else -1 end::numeric order by listed.n),
                count(*) filter (where listed.weight > 0)
            )
        end as is_enough
        from listed
        where kind in ('single_choice', 'multiple_choice')
    )

    select jsonb_agg(jsonb_strip_nulls(listed.choice - 'id' || jsonb_build_object(
        'correct', case when shorthand.is_enough then listed.weight > 0 end,
        'weight', case when not shorthand.is_enough then listed.weight end,
        'feedback', key -> 'feedback' -> (listed.choice ->> 'id')
    )) order by listed.place, listed.n)
    from listed cross join shorthand
) end;

comment on function core.draft_choices is $$
The choices of a question in the form of a draft: with correct where that is enough and with weight otherwise, or in the
right order for an ordering. Null if its kind has none.
> select core.draft_choices('ordering', '[{"id": "a", "text": "two"}, {"id": "b", "text": "one"}]',
>   '{"order": ["b", "a"]}')
[{"text": "one"}, {"text": "two"}]
> select core.draft_choices('single_choice', '[{"id": "a", "text": "two"}]',
>   '{"weights": {"a": 1}, "feedback": {"a": "Yes."}}')
[{"text": "two", "correct": true, "feedback": "Yes."}]
$$;

-- supabase/functions_sql/quizzes/questions/draft_cloze.sql
create or replace function core.draft_cloze(
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select jsonb_build_object('gaps', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'kind', gap.kind,
        'weight', nullif((gap.key -> 'weight')::numeric, 1),
        'answers', core.draft_answers(gap.kind, gap.key),
        'case_sensitive', nullif((gap.key -> 'case_sensitive')::boolean, false),
        'forgives', gap.key -> 'forgives',
        'choices', core.draft_choices(gap.kind, core.drawn_choices(
            gap.choices, array(select jsonb_array_elements_text(gap.key -> 'order'))
        ), gap.key)
    )) order by gap.n))
    from (
        select
            listed.n,
            (listed.gap ->> 'kind')::core.question_kind as kind,
            coalesce(listed.gap -> 'choices', '[]') as choices,
            key -> 'gaps' -> (listed.gap ->> 'id') as key
        from jsonb_array_elements(display -> 'gaps') with ordinality as listed (gap, n)
    ) as gap
);

comment on function core.draft_cloze is $$
The gaps of a cloze in the form of its draft.
> select core.draft_cloze('{"gaps": [{"id": "1", "kind": "short_text"}]}',
>   '{"gaps": {"1": {"kind": "short_text", "weight": 2, "answers": [{"text": "Rome", "weight": 1}]}}}')
{"gaps": [{"kind": "short_text", "weight": 2, "answers": [{"text": "Rome"}]}]}
$$;

-- supabase/functions_sql/quizzes/questions/draft_key.sql
create or replace function core.draft_key(
    kind core.question_kind,
    choices jsonb,
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case kind
    when 'true_false' then jsonb_build_object('correct', key @> '{"weights": {"true": 1}}')
    when 'numeric' then jsonb_build_object(
        'answers', core.draft_answers(kind, key),
        'units', key -> 'units',
        'unit_required', nullif((key -> 'unit_required')::boolean, true),
        'unit_share', nullif((key -> 'unit_share')::numeric, 1)
    )
    when 'short_text' then jsonb_build_object(
        'answers', core.draft_answers(kind, key),
        'case_sensitive', nullif((key -> 'case_sensitive')::boolean, false),
        'forgives', key -> 'forgives'
    )
    when 'slider' then display || key
    when 'matching' then core.draft_matching(choices, display, key)
    when 'cloze' then core.draft_cloze(display, key)
    when 'word_cloud' then jsonb_build_object('words', nullif((display -> 'words')::numeric, 1))
    when 'slide' then '{}'
    else jsonb_build_object('choices', core.draft_choices(kind, choices, key))
end;

comment on function core.draft_key is $$
The fields of a draft that belong to its kind (core.kind_fields), from the columns of a question.
> select core.draft_key('true_false', '[]', '{}', '{"weights": {"true": 0, "false": 1}}')
{"correct": false}
$$;

-- supabase/functions_sql/quizzes/questions/question_draft.sql
create or replace function core.question_draft(question core.questions) returns jsonb
language sql stable
return jsonb_strip_nulls(jsonb_build_object(
    'kind', question.kind,
    'prompt', question.prompt,
    'points', trim_scale(question.points),
    'time_limit_ms', question.time_limit_ms,
    'explanation', question.explanation,
    'subject', question.subject,
    'difficulty', question.difficulty,
    'media_url', question.media_url,
    'source', question.source
) || core.draft_key(question.kind, question.choices, question.display, question.key));

comment on function core.question_draft is
'A question with its answer key as a draft, which core.normalise_question turns into the same question.';

-- supabase/functions_sql/formats/keyless_draft.sql
create or replace function core.keyless_draft(question core.questions) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'kind', question.kind,
        'prompt', question.prompt,
        -- the choices of an ordering or a matching are stored in the order of a hash, which shows nothing
        'choices', case when question.kind <> 'true_false' then (
            select jsonb_agg(c.choice - 'id' order by c.n)
            from jsonb_array_elements(question.choices) with ordinality as c (choice, n)
        ) end,
        'points', trim_scale(question.points),
        'time_limit_ms', question.time_limit_ms,
        'subject', question.subject,
        'difficulty', question.difficulty,
        'media_url', question.media_url
    ) || question.display);
$$;

comment on function core.keyless_draft is 'A question as a taker may see it, without its answer key.';

-- supabase/functions_sql/formats/printed_question.sql
create or replace function core.printed_question(
    quiz core.quizzes,
    question core.questions,
    version text      -- of the paper: A to Z; null: the order of the quiz
) returns core.questions
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if version is null then
        return question;
    end if;
    quiz.shuffle_choices := true;
    question.choices := core.drawn_choices(question.choices, core.drawn_order(quiz, question, ascii(version)));
    return question;
end;
$$;

comment on function core.printed_question is
'A question with its choices in the order that they have in this version of a paper, which is always the same.';

-- supabase/functions_sql/formats/export_quiz.sql
create or replace function public.export_quiz(
    quiz_id uuid,
    with_key boolean default false,    -- with right answers, explanations and citations
    version text default null          -- of a printed paper, A to Z, each with its own order of choices
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    if export_quiz.version !~ '^[A-Z]$' then
        perform core.fail(422, 'unknown_version', 'The version of a paper is a letter from A to Z.');
    end if;
    return jsonb_build_object(
        'quiz', core.quiz_json(quiz),
        'questions', (
            select coalesce(jsonb_agg(
                case
                    when coalesce(with_key, false) then core.question_draft(printed)
                    || jsonb_strip_nulls(jsonb_build_object(
                        'citation', q.citation || jsonb_build_object(
                            'name', (
                                select u.name from core.uploads as u
                                where u.id = (q.citation ->> 'upload_id')::uuid and u.deleted_at is null
                            )
                        )
                    ))
                    else core.keyless_draft(printed)
                end order by q.position
            ), '[]')
            from core.questions as q
            cross join lateral core.printed_question(quiz, q, export_quiz.version) as printed
            where q.quiz_id = quiz.id and q.deleted_at is null
        )
    );
end;
$$;

comment on function public.export_quiz is
'A quiz of the caller''s to download: {"quiz", "questions": drafts}, with or without answer keys and citations, and
with the choices in the order of a version of a paper. PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner;
PT422 unknown_version.';

revoke execute on function public.export_quiz from public, anon;
grant execute on function public.export_quiz to authenticated;

-- supabase/functions_sql/formats/imported_title.sql
create or replace function core.imported_title(file_name text) returns text
language sql immutable parallel safe
return coalesce(
    nullif(trim(left(
        regexp_replace(regexp_replace(file_name, '^.*[/\\]', ''), '(.)\.[^.]*$', '\1'), core.max_title_length()
    )), ''),
    'Imported quiz'
);

comment on function core.imported_title is $$
The title of an imported quiz for which none was given: the name of its file or, without one, "Imported quiz".
> select core.imported_title('C:\quizzes\Capitals of Europe.gift'), core.imported_title('')
Capitals of Europe | Imported quiz
$$;

-- supabase/functions_sql/quizzes/questions/require_drafts.sql
create or replace function core.require_drafts(drafts jsonb) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions');
begin
    if jsonb_typeof(drafts) is distinct from 'array' then
        perform core.fail(422, 'wrong_type', 'The questions must be a list.');
    end if;
    if jsonb_array_length(drafts) > most then
        perform core.fail(422, 'too_many_questions', format(
            'A quiz may have %s questions, but these are %s.', most, jsonb_array_length(drafts)
        ));
    end if;
end;
$$;

comment on function core.require_drafts is
'Checks, before the drafts themselves, that they are a list and not too many for a quiz. PT422 wrong_type,
too_many_questions.';

-- supabase/functions_sql/quizzes/questions/try_questions.sql
create or replace function core.try_questions(drafts jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    listed record;
    questions jsonb[] := '{}';
    problems jsonb[] := '{}';
    sentence text;
    code text;
begin
    perform core.require_drafts(drafts);
    for listed in select d.draft, d.n from jsonb_array_elements(drafts) with ordinality as d (draft, n) loop
        begin
            questions := questions || core.normalise_question(listed.draft);
        exception when sqlstate 'PT422' then
            get stacked diagnostics sentence = message_text, code = pg_exception_detail;
            problems := problems || jsonb_build_object('index', listed.n - 1, 'code', code, 'message', sentence);
        end;
    end loop;
    return jsonb_build_object('questions', to_jsonb(questions), 'problems', to_jsonb(problems));
end;
$$;

comment on function core.try_questions is
'Checks each of several drafts: {"questions": the accepted ones, normalised, "problems": [{"index", "code",
"message"}]}; index counts from 0. PT422 wrong_type, too_many_questions.';

-- supabase/functions_sql/quizzes/quiz_now.sql
create or replace function core.quiz_now(quiz_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.quiz_json(q) from core.quizzes as q where q.id = quiz_id;
$$;

comment on function core.quiz_now is
'A quiz as JSON, as it is after changes of its questions in the same transaction.';

-- supabase/functions_sql/formats/import_questions.sql
create or replace function public.import_questions(
    drafts jsonb,
    title text default null,               -- of the new quiz; null: the file's, or core.imported_title(file_name)
    into_quiz uuid default null,           -- add the questions to this quiz of the caller's; null: make a new one
    skip_problems boolean default false,   -- store the drafts without problems
    file_name text default null,           -- of the file that the drafts were read from; it may be empty
    quiz jsonb default '{}',               -- the title and options that the file gives the new quiz
    tags jsonb default null                -- of the new quiz, or to add to those of the quiz
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    made core.quizzes;
    own_title text := nullif(title, '');
    tried jsonb := core.try_questions(drafts);
begin
    if num_nonnulls(own_title, into_quiz) = 2 or num_nonnulls(own_title, file_name, into_quiz) = 0 then
        perform core.fail(
            422, 'title_or_quiz', 'Give either the title of a new quiz, or the quiz to add the questions to.'
        );
    end if;
    made := case when into_quiz is not null then core.lock_quiz(into_quiz) end;
    if tried -> 'questions' = '[]' or (tried -> 'problems' <> '[]' and not coalesce(skip_problems, false)) then
        return jsonb_build_object('quiz', null, 'problems', tried -> 'problems');
    end if;
    if into_quiz is null then
        made := core.make_quiz(coalesce(quiz, '{}') || jsonb_build_object(
            'title', coalesce(own_title, nullif(quiz ->> 'title', ''), core.imported_title(file_name))
        ));
    end if;
    if tags is not null then
        made := core.change_quiz(made, jsonb_build_object('tags', case
            when jsonb_typeof(tags) = 'array' then to_jsonb(made.tags) || tags else tags
        end));
    end if;
    perform core.store_questions(made, tried -> 'questions');
    return jsonb_build_object('quiz', core.quiz_now(made.id), 'problems', tried -> 'problems');
end;
$$;

comment on function public.import_questions is
'Stores drafts that were read from a file: {"quiz", "problems": [{"index", "code", "message"}]}. If there are problems
and skip_problems is false, or no draft is without problems, nothing is stored and quiz is null. PT401 not_signed_in;
PT404 quiz_not_found; PT403 not_the_owner; PT409 too_many_quizzes, too_many_questions_in_all; PT422 title_or_quiz,
wrong_type, too_many_questions, and as core.change_quiz for the tags and the options in the file.';

revoke execute on function public.import_questions from public, anon;
grant execute on function public.import_questions to authenticated;

-- supabase/functions_sql/quizzes/create_quiz.sql
create or replace function public.create_quiz(draft jsonb) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.quiz_json(core.make_quiz(draft));
end;
$$;

comment on function public.create_quiz is
'Makes a quiz of the caller''s, and returns it. draft: {"title", …options}, the fields of core.change_quiz. PT401
not_signed_in; PT409 too_many_quizzes; PT422 as core.change_quiz.';

revoke execute on function public.create_quiz from public, anon;
grant execute on function public.create_quiz to authenticated;

-- supabase/functions_sql/quizzes/delete_quiz.sql
create or replace function public.delete_quiz(
    quiz_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    perform core.require_version(quiz.version, if_version);
    perform core.cancel_jobs(quiz_id => quiz.id);
    update core.quizzes as q set deleted_at = now() where q.id = quiz.id returning q.* into quiz;
    return jsonb_build_object('id', quiz.id, 'deleted_at', quiz.deleted_at);
end;
$$;

comment on function public.delete_quiz is
'Deletes a quiz of the caller''s, and returns {"id", "deleted_at"}. Its generations are cancelled and their reserved
credits released. Its results stay. restore_quiz restores it, purge_quiz deletes it for good. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT412
changed_since.';

revoke execute on function public.delete_quiz from public, anon;
grant execute on function public.delete_quiz to authenticated;

-- supabase/functions_sql/quizzes/duplicate_quiz.sql
create or replace function public.duplicate_quiz(
    quiz_id uuid,
    title text default null     -- of the copy
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    copy core.quizzes := core.make_quiz(jsonb_build_object(
        'title', coalesce(duplicate_quiz.title, left('Copy of ' || quiz.title, core.max_title_length()))
    ));
begin
    copy := core.change_quiz(copy, (to_jsonb(quiz) || '{"visibility": "private"}') - array[
        'id', 'owner_id', 'title', 'created_at', 'updated_at', 'deleted_at', 'state', 'state_code',
        'state_reason', 'progress', 'version', 'words', 'title_key'
    ]);
    perform core.store_questions(copy, (
        select coalesce(jsonb_agg(to_jsonb(q) order by q.position), '[]')
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
    ));
    return core.quiz_now(copy.id);
end;
$$;

comment on function public.duplicate_quiz is
'Makes a private copy of a quiz of the caller''s, with its options and questions but without its results, and returns
it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_quizzes,
too_many_questions_in_all; PT422 missing_field, too_long.';

revoke execute on function public.duplicate_quiz from public, anon;
grant execute on function public.duplicate_quiz to authenticated;

-- supabase/functions_sql/quizzes/get_quiz.sql
create or replace function public.get_quiz(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.deleted_at is null and (q.visibility <> 'private' or q.owner_id = core.caller_id());
    if not found then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.get_quiz is
'A quiz and its options: the caller''s own, a public one, or one with a link, whose id is enough to read it. It bypasses
row-level security, which hides linked quizzes and all questions from others. PT404 quiz_not_found.';

revoke execute on function public.get_quiz from public;
grant execute on function public.get_quiz to anon, authenticated;

-- supabase/functions_sql/quizzes/list_quizzes.sql
create or replace function public.list_quizzes(
    visibility text default null,      -- 'public': everybody's public quizzes; null: the caller's
    deleted boolean default false,     -- the caller's deleted quizzes
    page_size integer default null,
    cursor text default null,
    q text default null,               -- words to look for; null: all
    sort text default null,            -- created_at or title, with - before it to descend; null: -created_at
    tags text[] default null           -- only quizzes with all of these tags
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    whose text := 'q.visibility = ''public'' and q.deleted_at is null';
begin
    if visibility <> 'public' then
        perform core.fail(422, 'unknown_value', 'visibility must be public, or left out for your own quizzes.');
    end if;
    if visibility is null then
        whose := format(
            'q.owner_id = %L and q.deleted_at is %s null', core.person_id(), case when deleted then 'not' end
        );
    end if;
    return core.sorted_page(
        array[concat_ws(
            ' and ',
            'select q.id, q.created_at, q.title_key as title, q as quiz from core.quizzes as q where ' || whose,
            core.quiz_search_condition(q),
            'q.tags @> ' || quote_literal(nullif(core.clean_tags(tags), '{}'))
        )],
        'core.quiz_json(r.quiz)',
        '{"created_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_quizzes is
'The caller''s quizzes or the public ones, by page: all, or those with these words in their title, tags or description.
PT401 not_signed_in; PT422 unknown_value, unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_quizzes from public;
grant execute on function public.list_quizzes to anon, authenticated;

-- supabase/functions_sql/quizzes/preview_quiz_change.sql
create or replace function public.preview_quiz_change(
    quiz_id uuid,
    changes jsonb
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.changed_quiz(core.own_quiz(quiz_id), changes);
begin
    return (
        with moved as (
            select t.*, m.deadline as new_deadline, row_number() over (order by t.started_at, t.id) as place
            from core.moved_deadlines(quiz) as m
            inner join core.attempts as t on t.id = m.attempt_id
        )

        select jsonb_build_object(
            'in_progress', (
                select count(*) from core.settled_attempts as t where t.quiz_id = quiz.id and t.state = 'in_progress'
            ),
            'moved', count(*),
            'ending', count(*) filter (where core.is_over(t.new_deadline)),
            'attempts', coalesce(jsonb_agg(jsonb_build_object(
                'attempt_id', t.id,
                'user_id', t.user_id,
                'display_name', core.person_name(t.user_id),
                'preview', t.preview,
                'started_at', t.started_at,
                'deadline', t.deadline,
                'new_deadline', t.new_deadline,
                'ends', core.is_over(t.new_deadline)
            ) order by t.place) filter (where t.place <= 100), '[]')
        )
        from moved as t
    );
end;
$$;

comment on function public.preview_quiz_change is
'What update_quiz would do to those who are taking a quiz of the caller''s, without doing it: {"in_progress": how many
attempts are, "moved": how many of their deadlines would move, "ending": how many would end at once, "attempts": the
first 100 of those that would move, [{"attempt_id", "user_id", "display_name", "preview",
"started_at", "deadline", "new_deadline", "ends"}]}. A null is no deadline; ends: the attempt would end at once. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT422 as core.changed_quiz.';

revoke execute on function public.preview_quiz_change from public, anon;
grant execute on function public.preview_quiz_change to authenticated;

-- supabase/functions_sql/quizzes/purge_quiz.sql
create or replace function public.purge_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, deleted => true);
    rooms uuid[];
    attempts uuid[];
    questions uuid[] := array(select q.id from core.questions as q where q.quiz_id = quiz.id);
begin
    -- Parents first, as in all functions. With the quiz locked for update, no new row can refer to it
    perform from core.quizzes as q where q.id = quiz.id for update;
    rooms := array(select r.id from core.rooms as r where r.quiz_id = quiz.id order by r.code for update);
    attempts := array(select a.id from core.attempts as a where a.quiz_id = quiz.id order by a.id for update);
    if exists (select from core.attempts as a where a.id = any (attempts) and a.user_id <> quiz.owner_id)
        or exists (select from core.rooms as r where r.id = any (rooms) and r.host_id <> quiz.owner_id)
        or exists (
            select from core.players as p where p.room_id = any (rooms) and p.user_id is distinct from quiz.owner_id
        )
    then
        perform core.fail(
            409, 'quiz_has_results', 'Others have results in this quiz, so it stays among your deleted quizzes.'
        );
    end if;
    delete from core.room_events as e where e.room_id = any (rooms);
    delete from core.live_answers as a where a.room_id = any (rooms);
    delete from core.turns as o where o.room_id = any (rooms);
    delete from core.players as p where p.room_id = any (rooms);
    delete from core.teams as t where t.room_id = any (rooms);
    delete from core.room_hosts as h where h.room_id = any (rooms);
    delete from core.room_questions as q where q.room_id = any (rooms);
    delete from core.rooms as r where r.id = any (rooms);
    delete from core.answers as a where a.attempt_id = any (attempts);
    delete from core.attempt_questions as q where q.attempt_id = any (attempts);
    delete from core.attempts as a where a.id = any (attempts);
    delete from core.allowances as a where a.quiz_id = quiz.id;
    delete from core.taker_details as d where d.quiz_id = quiz.id;
    delete from core.owner_acts as o where o.quiz_id = quiz.id;
    delete from core.jobs as j where j.quiz_id = quiz.id;
    delete from core.question_versions as v where v.question_id = any (questions);
    delete from core.questions as q where q.id = any (questions);
    delete from core.quizzes as q where q.id = quiz.id;
    return jsonb_build_object('id', quiz.id, 'purged', true);
exception when foreign_key_violation then
    perform core.fail(
        409, 'quiz_has_results', 'Something still refers to this quiz, so it stays among your deleted quizzes.'
    );
end;
$$;

comment on function public.purge_quiz is
'Deletes a deleted quiz of the caller''s for good, with the caller''s attempts and rooms, and returns {"id", "purged":
true}. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 quiz_has_results if others took or played
it, since their results depend on it.';

revoke execute on function public.purge_quiz from public, anon;
grant execute on function public.purge_quiz to authenticated;

-- supabase/functions_sql/quizzes/question_count.sql
create or replace function public.question_count(public.quizzes) returns bigint
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select count(*) from core.questions as q where q.quiz_id = $1.id and q.deleted_at is null;
$$;

comment on function public.question_count is 'Computed column of quizzes: how many questions the quiz has.';
revoke execute on function public.question_count from public;
grant execute on function public.question_count to anon, authenticated;

-- supabase/functions_sql/quizzes/questions/changed_draft.sql
create or replace function core.changed_draft(
    draft jsonb,
    changes jsonb   -- null removes a field
) returns jsonb
language sql immutable parallel safe
return jsonb_strip_nulls(
    case
        -- a change of kind drops the fields that belong to the old one
        when changes ->> 'kind' <> draft ->> 'kind' then
            draft - core.kind_fields((draft ->> 'kind')::core.question_kind)
            - case when core.is_scored((draft ->> 'kind')::core.question_kind) then '' else 'points' end
        else draft
    end || changes
);

comment on function core.changed_draft is $$
A draft with some of its fields changed. If the kind changes, the choices and answers of the old one are dropped.
> select core.changed_draft('{"kind": "poll", "prompt": "Tea?", "points": 0, "subject": "x"}',
>   '{"prompt": "Tee?", "subject": null}')
{"kind": "poll", "points": 0, "prompt": "Tee?"}
> select core.changed_draft('{"kind": "poll", "prompt": "Tea?", "choices": [], "points": 0}',
>   '{"kind": "true_false", "correct": true}')
{"kind": "true_false", "prompt": "Tea?", "correct": true}
$$;

-- supabase/functions_sql/quizzes/questions/check_questions.sql
create or replace function public.check_questions(drafts jsonb) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    return core.try_questions(drafts) - 'questions';
end;
$$;

comment on function public.check_questions is
'Checks drafts without storing them: {"problems": [{"index", "code", "message"}]}; index counts from 0, and the codes
are those of core.normalise_question. PT401 not_signed_in; PT422 wrong_type, too_many_questions.';

revoke execute on function public.check_questions from public, anon;
grant execute on function public.check_questions to authenticated;

-- supabase/functions_sql/quizzes/questions/choices.sql
create or replace function public.choices(public.questions) returns setof public.choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.choices as c where c.question_id = $1.id;
$$;

comment on function public.choices is 'Computed relationship of questions: their choices.';
revoke execute on function public.choices from public, anon;
grant execute on function public.choices to authenticated;

-- supabase/functions_sql/quizzes/questions/question_json.sql
create or replace function core.question_json(question core.questions) returns jsonb
language sql stable
return jsonb_build_object(
    'id', question.id, 'quiz_id', question.quiz_id, 'position', question.position, 'version', question.version
) || core.question_draft(question) || jsonb_strip_nulls(jsonb_build_object(
    'citation', question.citation,
    'created_at', question.created_at, 'updated_at', question.updated_at, 'deleted_at', question.deleted_at
));

comment on function core.question_json is
'A question as its owner sees it: its draft, and the fields that the database adds.';

-- supabase/functions_sql/quizzes/questions/create_question.sql
create or replace function public.create_question(
    quiz_id uuid,
    draft jsonb
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    return (
        select core.question_json(stored)
        from core.store_questions(quiz, jsonb_build_array(core.normalise_question(draft))) as stored
    );
end;
$$;

comment on function public.create_question is
'Adds a question at the end of a quiz of the caller''s, and returns it. draft: {"kind", "prompt", …}, as
core.normalise_question accepts it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409
too_many_questions_in_all; PT422 as core.normalise_question, too_many_questions.';

revoke execute on function public.create_question from public, anon;
grant execute on function public.create_question to authenticated;

-- supabase/functions_sql/quizzes/questions/normalise_questions.sql
create or replace function core.normalise_questions(drafts jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_drafts(drafts);
    return (
        select coalesce(jsonb_agg(
            core.normalise_question(listed.draft, place => format('questions[%s].', listed.n - 1)) order by listed.n
        ), '[]')
        from jsonb_array_elements(drafts) with ordinality as listed (draft, n)
    );
end;
$$;

comment on function core.normalise_questions is
'Checks a list of drafts, each as core.normalise_question does, and returns the list of results. PT422 wrong_type,
too_many_questions, and the code of the first draft that can''t be accepted; the sentence names it.';

-- supabase/functions_sql/quizzes/questions/create_questions.sql
create or replace function public.create_questions(
    quiz_id uuid,
    drafts jsonb     -- a list
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.question_json(stored) order by stored.position), '[]')
        )
        from core.store_questions(quiz, core.normalise_questions(drafts)) as stored
    );
end;
$$;

comment on function public.create_questions is
'Adds several questions at the end of a quiz of the caller''s: all of them, or none if one can''t be accepted. Returns
{"items": [question]}. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_questions_in_all;
PT422 as core.normalise_question, too_many_questions; the sentence names the first draft that can''t be accepted.';

revoke execute on function public.create_questions from public, anon;
grant execute on function public.create_questions to authenticated;

-- supabase/functions_sql/quizzes/questions/delete_question.sql
create or replace function public.delete_question(
    quiz_id uuid,
    question_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
begin
    perform core.require_version(question.version, if_version);
    update core.questions as q set deleted_at = now() where q.id = question.id returning q.* into question;
    update core.questions as q
    set position = q.position - 1
    where q.quiz_id = quiz.id and q.deleted_at is null and q.position > question.position;
    return jsonb_build_object('id', question.id, 'deleted_at', question.deleted_at);
end;
$$;

comment on function public.delete_question is
'Deletes a question of a quiz of the caller''s, and returns {"id", "deleted_at"}; restore_question restores it. Attempts
and rooms that have it keep it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found; PT412 changed_since.';

revoke execute on function public.delete_question from public, anon;
grant execute on function public.delete_question to authenticated;

-- supabase/functions_sql/quizzes/questions/get_question.sql
create or replace function public.get_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.question_json(core.find_question(core.own_quiz(quiz_id), question_id));
end;
$$;

comment on function public.get_question is
'A question of a quiz of the caller''s, with its answer key. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, question_not_found.';

revoke execute on function public.get_question from public, anon;
grant execute on function public.get_question to authenticated;

-- supabase/functions_sql/quizzes/questions/grow_quiz_version.sql
create or replace function core.grow_quiz_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.quizzes as q
    set version = q.version + 1, updated_at = now()
    where q.id in (select c.quiz_id from changed as c);
    return null;
end;
$$;

comment on function core.grow_quiz_version is
'Gives a quiz the next version when its questions have changed, since its JSON shows their number and points.';

create or replace trigger grow_quiz_version_on_insert after insert on core.questions
referencing new table as changed
for each statement execute function core.grow_quiz_version();

create or replace trigger grow_quiz_version_on_update after update on core.questions
referencing new table as changed
for each statement execute function core.grow_quiz_version();

-- supabase/functions_sql/quizzes/questions/keep_question_version.sql
create or replace function core.keep_question_version() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.question_versions (
        question_id, version, kind, prompt, choices, display, key, points, time_limit_ms, explanation, subject,
        difficulty, media_url, source, citation
    )
    values (
        new.id, new.version, new.kind, new.prompt, new.choices, new.display, new.key, new.points,
        new.time_limit_ms, new.explanation, new.subject, new.difficulty, new.media_url, new.source, new.citation
    );
    return new;
end;
$$;

comment on function core.keep_question_version is
'Keeps each version of a question, for the attempts and rooms that use it.';

create or replace trigger keep_first_version after insert on core.questions
for each row execute function core.keep_question_version();

create or replace trigger keep_version after update on core.questions
for each row when (old.version is distinct from new.version)
execute function core.keep_question_version();

-- supabase/functions_sql/quizzes/questions/list_questions.sql
create or replace function public.list_questions(
    quiz_id uuid,
    deleted boolean default false   -- true: the deleted ones, which can be restored
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.question_json(q) order by q.position, q.deleted_at), '[]'),
            'next_cursor', null, 'version', quiz.version
        )
        from core.questions as q
        where q.quiz_id = quiz.id and (q.deleted_at is not null) = coalesce(deleted, false)
    );
end;
$$;

comment on function public.list_questions is
'All questions of a quiz of the caller''s, in order, with their answer keys: {"items", "next_cursor": null, "version":
of the quiz}. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

revoke execute on function public.list_questions from public, anon;
grant execute on function public.list_questions to authenticated;

-- supabase/functions_sql/quizzes/questions/refuse_version_change.sql
create or replace function core.refuse_version_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.fail(
        409, 'version_kept',
        'A version of a question can''t be changed. Change the question, which makes a new version.'
    );
    return null;
end;
$$;

comment on function core.refuse_version_change is
'Refuses to change versions, even for the database''s owner, because attempts and rooms are scored against them.';

create or replace trigger refuse_change before update on core.question_versions
for each row execute function core.refuse_version_change();

-- supabase/functions_sql/quizzes/questions/reorder_questions.sql
create or replace function public.reorder_questions(
    quiz_id uuid,
    question_ids uuid[],    -- all questions of the quiz
    if_version integer default null    -- refuse the order unless this is the quiz's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    existing uuid[] := array(select q.id from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null);
    foreign_id uuid := min(id::text) from unnest(question_ids) as given (id) where id <> all (existing);
    twice uuid := min(id::text) from (
        select id from unnest(question_ids) as given (id) group by id having count(*) > 1
    ) as repeated;
begin
    perform core.require_version(quiz.version, if_version);
    if foreign_id is not null then
        perform core.fail(422, 'unknown_question', format('%s is not a question of this quiz.', foreign_id));
    end if;
    if twice is not null then
        perform core.fail(422, 'repeated_question', format('%s is in the list twice.', twice));
    end if;
    if
        coalesce(cardinality(question_ids), 0) <> cardinality(existing)
        or array_position(question_ids, null) is not null
    then
        perform core.fail(422, 'incomplete_order', format(
            'The list must have all %s questions of the quiz; it has %s.', cardinality(existing),
            coalesce(cardinality(question_ids), 0)
        ));
    end if;
    update core.questions as q
    set position = given.n
    from unnest(question_ids) with ordinality as given (id, n)
    where q.id = given.id and q.position <> given.n;
    return jsonb_build_object(
        'question_ids', to_jsonb(question_ids),
        'version', (select z.version from core.quizzes as z where z.id = quiz.id)
    );
end;
$$;

comment on function public.reorder_questions is
'Puts the questions of a quiz of the caller''s in this order, and returns {"question_ids", "version": of the
quiz}. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT412 changed_since; PT422 unknown_question, repeated_question, incomplete_order.';

revoke execute on function public.reorder_questions from public, anon;
grant execute on function public.reorder_questions to authenticated;

-- supabase/functions_sql/quizzes/questions/restore_question.sql
create or replace function public.restore_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id, deleted => true);
    existing integer := count(*) from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    perform core.require_question_quota(quiz, 1);
    update core.questions as q
    set deleted_at = null, position = existing + 1
    where q.id = question.id
    returning q.* into question;
    return core.question_json(question);
end;
$$;

comment on function public.restore_question is
'Restores a deleted question at the end of its quiz, which is the caller''s, and returns it. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found, question_not_found; PT422 too_many_questions.';

revoke execute on function public.restore_question from public, anon;
grant execute on function public.restore_question to authenticated;

-- supabase/functions_sql/quizzes/questions/update_question.sql
create or replace function public.update_question(
    quiz_id uuid,
    question_id uuid,
    changes jsonb,     -- fields of a draft; null removes one. With "version": only if it is still the current one
    if_version integer default null   -- the same, as for all that is edited
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
    changed core.questions;
begin
    perform core.require_version(question.version, if_version);
    if core.draft_number(changes, 'version') <> question.version then
        perform core.fail(409, 'question_changed', format(
            'This question was changed meanwhile: its version is %s now. Read it again.', question.version
        ));
    end if;
    changed := jsonb_populate_record(question, core.normalise_question(
        core.changed_draft(core.question_draft(question), changes), known_choices => question.choices,
        known_display => question.display
    ));
    if changed is distinct from question then
        update core.questions as q
        set version = q.version + 1, kind = changed.kind, prompt = changed.prompt, choices = changed.choices,
            display = changed.display, key = changed.key, points = changed.points,
            time_limit_ms = changed.time_limit_ms, explanation = changed.explanation,
            subject = changed.subject, difficulty = changed.difficulty,
            media_url = changed.media_url, source = changed.source, updated_at = now()
        where q.id = question.id
        returning q.* into question;
    end if;
    return core.question_json(question);
end;
$$;

comment on function public.update_question is
'Changes a question of a quiz of the caller''s, and returns it. A change of its content makes a new version; attempts
and rooms that have begun keep theirs. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found; PT409 question_changed; PT412 changed_since; PT422 as core.normalise_question.';

revoke execute on function public.update_question from public, anon;
grant execute on function public.update_question to authenticated;

-- supabase/functions_sql/quizzes/quiz.sql
create or replace function public.quiz(quiz_id uuid) returns setof public.quizzes
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
    select (core.quiz_row(q)).*
    from core.quizzes as q
    where q.id = quiz.quiz_id and (
        q.deleted_at is null and (q.visibility <> 'private' or q.owner_id = core.caller_id())
        or q.id in (select t.quiz_id from core.taken_quizzes as t)
    );
$$;

comment on function public.quiz is
'A quiz by its id, as a row of quizzes: the caller''s own, a public one, one with a link, or one that the caller has
taken, even if it was deleted since. No row for any other.';
revoke execute on function public.quiz from public;
grant execute on function public.quiz to anon, authenticated;

-- supabase/functions_sql/quizzes/restore_quiz.sql
create or replace function public.restore_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, deleted => true);
begin
    update core.quizzes as q set deleted_at = null where q.id = quiz.id returning q.* into quiz;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.restore_quiz is
'Restores a deleted quiz of the caller''s as it was, and returns it. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found.';

revoke execute on function public.restore_quiz from public, anon;
grant execute on function public.restore_quiz to authenticated;

-- supabase/functions_sql/quizzes/search/quiz_words.sql
create or replace function core.quiz_words(
    title text,
    tags text[],
    description text,
    language text
) returns tsvector
language sql immutable parallel safe
return core.title_words(concat_ws(' ', title, array_to_string(tags, ' ')))
|| to_tsvector(
    core.search_config(language), core.fold_case(concat_ws(' ', title, array_to_string(tags, ' '), description))
);

comment on function core.quiz_words is $$
What a search finds of a quiz: title and tags by their words, and with the description by their stems.
> select core.quiz_words('Rivers', '{water}', 'Of Europe', 'en')
'europ':6 'river':3 'rivers':1A 'water':2A,4
$$;

-- supabase/functions_sql/quizzes/search/keep_quiz_words.sql
create or replace function core.keep_quiz_words() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.words := core.quiz_words(new.title, new.tags, new.description, new.language);
    new.title_key := core.sort_key(new.title);
    return new;
end;
$$;

comment on function core.keep_quiz_words is 'Keeps what a quiz is found and sorted by.';

create or replace trigger keep_words before insert or update of title, tags, description, language on core.quizzes
for each row execute function core.keep_quiz_words();

-- supabase/functions_sql/quizzes/update_quiz.sql
create or replace function public.update_quiz(
    quiz_id uuid,
    changes jsonb,
    if_version integer default null    -- refuse the change unless this is the quiz's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    perform core.require_version(quiz.version, if_version);
    return core.quiz_json(core.change_quiz(quiz, changes));
end;
$$;

comment on function public.update_quiz is
'Changes the title and the options of a quiz of the caller''s, and returns it. A time limit or a closing time
that changes reaches the attempts in progress, whose deadlines follow; their other options are those that they began
with. preview_quiz_change tells whom it would touch. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found;
PT412 changed_since; PT422 as core.change_quiz.';

revoke execute on function public.update_quiz from public, anon;
grant execute on function public.update_quiz to authenticated;

-- supabase/functions_sql/results/known_time_zone.sql
create or replace function core.known_time_zone(time_zone text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform now() at time zone time_zone;
    return coalesce(time_zone, 'UTC');
exception when invalid_parameter_value then
    perform core.fail(422, 'unknown_time_zone', 'time_zone must be the name of a time zone, such as Europe/Paris.');
end;
$$;

comment on function core.known_time_zone is
'This time zone; UTC for null. PT422 unknown_time_zone.';

-- supabase/functions_sql/results/export_results.sql
create or replace function public.export_results(
    quiz_id uuid,
    time_zone text default 'UTC',         -- of the times
    with_answers boolean default true     -- whether attempts have their answers
) returns setof jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with asked as materialized (
        select q.*, core.known_time_zone(time_zone) as zone
        from core.own_quiz(quiz_id) as q
    ),

    taken as materialized (
        select
            t.*,
            asked.zone,
            core.person_name(t.user_id) as display_name,
            case when asked.ask_email and d.email_shared then core.email_of(t.user_id) end as email,
            case when asked.ask_student_number then d.student_number end as student_number,
            s.attempt_id = t.id as counts
        from asked
        inner join core.settled_attempts as t on t.quiz_id = asked.id and not t.preview
        left join core.taker_details as d on d.quiz_id = t.quiz_id and d.user_id = t.user_id
        left join core.standings as s on s.quiz_id = t.quiz_id and s.user_id = t.user_id
        order by core.sort_key(core.person_name(t.user_id)), t.user_id, t.number
    )

    select jsonb_build_object(
        'record', 'quiz', 'id', asked.id, 'title', asked.title, 'counting_attempt', asked.counting_attempt,
        'ask_email', asked.ask_email, 'ask_student_number', asked.ask_student_number, 'time_zone', asked.zone
    )
    from asked
    union all
    select jsonb_build_object(
        'record', 'question', 'id', q.id, 'version', v.version, 'kind', v.kind, 'prompt', v.prompt,
        'position', case when q.deleted_at is null then q.position end,
        'choices', v.choices, 'points', trim_scale(v.points)
    ) || v.display
    from asked
    inner join core.questions as q on q.quiz_id = asked.id
    inner join core.question_versions as v on v.question_id = q.id
    union all
    select jsonb_build_object(
        'record', 'attempt', 'id', t.id, 'user_id', t.user_id, 'display_name', t.display_name, 'email', t.email,
        'student_number', t.student_number, 'number', t.number, 'state', t.state, 'counts', t.counts,
        'started_at', to_char(t.started_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS'),
        'finished_at', to_char(t.finished_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS'),
        'seconds', round(extract(epoch from t.finished_at - t.started_at)),
        'score', trim_scale(t.score), 'max_score', trim_scale(t.max_score),
        'percent', core.percent(t.score, t.max_score), 'passed', t.passed,
        'questions', (select count(*) from core.attempt_questions as aq where aq.attempt_id = t.id),
        'answered', (select count(*) from core.answers as a where a.attempt_id = t.id and a.deleted_at is null),
        'answers', case when with_answers then (
            select coalesce(jsonb_agg(jsonb_build_object(
                'question_id', aq.question_id, 'version', aq.version, 'response', a.response,
                'status', core.answer_status(v.kind, false, true, true, a.response is not null, a.fraction),
                'points', case when core.is_scored(v.kind) then trim_scale(coalesce(a.points, 0)) end,
                'saved_at', to_char(a.saved_at at time zone t.zone, 'YYYY-MM-DD HH24:MI:SS')
            ) order by aq.position), '[]')
            from core.attempt_questions as aq
            inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
            left join core.answers as a
                on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
            where aq.attempt_id = t.id
        ) end
    )
    from taken as t;
$$;

comment on function public.export_results is
'All results of a quiz of the caller''s, for tables. Each row is a thing whose "record" says what it is: first the quiz,
then its questions in all their versions, then the attempts by the names of their takers, each with its answers where
these are wanted. Times are local times of the time zone. email and student_number are null unless the quiz asks for
them and the taker gave them. "counts" is null if no single attempt counts. Rows are made as they are read. PT401
not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT422 unknown_time_zone.';
revoke execute on function public.export_results from public, anon;
grant execute on function public.export_results to authenticated;

-- supabase/functions_sql/results/global_totals.sql
create or replace function core.global_totals(
    days integer     -- only results of the last so many days; null: all
) returns table (user_id uuid, points numeric, quizzes bigint, passed bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    since timestamptz;
    listed uuid[];
    people uuid[];     -- those who finished an attempt since then; null: all
begin
    if days not between 1 and 3660 then
        perform core.fail(422, 'bad_days', 'days must be between 1 and 3660.');
    end if;
    since := now() - make_interval(days => days);
    -- Arrays, so that the planner filters attempts before it computes standings
    listed := array(
        select q.id from core.quizzes as q
        where q.visibility = 'public' and q.deleted_at is null and core.marks_told(q, null)
    );
    if since is not null then
        people := array(
            select distinct t.user_id
            from core.settled_attempts as t
            where t.state = 'finished' and not t.preview and t.finished_at >= since
        );
    end if;
    return query
    select
        s.user_id,
        round(sum(s.part) * 100, 2),
        count(*),
        count(*) filter (where s.passed)
    from core.standings as s
    inner join core.profiles as p on p.id = s.user_id and p.deleted_at is null
    where s.quiz_id = any (listed) and (people is null or s.user_id = any (people))
        and (since is null or s.finished_at >= since)
    group by s.user_id;
end;
$$;

comment on function core.global_totals is
'The total of each person over all public quizzes that tell marks. Each quiz is worth 100 points, whatever its own
points are. Deleted accounts are left out. PT422 bad_days.';

-- supabase/functions_sql/results/global_board.sql
create or replace function public.global_board(
    days integer default null     -- only results of the last so many days; null: all
) returns table (
    place bigint,
    rank bigint,
    display_name text,
    you boolean,
    points numeric,
    quizzes bigint,
    passed bigint
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        row_number() over (order by t.points desc, t.user_id desc),
        rank() over (order by t.points desc),
        p.display_name,
        t.user_id is not distinct from core.caller_id(),
        trim_scale(t.points),
        t.quizzes,
        t.passed
    from core.global_totals(days) as t
    inner join core.profiles as p on p.id = t.user_id
    order by 1;
$$;

comment on function public.global_board is
'The leaderboard of all public quizzes that tell marks, as rows to filter, order and page; global_leaderboard returns it
as a document. place numbers the rows; equal totals share a rank. PT422 bad_days.';
revoke execute on function public.global_board from public;
grant execute on function public.global_board to anon, authenticated;

-- supabase/functions_sql/results/global_leaderboard.sql
create or replace function public.global_leaderboard(
    days integer default null,        -- how many days back results count; null: all
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
begin
    return (
        with ranked as (
            select totals.*, rank() over (order by totals.points desc) as place
            from core.global_totals(days) as totals
        ),

        page as (
            select ranked.user_id
            from ranked
            where (ranked.points, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.points desc, ranked.user_id desc
            limit size + 1
        ),

        shown as (
            select
                ranked.user_id,
                ranked.points,
                page.user_id is not null as is_listed,
                jsonb_build_object(
                    'rank', ranked.place,
                    'display_name', core.person_name(ranked.user_id),
                    'you', ranked.user_id is not distinct from core.caller_id(),
                    'points', trim_scale(ranked.points),
                    'quizzes', ranked.quizzes,
                    'passed', ranked.passed
                ) as entry
            from ranked
            left join page on ranked.user_id = page.user_id
            where page.user_id is not null or ranked.user_id = core.caller_id()
        )

        select jsonb_build_object(
            'people', (select count(*) from ranked),
            'me', (select shown.entry from shown where shown.user_id = core.caller_id())
        ) || core.page(array(
            select jsonb_build_array(shown.entry, shown.points::text, shown.user_id)
            from shown
            where shown.is_listed
            order by shown.points desc, shown.user_id desc
        ), size)
    );
end;
$$;

comment on function public.global_leaderboard is
'The leaderboard of all public quizzes that tell marks, by page. Each quiz is worth 100 points, whatever its own points
are. Equal totals share a rank. Deleted accounts are left out. PT422 bad_days, bad_limit, bad_cursor.';
revoke execute on function public.global_leaderboard from public;
grant execute on function public.global_leaderboard to anon, authenticated;

-- supabase/functions_sql/results/standing_json.sql
create or replace function core.standing_json(standing core.standings) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'score', trim_scale(standing.score),
        'max_score', trim_scale(standing.max_score),
        'percent', core.percent(standing.part, case when standing.max_score > 0 then 1 end),
        'passed', standing.passed,
        'finished_at', standing.finished_at
    );
$$;

comment on function core.standing_json is
'The result of a person that counts in a quiz: {"score", "max_score", "percent", "passed", "finished_at"}. All fields
are null as long as no attempt is finished.';

-- supabase/functions_sql/results/my_result.sql
create or replace function public.my_result(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    quiz core.quizzes;
    standing core.standings;
    taken jsonb;
    used bigint;
    allowed integer;
begin
    select
        jsonb_agg(core.attempt_summary(row(t.*)::core.attempts) order by t.number),
        count(*) filter (where not t.preview)
    into taken, used
    from core.settled_attempts as t
    where t.quiz_id = my_result.quiz_id and t.user_id = person;
    if taken is null then
        perform core.fail(404, 'no_result', 'You have not taken this quiz.');
    end if;

    select * into quiz from core.quizzes as q where q.id = my_result.quiz_id;
    allowed := quiz.attempts_allowed + coalesce((core.allowance_of(quiz.id, person)).extra_attempts, 0);
    select * into standing from core.standings as s where s.quiz_id = quiz.id and s.user_id = person;
    if not core.knows_score(quiz.id) then
        standing := null;
    end if;
    return core.standing_json(standing) || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'counting_attempt', quiz.counting_attempt,
        'attempt_id', standing.attempt_id,
        'attempts_left', case when allowed is not null then greatest(0, allowed - used) end,
        'attempts', taken
    );
end;
$$;

comment on function public.my_result is
'The caller''s result in a quiz, by the attempt that counts (best, last, first or the average of all), and the caller''s
attempts. Both stay when the quiz is deleted. Scores are null where the caller may not know them. attempts_left is null
if any number of attempts is allowed. PT401 not_signed_in; PT404 no_result.';
revoke execute on function public.my_result from public, anon;
grant execute on function public.my_result to authenticated;

-- supabase/functions_sql/results/person_result.sql
create or replace function core.person_result(quiz_id uuid, person_id uuid) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    standing core.standings;
begin
    select * into standing
    from core.standings as s
    where s.quiz_id = person_result.quiz_id and s.user_id = person_result.person_id;
    return core.standing_json(standing) || jsonb_build_object(
        'user_id', person_id,
        'display_name', core.person_name(person_id),
        'attempt_id', standing.attempt_id,
        'attempts', (
            select jsonb_agg(core.attempt_summary(row(t.*)::core.attempts) order by t.number)
            from core.settled_attempts as t
            where t.quiz_id = person_result.quiz_id and t.user_id = person_result.person_id and not t.preview
        )
    );
end;
$$;

comment on function core.person_result is 'The result of one person, as the owner of the quiz sees it.';

-- supabase/functions_sql/results/question_statistics.sql
create or replace function core.question_statistics(quiz_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with firsts as (
        select distinct on (t.user_id) t.id
        from core.settled_attempts as t
        where t.quiz_id = question_statistics.quiz_id and t.state = 'finished' and not t.preview
        order by t.user_id, t.number
    ),

    presented as (
        select
            aq.question_id,
            aq.version,
            a.response,
            case when core.is_scored(v.kind) then coalesce(a.points, 0) end as mark,
            v.points as highest,
            -- not attempts.score, which is never below 0
            sum(coalesce(a.points, 0)) over (partition by aq.attempt_id) - coalesce(a.points, 0) as rest
        from firsts
        inner join core.attempt_questions as aq on aq.attempt_id = firsts.id
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
    ),

    counted as (
        select
            presented.question_id,
            presented.version,
            count(*) as asked,
            count(presented.response) as answered,
            avg(presented.mark) / nullif(max(presented.highest), 0) as facility,
            corr(presented.mark, presented.rest) as discrimination,
            array_agg(presented.response) filter (where presented.response is not null) as responses
        from presented
        group by presented.question_id, presented.version
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', q.id,
        'version', v.version,
        'current', v.version = q.version,
        'position', case when q.deleted_at is null then q.position end,
        'deleted', q.deleted_at is not null,
        'kind', v.kind,
        'prompt', v.prompt,
        'choices', v.choices,
        'asked', coalesce(counted.asked, 0),
        'answered', coalesce(counted.answered, 0),
        'facility', core.percent(counted.facility, 1),
        'discrimination', round(counted.discrimination::numeric, 3),
        'responses', core.response_counts(v.kind, v.choices, coalesce(counted.responses, '{}'), 10, null, v.display)
    ) || v.display order by q.deleted_at is not null, q.position, q.id, v.version desc), '[]')
    from core.questions as q
    inner join core.question_versions as v on v.question_id = q.id
    left join counted on counted.question_id = v.question_id and counted.version = v.version
    where q.quiz_id = question_statistics.quiz_id
        and (counted.asked is not null or (v.version = q.version and q.deleted_at is null));
$$;

comment on function core.question_statistics is
'Figures of the questions of a quiz, over each person''s first finished attempt, because later ones are practised. A row
is of one version of a question: the current one, and each earlier one that was asked, the newest first.
asked: how many of these attempts had it; answered: how many of them answered it. The mark of a question is the points
that it earned, below 0 with negative marking, and 0 without an answer. facility: the facility
index, which is the mean mark in percent of the highest. discrimination: the discrimination index, which
is the correlation of the mark with the sum of the marks of the rest of the attempt, from -1 to 1; near 0 or below, a
question does not tell strong takers from weak ones. The sums are not raised to 0, as scores are. Both are null for
unscored questions; discrimination is also null where there are too few attempts or all marks are equal. The formulas
are those of Moodle''s "Quiz statistics calculations": facility index, and discrimination index as the correlation with
the rest of the quiz.';

-- supabase/functions_sql/results/require_leaderboard_shown.sql
create or replace function core.require_leaderboard_shown(quiz core.quizzes) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if quiz.owner_id = core.caller_id() and quiz.deleted_at is null then
        return;
    end if;
    if quiz.id is null or quiz.deleted_at is not null or quiz.visibility = 'private' then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    if not core.marks_told(quiz, null) then
        perform core.fail(
            403, 'leaderboard_not_shown', 'This quiz does not show its results now.'
        );
    end if;
    if quiz.visibility = 'link' and not exists (
        select from core.standings as s where s.quiz_id = quiz.id and s.user_id = core.caller_id()
    ) then
        perform core.fail(
            403, 'leaderboard_not_shown', 'Take this quiz first. Its leaderboard is shown to those who have a result.'
        );
    end if;
end;
$$;

comment on function core.require_leaderboard_shown is
'Refuses the leaderboard of a quiz, unless the caller owns it, or its marks are told and it is public, or has a link and
the caller has a result in it. PT404 quiz_not_found; PT403 leaderboard_not_shown.';

-- supabase/functions_sql/results/quiz_board.sql
create or replace function public.quiz_board(quiz_id uuid) returns table (
    place bigint,
    rank bigint,
    display_name text,
    you boolean,
    score numeric,
    max_score numeric,
    percent numeric,
    attempts bigint
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_board.quiz_id;
    perform core.require_leaderboard_shown(quiz);
    return query
    select
        row_number() over (order by s.part desc, s.user_id desc),
        rank() over (order by s.part desc),
        coalesce(p.display_name, core.person_name(s.user_id)),
        s.user_id is not distinct from core.caller_id(),
        trim_scale(s.score),
        trim_scale(s.max_score),
        core.percent(s.part, 1),
        s.attempts
    from core.standings as s
    left join core.profiles as p on p.id = s.user_id and p.deleted_at is null
    where s.quiz_id = quiz.id
    order by 1;
end;
$$;

comment on function public.quiz_board is
'The leaderboard of a quiz as rows, to filter, order and page; quiz_leaderboard returns it as a document. place numbers
the rows; equal results share a rank. PT404 quiz_not_found; PT403 leaderboard_not_shown.';
revoke execute on function public.quiz_board from public;
grant execute on function public.quiz_board to anon, authenticated;

-- supabase/functions_sql/results/quiz_leaderboard.sql
create or replace function public.quiz_leaderboard(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_leaderboard.quiz_id;
    perform core.require_leaderboard_shown(quiz);
    return (
        with ranked as (
            select s.*, rank() over (order by s.part desc) as place
            from core.standings as s
            where s.quiz_id = quiz.id
        ),

        page as (
            select ranked.user_id
            from ranked
            where (ranked.part, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.part desc, ranked.user_id desc
            limit size + 1
        ),

        shown as (
            select
                ranked.user_id,
                ranked.part,
                page.user_id is not null as is_listed,
                jsonb_build_object(
                    'rank', ranked.place,
                    'display_name', core.person_name(ranked.user_id),
                    'you', ranked.user_id is not distinct from core.caller_id(),
                    'score', trim_scale(ranked.score),
                    'max_score', trim_scale(ranked.max_score),
                    'percent', core.percent(ranked.part, 1),
                    'attempts', ranked.attempts
                ) as entry
            from ranked
            left join page on ranked.user_id = page.user_id
            where page.user_id is not null or ranked.user_id = core.caller_id()
        )

        select jsonb_build_object(
            'quiz_id', quiz.id,
            'title', quiz.title,
            'people', (select count(*) from ranked),
            'me', (select shown.entry from shown where shown.user_id = core.caller_id())
        ) || core.page(array(
            select jsonb_build_array(shown.entry, shown.part::text, shown.user_id)
            from shown
            where shown.is_listed
            order by shown.part desc, shown.user_id desc
        ), size)
    );
end;
$$;

comment on function public.quiz_leaderboard is
'The leaderboard of a quiz, by the results that count. Equal results share a rank, and the ranks after them are skipped.
A deleted account keeps its rank, without its name. PT404 quiz_not_found; PT403 leaderboard_not_shown; PT422 bad_limit,
bad_cursor.';
revoke execute on function public.quiz_leaderboard from public;
grant execute on function public.quiz_leaderboard to anon, authenticated;

-- supabase/functions_sql/results/quiz_results.sql
create or replace function public.quiz_results(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in the names of people; null: all
    sort text default null        -- percent or name, with - before it to descend; null: -percent
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    return core.sorted_page(
        array[format(
            -- those who have not finished an attempt come last
            'select t.user_id as id, coalesce(s.part, -1) as percent, '
            'core.sort_key(core.person_name(t.user_id)) as name '
            'from (select distinct a.user_id from core.attempts as a where a.quiz_id = %1$L '
            'and not a.preview and a.deleted_at is null) as t '
            'left join core.standings as s on s.quiz_id = %1$L and s.user_id = t.user_id where %2$s',
            quiz.id, core.search_condition('core.person_name(t.user_id)', q)
        )],
        format('core.person_result(%L, r.id)', quiz.id),
        '{"percent": "numeric", "name": "text"}',
        coalesce(sort, '-percent'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.quiz_results is
'Everybody''s results in a quiz of the caller''s, with their attempts, by page, best first unless sorted otherwise, and
people without a finished attempt last. PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner; PT422
unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';
revoke execute on function public.quiz_results from public, anon;
grant execute on function public.quiz_results to authenticated;

-- supabase/functions_sql/results/quiz_statistics.sql
create or replace function public.quiz_statistics(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    attempts jsonb;
    completed numeric;
    people jsonb;
begin
    select jsonb_build_object(
        'in_progress', count(*) filter (where t.state = 'in_progress'),
        'finished', count(*) filter (where t.state = 'finished'),
        'abandoned', count(*) filter (where t.state = 'abandoned')
    ), core.percent(count(*) filter (where t.state = 'finished'), count(*) filter (where t.state <> 'in_progress'))
    into attempts, completed
    from core.settled_attempts as t
    where t.quiz_id = quiz.id and not t.preview;

    select jsonb_build_object(
        'people', count(*),
        'average_percent', core.percent(avg(s.part), 1),
        'median_percent', core.percent(percentile_cont(0.5) within group (order by s.part)::numeric, 1),
        'lowest_percent', core.percent(min(s.part), 1),
        'highest_percent', core.percent(max(s.part), 1),
        'passed', count(*) filter (where s.passed),
        'pass_percent', core.percent(count(*) filter (where s.passed), count(s.passed))
    ) into people
    from core.standings as s
    where s.quiz_id = quiz.id;

    return people || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'attempts', attempts,
        'completed_percent', completed,
        'questions', core.question_statistics(quiz.id)
    );
end;
$$;

comment on function public.quiz_statistics is
'Figures of a quiz of the caller''s over the results that count, how many percent of the attempts that have ended were
handed in, and figures of its questions over first attempts
(core.question_statistics). PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner.';
revoke execute on function public.quiz_statistics from public, anon;
grant execute on function public.quiz_statistics to authenticated;

-- supabase/functions_sql/results/streaks.sql
create or replace function core.streaks(
    days date[],    -- on which an attempt was finished, in any order, with or without repeats
    today date
) returns jsonb
language sql immutable parallel safe
return (
    with placed as (
        select done.day, done.day - row_number() over (order by done.day)::integer as run
        from (select distinct unnest(days)) as done (day)
    ),

    runs as (
        select count(*) as length, max(placed.day) as last_day from placed group by placed.run
    )

    select jsonb_build_object(
        'current', coalesce(max(runs.length) filter (where runs.last_day >= today - 1), 0),
        'longest', coalesce(max(runs.length), 0)
    )
    from runs
);

comment on function core.streaks is $$
The current and the longest number of days in a row. The current one ends when a whole day is missed.
> select core.streaks('{2026-11-01,2026-11-02,2026-11-03,2026-11-07,2026-11-08}', '2026-11-09')
{"current": 2, "longest": 3}
> select core.streaks('{2026-11-01,2026-11-02}', '2026-11-09')
{"current": 0, "longest": 2}
$$;

-- supabase/functions_sql/results/subject_results.sql
create or replace function core.subject_results(person_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'subject', by_subject.subject,
        'questions', by_subject.questions,
        'percent', core.percent(by_subject.part, 1)
    ) order by by_subject.part desc, by_subject.questions desc, by_subject.subject), '[]')
    from (
        select v.subject, count(*) as questions, avg(greatest(0, coalesce(a.fraction, 0))) as part
        from core.settled_attempts as t
        inner join core.quizzes as q on q.id = t.quiz_id
        inner join core.attempt_questions as aq on aq.attempt_id = t.id
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
        where t.user_id = person_id and t.state = 'finished' and not t.preview
            and core.is_scored(v.kind) and v.subject is not null
            -- a subject with one question would show whether the response was right
            and core.marks_shown(q, subject_results.person_id)
        group by v.subject
    ) as by_subject;
$$;

comment on function core.subject_results is
'The mean mark of a person in each subject, best first, over the attempts whose marks this person may see.';

-- supabase/functions_sql/results/user_stats.sql
create or replace function public.user_stats(time_zone text default 'UTC') returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    zone text := core.known_time_zone(time_zone);
    today date := (now() at time zone zone)::date;
    done jsonb;
    standing jsonb;
    subjects jsonb;
begin
    select jsonb_build_object(
        'attempts', jsonb_build_object(
            'in_progress', count(*) filter (where t.state = 'in_progress'),
            'finished', count(*) filter (where t.state = 'finished'),
            'abandoned', count(*) filter (where t.state = 'abandoned')
        ),
        'last_finished_at', max(t.finished_at) filter (where t.state = 'finished'),
        'streak_days', core.streaks(
            coalesce(
                array_agg((t.finished_at at time zone zone)::date) filter (where t.state = 'finished'),
                '{}'
            ),
            today
        )
    ) into done
    from core.settled_attempts as t
    where t.user_id = person and not t.preview;

    select jsonb_build_object(
        'quizzes', count(*),
        'passed', count(*) filter (where s.passed),
        'average_percent', core.percent(avg(s.part), 1),
        'best_percent', core.percent(max(s.part), 1)
    ) into standing
    from core.standings as s
    where s.user_id = person and core.knows_score(s.quiz_id);

    subjects := core.subject_results(person);
    return done || standing || jsonb_build_object('best_subject', subjects -> 0 -> 'subject', 'subjects', subjects);
end;
$$;

comment on function public.user_stats is
'The caller''s numbers of attempts, averages over the results that count, streak of days with a finished attempt (in
this time zone), and mean marks by subject. PT401 not_signed_in; PT422 unknown_time_zone.';
revoke execute on function public.user_stats from public, anon;
grant execute on function public.user_stats to authenticated;

-- supabase/functions_sql/rooms/lifecycle/room_of.sql
create or replace function core.room_of(room_code text) returns core.rooms
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.*
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code));
$$;

comment on function core.room_of is 'The room of this code, however it is written; null if there is none.';

-- supabase/functions_sql/rooms/players/require_not_kicked.sql
create or replace function core.require_not_kicked(player core.players) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if player.kicked_at is not null then
        perform core.fail(403, 'kicked', 'The host has removed you from this room.');
    end if;
end;
$$;

comment on function core.require_not_kicked is
'Refuses a player who was kicked. PT403 kicked.';

-- supabase/functions_sql/rooms/players/player_by_token.sql
create or replace function core.player_by_token(room core.rooms, resume text) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    select p.* into player
    from core.players as p
    where p.room_id = room.id and p.resume_hash = sha256(convert_to(coalesce(resume, ''), 'UTF8'));
    if found then
        perform core.require_not_kicked(player);
        perform core.count_call('writes', player.id::text);
    end if;
    return player;
end;
$$;

comment on function core.player_by_token is
'The player of a room with this resume token; null if there is none, for core.refuse_resume. Whoever has the token is
counted by themselves, so 500 phones behind one address have 500 times the calls. PT403 kicked,
PT429 too_many_requests.';

-- supabase/functions_sql/rooms/players/refuse_room_code.sql
create or replace function core.refuse_room_code() returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select core.refuse_guess(404, 'room_not_found', 'There is no room with this code.');
$$;

comment on function core.refuse_room_code is 'Refuses a room code that no room has. PT404 room_not_found.';

-- supabase/functions_sql/rooms/players/refuse_resume.sql
create or replace function core.refuse_resume(room core.rooms) returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select case
        when room.id is null then core.refuse_room_code()
        else core.refuse_guess(
            403, 'unknown_resume', 'This resume token does not belong to this room. Join with a nickname instead.'
        )
    end;
$$;

comment on function core.refuse_resume is
'Refuses a resume token that no player of the room has; room is null if the room code was wrong. PT404 room_not_found,
PT403 unknown_resume.';

-- supabase/functions_sql/rooms/intake/safe_jsonb.sql
create or replace function core.safe_jsonb(written text) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return written::jsonb;
exception
    when data_exception or program_limit_exceeded then   -- not JSON, a NUL, half a surrogate pair, or too large
        return null;
end;
$$;

comment on function core.safe_jsonb is $$
A text as JSON; null if it is not JSON, or JSON that Postgres can't store.
> select core.safe_jsonb('["a"]'), core.safe_jsonb('["a"'), core.safe_jsonb('"\u0000"')
["a"] | null | null
$$;

-- supabase/functions_sql/rooms/intake/read_responses.sql
create or replace function core.read_responses(responses text[]) returns jsonb[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_bytes bigint := core.setting('quiz.max_response_bytes');
begin
    return array(
        select case when octet_length(given.response) <= most_bytes then given.response::jsonb end
        from unnest(responses) with ordinality as given (response, place)
        order by given.place
    );
exception
    when data_exception or program_limit_exceeded then   -- one of them is not JSON: read each by itself
        return array(
            select case when octet_length(given.response) <= most_bytes then core.safe_jsonb(given.response) end
            from unnest(responses) with ordinality as given (response, place)
            order by given.place
        );
end;
$$;

comment on function core.read_responses is
'Responses as JSON, in the order given. null for each response that is too long or is not JSON.';

-- supabase/functions_sql/rooms/intake/read_confidence.sql
create or replace function core.read_confidence(word text) returns core.confidence
language sql stable parallel safe
return case when word in ('low', 'high') then word::core.confidence end;

comment on function core.read_confidence is $$
How sure a player is, as they sent it. Null for any other word: an answer counts without it.
> select core.read_confidence('high'), core.read_confidence('very')
high | null
$$;

-- supabase/functions_sql/rooms/players/own_player.sql
create or replace function core.own_player(player_id uuid) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    -- lock the room before the player's row, as public.kick_player does; from here on the room does not change
    perform pg_advisory_xact_lock_shared(core.room_lock_key(p.room_id))
    from core.players as p
    where p.id = own_player.player_id;
    select p.* into player
    from core.players as p
    where p.id = own_player.player_id
    for no key update;
    perform core.require_not_kicked(player);
    return player;
end;
$$;

comment on function core.own_player is
'The row of a player of an assigned game, locked. The room does not change until the transaction ends
(core.stop_intake). PT403 kicked.';

-- supabase/functions_sql/rooms/intake/rejection_sentence.sql
create or replace function core.rejection_sentence(code text) returns text
language sql immutable parallel safe
return case code
    when 'already_answered' then 'You have answered this question already; the first answer counts.'
    when 'invalid_response' then 'The response does not fit the question.'
    when 'not_in_room' then 'You are not a player of this room.'
    when 'not_open' then 'This question is not open.'
    when 'too_late' then 'The time for this question was over when the answer arrived.'
end;

comment on function core.rejection_sentence is $$
Why an answer does not count, for the player. Null for any other outcome of an answer.
> select core.rejection_sentence('not_open'), core.rejection_sentence('accepted')
This question is not open. | null
$$;

revoke execute on function core.rejection_sentence from public;
grant execute on function core.rejection_sentence to authenticator;

-- supabase/functions_sql/rooms/intake/rejection.sql
create or replace function core.rejection(
    question integer,
    code text,
    sentence text default null   -- null: that of the code
) returns jsonb
language sql immutable parallel safe
return jsonb_build_array(jsonb_build_object(
    'type', 'answer.rejected', 'question', question, 'code', code,
    'message', coalesce(sentence, core.rejection_sentence(code))
));

comment on function core.rejection is $$
What a player receives for an answer that does not count: a list with one message.
> select core.rejection(3, 'not_open')
[{"code": "not_open", "type": "answer.rejected", "message": "This question is not open.", "question": 3}]
$$;

-- supabase/functions_sql/rooms/assigned/tells_marks.sql
create or replace function core.tells_marks(room core.rooms) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select room.mode = 'live' or room.state = 'ended' or (
        select core.marks_told(q, null) from core.quizzes as q where q.id = room.quiz_id
    );
$$;

comment on function core.tells_marks is
'Whether a room tells its players how they do. While an assigned game is open, only where the quiz tells marks: players
can come as many times as they like, under other nicknames, and would find the key.';

-- supabase/functions_sql/rooms/scoring/result_message.sql
create or replace function core.result_message(
    question integer,
    correct boolean,       -- null: nothing to mark
    points integer,
    total bigint,
    rank bigint,
    streak integer
) returns json
language sql stable parallel safe
return json_build_object(
    'type', 'result', 'question', question, 'correct', correct, 'points', points,
    'total', total, 'rank', rank, 'streak', streak
);

comment on function core.result_message is $$
The message that a player receives about a question that has been marked.
> select core.result_message(1, true, 900, 1900, 2, 3)
{"type" : "result", "question" : 1, "correct" : true, "points" : 900, "total" : 1900, "rank" : 2, "streak" : 3}
$$;

-- supabase/functions_sql/rooms/scoring/rank_of.sql
create or replace function core.rank_of(player core.players) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*) + 1
    from core.players as p
    where p.room_id = player.room_id and p.kicked_at is null and p.score > player.score;
$$;

comment on function core.rank_of is 'A player''s rank in their room; equal scores share one.';

-- supabase/functions_sql/rooms/assigned/take_turn_answer.sql
create or replace function core.take_turn_answer(
    player_id uuid,
    number integer,
    response text,           -- JSON
    confidence text,
    age_ms integer default 0 -- how long it waited in the relay
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    received_at timestamptz := clock_timestamp()
        - least(greatest(coalesce(age_ms, 0), 0), core.setting('live.max_answer_age_ms')) * interval '1 ms';
    given jsonb := (core.read_responses(array[response]))[1];
    sure core.confidence := core.read_confidence(confidence);
    player core.players;
    room core.rooms;
    question record;
    kept core.live_answers;
    earned integer;
    part numeric;
begin
    player := core.own_player(take_turn_answer.player_id);
    select r.* into room
    from core.rooms as r
    where r.id = player.room_id;
    if room.mode <> 'assigned' then
        perform core.fail(409, 'not_assigned', 'In this room the host opens the questions.');
    end if;

    select v.kind, v.choices, v.display, v.key, q.points, q.limit_ms, t.opened_at, t.due_at into question
    from core.turns as t
    inner join core.room_questions as q on q.room_id = t.room_id and q.number = t.number
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where t.player_id = player.id and t.number = take_turn_answer.number
        and not exists (
            select from core.turns as later where later.player_id = player.id and later.number > t.number
        );
    select a.* into kept
    from core.live_answers as a
    where a.room_id = room.id and a.number = take_turn_answer.number and a.player_id = player.id;

    if kept.player_id is not null and kept.response is distinct from given then
        return core.rejection(number, 'already_answered');
    elsif kept.player_id is null then
        if question.opened_at is null or room.state = 'ended' then
            return core.rejection(number, 'not_open');
        elsif received_at > question.due_at + core.setting('live.grace_ms') * interval '1 ms' then
            return core.rejection(number, 'too_late');
        elsif core.check_response(question.kind, question.choices, given, question.display) is not null then
            return core.rejection(number, 'invalid_response', core.check_response(
                question.kind, question.choices, given, question.display
            ));
        end if;
        part := core.mark(question.kind, question.key, given);
        earned := coalesce(core.answer_points(
            part, round(1000 * extract(epoch from received_at - question.opened_at) / player.time_factor)::integer,
            question.limit_ms, question.points, room.formula, room.negative_points,
            case when room.confidence then sure end
        ), 0);
        if core.is_scored(question.kind) then
            player.streak := case when part >= 1 then player.streak + 1 else 0 end;
            earned := earned + case when room.streak_bonus then core.streak_bonus(
                player.streak,
                core.setting('live.streak_bonus')::integer,
                core.setting('live.max_streak_bonus')::integer
            ) else 0 end;
        end if;
        insert into core.live_answers (
            room_id, number, player_id, response, elapsed_ms, received_at, fraction, points, confidence
        )
        values (
            room.id, take_turn_answer.number, player.id, given,
            greatest(0, floor(1000 * extract(epoch from received_at - question.opened_at))),
            received_at, part, earned, sure
        )
        returning * into kept;
        update core.players as p
        set score = p.score + earned, streak = player.streak
        where p.id = player.id
        returning p.* into player;
    end if;
    return jsonb_build_array(jsonb_build_object('type', 'answer.accepted', 'question', number), case
        when core.tells_marks(room) then
            core.result_message(
                number, kept.fraction >= 1, kept.points, player.score, core.rank_of(player), player.streak
            )
        else core.result_message(number, null, null, null, null, null)
    end);
end;
$$;

comment on function core.take_turn_answer is
'Stores a player''s answer in an assigned game and marks it at once. Returns the messages for the player as a list. The
result says whether the answer was right, where core.tells_marks, but does not contain the key, because others may still
be playing. Repeating a call changes nothing. PT403 kicked, PT409 not_assigned.';

revoke execute on function core.take_turn_answer from public;
grant execute on function core.take_turn_answer to authenticator;

-- supabase/functions_sql/rooms/assigned/answer_turn.sql
create or replace function public.answer_turn(
    room_code text,
    resume text,
    question integer,
    response jsonb,
    confidence text default null   -- low or high
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    return jsonb_build_object('messages', core.take_turn_answer(player.id, question, response::text, confidence));
end;
$$;

comment on function public.answer_turn is
'Answers the question that a player of an assigned game is at. Returns {"messages": [...]}: answer.accepted and result,
or answer.rejected with its code. Sending the same answer again changes nothing. PT404 room_not_found, PT403
unknown_resume, kicked, PT409 not_assigned.';

revoke execute on function public.answer_turn from public;
grant execute on function public.answer_turn to anon, authenticated;

-- supabase/functions_sql/rooms/assigned/knows_game_score.sql
create or replace function core.knows_game_score(room_id uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.jwt() ->> 'role' = 'service_role' or exists (
        select from core.rooms as r
        where r.id = knows_game_score.room_id and (
            core.tells_marks(r)
            or r.host_id = core.caller_id()
            or exists (select from core.room_hosts as h where h.room_id = r.id and h.user_id = core.caller_id())
        )
    );
$$;

comment on function core.knows_game_score is
'Whether the caller may know the scores of a room: its hosts always, its players where core.tells_marks.';

grant execute on function core.knows_game_score to authenticated, service_role;

-- supabase/functions_sql/rooms/lifecycle/require_not_ended.sql
create or replace function core.require_not_ended(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if room.state = 'ended' then
        perform core.fail(409, 'room_ended', 'This game has ended.');
    end if;
end;
$$;

comment on function core.require_not_ended is 'Refuses a room that has ended. PT409 room_ended.';

-- supabase/functions_sql/rooms/views/phone_view.sql
create or replace function core.phone_view(message jsonb) returns jsonb
language sql immutable parallel safe
return message || '{"hidden": true}' || case
    when message ? 'prompt' then jsonb_build_object('prompt', '', 'media', null) || (
        select jsonb_object_agg(list.name, (
            select coalesce(
                jsonb_agg(jsonb_build_object('id', choice.value -> 'id', 'text', '') order by choice.place), '[]'
            )
            from jsonb_array_elements(message -> list.name) with ordinality as choice (value, place)
        ))
        from unnest(array['choices', 'items']) as list (name)
        where message ? list.name
    )
    else '{"media": []}'
end;

comment on function core.phone_view is $$
A message about an opened or announced question, without its words and pictures, which only the projector shows.
> select core.phone_view('{"number": 1, "prompt": "Who?", "media": null, "choices": [{"id": "a", "text": "I"}]}')
{"media": null, "hidden": true, "number": 1, "prompt": "", "choices": [{"id": "a", "text": ""}]}
$$;

-- supabase/functions_sql/rooms/views/question_view.sql
create or replace function core.question_view(
    room_id uuid,
    number integer,
    on_phone boolean default false   -- true: without its words, unless the room shows them on phones
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when on_phone and not shown.question_on_phones then core.phone_view(shown.view) else shown.view end
    from (
        select r.question_on_phones, jsonb_build_object(
            'number', q.number,
            'total', r.question_total,
            'kind', v.kind,
            'prompt', v.prompt,
            'choices', (
                select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                    'id', choice.value -> 'id', 'text', choice.value -> 'text', 'media_url', choice.value -> 'media_url'
                )) order by drawn.place), '[]')
                from unnest(q.choice_order) with ordinality as drawn (id, place)
                inner join jsonb_array_elements(v.choices) as choice (value) on choice.value ->> 'id' = drawn.id
            ),
            'media', v.media_url,
            'points', q.points,
            'limit_ms', q.limit_ms
        ) || v.display || case
            when q.multiplier = 1 then '{}'
            else jsonb_build_object('multiplier', trim_scale(q.multiplier))
        end as view
        from core.room_questions as q
        inner join core.rooms as r on r.id = q.room_id
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = question_view.room_id and q.number = question_view.number
    ) as shown;
$$;

comment on function core.question_view is
'A question as everybody in the room may see it while it is open: without key and explanation, with its choices in the
order drawn.';

-- supabase/functions_sql/rooms/assigned/turn_view.sql
create or replace function core.turn_view(player core.players) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.question_view(t.room_id, t.number, true) || jsonb_build_object(
        'limit_ms', round(q.limit_ms * player.time_factor),
        'remaining_ms', greatest(0, floor(1000 * extract(epoch from t.due_at - clock_timestamp()))),
        'answered', a.player_id is not null
    )
    from core.turns as t
    inner join core.room_questions as q on q.room_id = t.room_id and q.number = t.number
    left join core.live_answers as a
        on a.room_id = t.room_id and a.number = t.number and a.player_id = t.player_id
    where t.player_id = player.id
    order by t.number desc
    limit 1;
$$;

comment on function core.turn_view is
'The newest turn of a player in an assigned game: its question with the player''s own limit_ms and remaining_ms, and
whether it is answered. null before the first turn.';

-- supabase/functions_sql/rooms/players/player_count.sql
create or replace function core.player_count(room_id uuid) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*)
    from core.players as p
    where p.room_id = player_count.room_id and p.kicked_at is null;
$$;

comment on function core.player_count is
'The number of players of a room, present or away, without those who were kicked.';

-- supabase/functions_sql/rooms/assigned/open_turn.sql
create or replace function core.open_turn(player_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
    room core.rooms;
    last_turn core.turns;
    kind core.question_kind;
    starts_at timestamptz;
begin
    player := core.own_player(open_turn.player_id);
    select r.* into room
    from core.rooms as r
    where r.id = player.room_id;
    perform core.require_not_ended(room);
    if room.mode <> 'assigned' then
        perform core.fail(409, 'not_assigned', 'In this room the host opens the questions.');
    end if;

    starts_at := clock_timestamp();
    if room.expires_at <= starts_at then
        perform core.fail(409, 'room_ended', 'This game has ended.');
    end if;
    select t.* into last_turn
    from core.turns as t
    where t.player_id = player.id
    order by t.number desc
    limit 1;
    if last_turn.number is not null then
        select v.kind into kind
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = room.id and q.number = last_turn.number;
        if not exists (
            select from core.live_answers as a
            where a.room_id = room.id and a.number = last_turn.number and a.player_id = player.id
        ) then
            if last_turn.due_at > starts_at and kind <> 'slide' then
                return jsonb_build_object('type', 'turn.opened') || core.turn_view(player);
            end if;
            if core.is_scored(kind) then
                update core.players as p
                set streak = 0
                where p.id = player.id
                returning p.* into player;
            end if;
        end if;
    end if;

    if coalesce(last_turn.number, 0) >= room.question_total then
        update core.players as p
        set finished_at = coalesce(p.finished_at, starts_at)
        where p.id = player.id;
        return jsonb_build_object(
            'type', 'turn.finished',
            'score', case when core.tells_marks(room) then player.score end,
            'rank', case when core.tells_marks(room) then core.rank_of(player) end,
            'players', core.player_count(room.id),
            'closes_at', room.expires_at
        ) || core.boards(room.id, room.leaderboard_shown and core.tells_marks(room));
    end if;
    insert into core.turns (room_id, player_id, number, opened_at, due_at)
    select
        q.room_id, player.id, q.number, starts_at,
        least(room.expires_at, starts_at + q.limit_ms * player.time_factor * interval '1 ms')
    from core.room_questions as q
    where q.room_id = room.id and q.number = coalesce(last_turn.number, 0) + 1;
    return jsonb_build_object('type', 'turn.opened') || core.turn_view(player);
end;
$$;

comment on function core.open_turn is
'Opens the next turn of a player and returns its message, as public.next_turn describes. A player has one open question
at a time. A question whose time has run out counts as not answered. PT403 kicked, PT409 not_assigned, room_ended.';

revoke execute on function core.open_turn from public;
grant execute on function core.open_turn to authenticator;

-- supabase/functions_sql/rooms/assigned/next_turn.sql
create or replace function public.next_turn(room_code text, resume text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    return core.open_turn(player.id);
end;
$$;

comment on function public.next_turn is
'Opens the next question of a player in an assigned game and starts its clock. While that clock runs, returns the same
question again. Returns one message: turn.opened, or turn.finished after the last question. PT404 room_not_found, PT403
unknown_resume, kicked, PT409 not_assigned, room_ended.';

revoke execute on function public.next_turn from public;
grant execute on function public.next_turn to anon, authenticated;

-- supabase/functions_sql/rooms/clock/advance_in_ms.sql
create or replace function core.advance_in_ms(room_id uuid, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when r.question_number > number then 0
        when r.advance_at is not null then
            greatest(0, ceil(1000 * extract(epoch from r.advance_at - clock_timestamp())))::integer
    end
    from core.rooms as r
    where r.id = advance_in_ms.room_id;
$$;

comment on function core.advance_in_ms is
'The time in ms until a room goes on by itself from the question of this number; number 0 is the lobby. Returns 0 if the
room has gone on already or is due to, and null if it waits for its host.';

-- supabase/functions_sql/rooms/clock/awaited_until.sql
create or replace function core.awaited_until(player core.players, silence interval) returns timestamptz
language sql stable parallel safe
return case
    when player.left_at is not null then coalesce(player.awaited_until, '-infinity')
    when player.heard_at is not null then player.heard_at + silence
end;

comment on function core.awaited_until is $$
Until when an open question waits for a player. Null: as long as the player may answer. Players without a connection
must send heartbeats: it waits for them until they have been silent for this long.
> select core.awaited_until(jsonb_populate_record(null::core.players, '{"left_at": "2026-01-01 10:00Z"}'), '12 s')
-infinity
$$;

-- supabase/functions_sql/rooms/clock/clock_pauses.sql
create or replace function core.clock_pauses(
    pauses tstzmultirange,
    silences tstzmultirange,    -- the part of pauses in which no relay was there
    realtime_during tstzrange   -- when the player was on Realtime; null: never
) returns tstzmultirange
language sql immutable parallel safe
return case
    when realtime_during is null then pauses
    else pauses - silences * tstzmultirange(realtime_during)
end;

comment on function core.clock_pauses is $$
When the clock of a question stood still for one player. The time in which no relay was there is given back to those
whom it cut off (core.forgive_silence). While players were on Realtime, they saw the question and could answer it, so
their clock went on: they get no more time and no more points for speed than without the failure.
> select upper(core.clock_pauses('{[2026-01-01,2026-01-03)}', '{[2026-01-01,2026-01-03)}', '[2026-01-02,)'))::date
2026-01-02
$$;

-- supabase/functions_sql/rooms/clock/running_ms.sql
create or replace function core.running_ms(
    opened_at timestamptz,
    pauses tstzmultirange,
    moment timestamptz
) returns integer
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    running interval := moment - opened_at;
begin
    if not isempty(pauses) then   -- no query without pauses: this runs for every answer
        running := running - (
            select coalesce(sum(upper(pause) - lower(pause)), interval '0')
            from unnest(pauses * tstzmultirange(tstzrange(null, moment))) as pause
        );
    end if;
    return least(floor(1000 * extract(epoch from running)), 2147483647);
end;
$$;

comment on function core.running_ms is $$
How long a question's clock has run at a given moment, in ms: the time since it opened, without the pauses before that
moment. The result stops growing at the largest integer, after 24 days.
> select core.running_ms('2026-01-01 10:00:00+00', '{}', '2026-01-01 10:00:12.5+00')
12500
> select core.running_ms('2026-01-01 10:00Z', '{[2026-01-01 10:00:05Z, 2026-01-01 10:00:08Z)}', '2026-01-01 10:00:12Z')
9000
$$;

-- supabase/functions_sql/rooms/clock/waits_ms.sql
create or replace function core.waits_ms(question core.room_questions) returns numeric
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
declare
    moment timestamptz := clock_timestamp();
    left_ms numeric := 1000 * extract(epoch from question.due_at - moment) + core.setting('live.grace_ms');
    silence interval := core.setting('live.silence_ms') * interval '1 ms';
    longest_ms numeric;
begin
    select max(least(
        left_ms + question.limit_ms * (p.time_factor - 1) - case
            when isempty(question.silences) or p.realtime_during is null then 0
            else core.running_ms(
                question.opened_at,
                core.clock_pauses(question.pauses, question.silences, p.realtime_during),
                moment
            ) - core.running_ms(question.opened_at, question.pauses, moment)
        end,
        1000 * extract(epoch from core.awaited_until(p, silence) - moment)
    )) into longest_ms
    from core.players as p
    where p.room_id = question.room_id and p.kicked_at is null
        and coalesce(core.awaited_until(p, silence) > moment, true)
        and not exists (
            select from core.live_answers as a
            where a.room_id = p.room_id and a.number = question.number and a.player_id = p.id
        );
    if longest_ms is null and not exists (
        select from core.players as p
        where p.room_id = question.room_id and p.kicked_at is null
            and coalesce(core.awaited_until(p, silence) > moment, true)
    ) then
        return left_ms;
    end if;
    return longest_ms;
end;
$$;

comment on function core.waits_ms is
'How long an open question still waits for players who have not answered, in ms: below 0 if that time is over, null if
everybody has answered. It waits for players who are present until their time and the grace are over, for players whose
connection broke until awaited_until, and for players without a connection as long as they send heartbeats. In a room
without players it waits until its own time is over.';

-- supabase/functions_sql/rooms/clock/timeline.sql
create or replace function core.timeline() returns text
language sql volatile
return case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end;

comment on function core.timeline is
'The timeline of this Postgres, in eight hexadecimal digits: each promotion of a standby begins a new one. Null on a
standby.';

revoke execute on function core.timeline from public;

-- supabase/functions_sql/rooms/clock/postgres_back_at.sql
create or replace function core.postgres_back_at() returns timestamptz
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select greatest(
        pg_postmaster_start_time(),
        case when w.timeline <> core.timeline() then clock_timestamp() else w.promoted_at end
    )
    from core.relay_watch as w;
$$;

comment on function core.postgres_back_at is
'When Postgres was last away: when it started, or when its standby was promoted in its place, which may have been
running for long. Before a promotion has been noted (core.note_promotion), that is now.';

revoke execute on function core.postgres_back_at from public;

-- supabase/functions_sql/rooms/clock/due_in_ms.sql
create or replace function core.due_in_ms(room_id uuid) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when r.state = 'open' and waiting.ms is null then 0
        when r.state = 'open' then ceil(greatest(
            0,
            waiting.ms,
            case when back.at > q.opened_at then
                1000 * extract(epoch from back.at - clock_timestamp()) + core.setting('live.restart_grace_ms')
            end
        ))::integer
        when r.state <> 'paused' then core.advance_in_ms(r.id, r.question_number)
    end
    from core.rooms as r
    left join core.room_questions as q on q.room_id = r.id and q.number = r.question_number
    cross join lateral (
        select case when r.state = 'open' then core.waits_ms(q) end as ms   -- costly, so only if it is needed
    ) as waiting
    cross join core.postgres_back_at() as back (at)
    where r.id = due_in_ms.room_id and r.state <> 'ended' and r.mode = 'live';
$$;

comment on function core.due_in_ms is
'The time in ms until a room goes on by itself. 0: it is due now. null: no clock runs. An open question closes once it
no longer waits for anybody (core.waits_ms). After Postgres has started, or a standby was promoted in its place, it
stays open for live.restart_grace_ms unless all have answered, because every relay may hold answers that were received
in time. A closed question is followed by the next one, and an announced question opens.';

-- supabase/functions_sql/rooms/clock/note_promotion.sql
create or replace function core.note_promotion() returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    update core.relay_watch as w
    set timeline = core.timeline(),
        promoted_at = case when w.timeline is null then w.promoted_at else clock_timestamp() end
    where w.timeline is distinct from core.timeline();
$$;

comment on function core.note_promotion is
'Notes the time if a standby has been promoted since the last call. Every relay calls it each second with
core.relay_heard, and every clock with core.close_if_due.';

revoke execute on function core.note_promotion from public;

-- supabase/functions_sql/rooms/lifecycle/locked_room.sql
create or replace function core.locked_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code))
    for update;
    return core.room_of(room_code);
end;
$$;

comment on function core.locked_room is
'The room of this code, locked: only one transaction at a time changes a room, and its events commit in order. Null if
there is none.';

-- supabase/functions_sql/rooms/views/question_pictures.sql
create or replace function core.question_pictures(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(pictured.url order by pictured.url), '[]')
    from (
        select v.media_url as url
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = question_pictures.room_id and q.number = question_pictures.number
        union
        select choice.value ->> 'media_url'
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        cross join jsonb_array_elements(v.choices || coalesce(v.display -> 'items', '[]')) as choice (value)
        where q.room_id = question_pictures.room_id and q.number = question_pictures.number
    ) as pictured
    where pictured.url is not null;
$$;

comment on function core.question_pictures is
'The addresses of a question''s pictures, sorted, so that their order gives nothing away; an empty list if it has
none.';

-- supabase/functions_sql/rooms/lifecycle/open_question.sql
create or replace function core.open_question(room core.rooms, number integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    starts_at timestamptz := clock_timestamp();   -- not now(): the transaction may have waited for a lock
    view jsonb := core.question_view(room.id, number);
begin
    update core.room_questions as q
    set opened_at = starts_at, due_at = starts_at + q.limit_ms * interval '1 ms'
    where q.room_id = room.id and q.number = open_question.number;

    update core.rooms as r
    set state = 'open',
        question_number = open_question.number,
        announced = open_question.number,
        advance_at = null
    where r.id = room.id;

    perform core.append_event(
        room.id, 'question.opened', view || jsonb_build_object('remaining_ms', view -> 'limit_ms')
    );
end;
$$;

comment on function core.open_question is
'Opens a question of a locked room, starts its clock and appends question.opened.';

-- supabase/functions_sql/rooms/clock/go_on.sql
create or replace function core.go_on(room core.rooms, at_once boolean) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    next integer := room.question_number + 1;
    pictures jsonb;
begin
    if next > room.question_total then
        perform core.finish_room(room);
        return;
    end if;
    perform core.close_open_question(room);
    pictures := core.question_pictures(room.id, next);
    if at_once or room.preload_ms = 0 or room.announced >= next or pictures = '[]' then
        perform core.open_question(room, next);
        return;
    end if;

    update core.rooms as r
    set announced = next, advance_at = clock_timestamp() + room.preload_ms * interval '1 ms'
    where r.id = room.id;
    perform core.append_event(room.id, 'question.announced', jsonb_build_object(
        'number', next, 'total', room.question_total, 'media', pictures, 'opens_in_ms', room.preload_ms
    ));
end;
$$;

comment on function core.go_on is
'Moves a locked room to its next question, or ends it after the last. An open question is closed and scored first. A
question with pictures is announced before it opens, so that clients can load them, unless at_once is true.';

-- supabase/functions_sql/rooms/clock/close_if_due.sql
create or replace function core.close_if_due(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    due_in_ms integer := (
        select core.due_in_ms(r.id) from core.rooms as r where r.code = (select core.canonical_code(room_code))
    );
begin
    perform core.note_promotion();
    if due_in_ms = 0 then   -- it was computed without the lock; recompute it under the lock
        room := core.locked_room(room_code);
        perform core.stop_intake(room);
        due_in_ms := core.due_in_ms(room.id);
    end if;
    if due_in_ms is distinct from 0 then
        return jsonb_build_object('closed', false, 'due_in_ms', due_in_ms);
    end if;
    if room.state = 'open' then
        perform core.close_open_question(room);
    else
        perform core.go_on(room, room.announced > room.question_number);
    end if;
    return jsonb_build_object('closed', room.state = 'open', 'due_in_ms', core.due_in_ms(room.id));
end;
$$;

comment on function core.close_if_due is
'Takes the next step of a room''s clock if it is due. Closes and scores the open question if it no longer waits for
anybody (core.waits_ms), or opens the next one in a room that goes on by itself. Returns {"closed", "due_in_ms"}:
whether this call closed a question, and when the next step may be due. Any relay may call it at any time: the first
call does the work, and later calls find nothing due.';

revoke execute on function core.close_if_due from public;
grant execute on function core.close_if_due to authenticator;

-- supabase/functions_sql/rooms/clock/remaining_ms.sql
create or replace function core.remaining_ms(room_id uuid, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when q.closed_at is not null then 0
        else greatest(0, q.limit_ms - core.running_ms(q.opened_at, q.pauses, clock_timestamp()))
    end
    from core.room_questions as q
    where q.room_id = remaining_ms.room_id and q.number = remaining_ms.number;
$$;

comment on function core.remaining_ms is
'How long a question may still be answered, in ms at the time of the call. The clock stands still in pauses. 0 if the
question is closed.';

-- supabase/functions_sql/rooms/clock/forgive_silence.sql
create or replace function core.forgive_silence(
    room core.rooms,   -- locked and open, its intake stopped
    silent_since timestamptz,
    until timestamptz
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.room_questions as q
    set pauses = q.pauses + away.silence,
        silences = q.silences + (away.silence - q.pauses),
        due_at = until
            + (q.limit_ms - core.running_ms(q.opened_at, q.pauses + away.silence, until)) * interval '1 ms'
    from (
        select tstzmultirange(tstzrange(
            least(until, greatest(
                asked.opened_at, silent_since - core.setting('live.relay_grace_ms') * interval '1 ms'
            )),
            until
        )) as silence
        from core.room_questions as asked
        where asked.room_id = room.id and asked.number = room.question_number
    ) as away
    where q.room_id = room.id and q.number = room.question_number;

    perform core.append_event(room.id, 'room.resumed', jsonb_build_object(
        'number', room.question_number,
        'remaining_ms', core.remaining_ms(room.id, room.question_number),
        'for_relays', true
    ));
end;
$$;

comment on function core.forgive_silence is
'Lets the clock of an open question stand still for the time in which no relay was there, and for live.relay_grace_ms
before it, in which players come back and send again what was not acknowledged. An answer received meanwhile counts: a
relay may hold it that could not reach the database. For players on Realtime, whom nothing has cut off, the clock has
gone on (core.clock_pauses), so they do not receive the event room.resumed, whose payload has for_relays.';

-- supabase/functions_sql/rooms/clock/needs_relay.sql
create or replace function core.needs_relay(room core.rooms) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select not exists (
        select from core.players as p
        where p.room_id = room.id and p.topic_key is not null and p.kicked_at is null
    ) or exists (
        select from core.players as p
        where p.room_id = room.id and p.topic_key is null and p.kicked_at is null
            and (p.left_at is null or p.awaited_until is not null)
    );
$$;

comment on function core.needs_relay is
'Whether the players of a room can''t play while no relay is there: some are on WebSockets, or were until their
connection broke, or nobody is on Realtime.';

-- supabase/functions_sql/rooms/clock/player_remaining_ms.sql
create or replace function core.player_remaining_ms(player core.players, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when q.closed_at is not null then 0
        else greatest(
            0,
            round(q.limit_ms * player.time_factor) - core.running_ms(
                q.opened_at, core.clock_pauses(q.pauses, q.silences, player.realtime_during), clock_timestamp()
            )
        )
    end::integer
    from core.room_questions as q
    where q.room_id = player.room_id and q.number = player_remaining_ms.number;
$$;

comment on function core.player_remaining_ms is
'How long a player may still answer a question of a live game, in ms at the time of the call, with their extra time. 0
if the question is closed.';

-- supabase/functions_sql/rooms/clock/relay_heard.sql
create or replace function core.relay_heard(alive_ms bigint) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    moment timestamptz := clock_timestamp();
    began timestamptz := moment - alive_ms * interval '1 ms';
    silent_since timestamptz;
    room core.rooms;
    resumed integer := 0;
begin
    select w.heard_at into silent_since from core.relay_watch as w for update;
    update core.relay_watch as w set heard_at = moment;
    perform core.note_promotion();
    if began <= silent_since + core.setting('live.relay_silence_ms') * interval '1 ms' then
        return 0;   -- this relay, or another, was there: at most Postgres was away
    end if;
    for room in
        select r.*
        from core.rooms as r
        where r.state = 'open' and r.mode = 'live' and core.needs_relay(r)
        order by r.code   -- the order of core.call_many
        for update
    loop
        perform core.stop_intake(room);
        perform core.forgive_silence(room, silent_since, moment);
        resumed := resumed + 1;
    end loop;
    return resumed;
end;
$$;

comment on function core.relay_heard is
'Notes that a relay is there, which each calls every second. alive_ms: how long it has been. If this is the first one
after a time in which no relay was there, the clocks of all open questions are set back over that time, except in rooms
that need none and for players who were on Realtime (core.needs_relay, core.forgive_silence). Returns how many were.';

revoke execute on function core.relay_heard from public;
grant execute on function core.relay_heard to authenticator;

-- supabase/functions_sql/rooms/clock/rooms_with_deadline.sql
create or replace function core.rooms_with_deadline() returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'room_code', r.code, 'room_id', r.id, 'due_in_ms', core.due_in_ms(r.id)
    ) order by waiting.until), '[]')
    from (
        select q.room_id, q.due_at as until
        from core.room_questions as q
        inner join core.rooms as open on open.id = q.room_id and open.question_number = q.number and open.state = 'open'
        where q.due_at is not null and q.closed_at is null
        union all
        select pending.id, pending.advance_at
        from core.rooms as pending
        where pending.advance_at is not null and pending.state <> 'ended'
    ) as waiting
    inner join core.rooms as r on r.id = waiting.room_id;
$$;

comment on function core.rooms_with_deadline is
'The rooms whose clocks run, sorted by when they are due: [{"room_code", "room_id", "due_in_ms"}]. Relays use it to run
the clocks of rooms that nobody is connected to.';

revoke execute on function core.rooms_with_deadline from public;
grant execute on function core.rooms_with_deadline to authenticator;

-- supabase/functions_sql/rooms/embedding/live_answers.sql
create or replace function public.live_answers(public.players) returns setof public.live_answers
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.* from public.live_answers as a where a.room_id = $1.room_id and a.player_id = $1.id;
$$;

comment on function public.live_answers is
'Computed relationship of players: their answers, for the hosts of the room.';
revoke execute on function public.live_answers from public, anon;
grant execute on function public.live_answers to authenticated;

-- supabase/functions_sql/rooms/embedding/players.sql
create or replace function public.players(public.live_answers) returns setof public.players
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select p.* from public.players as p where p.id = $1.player_id;
$$;

comment on function public.players is 'Computed relationship of live_answers: the player who answered.';
revoke execute on function public.players from public, anon;
grant execute on function public.players to authenticated;

-- supabase/functions_sql/rooms/embedding/room_choices.sql
create or replace function public.room_choices(public.room_questions) returns setof public.room_choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.room_choices as c where c.room_id = $1.room_id and c.number = $1.number;
$$;

comment on function public.room_choices is 'Computed relationship of room_questions: their choices in the order drawn.';
revoke execute on function public.room_choices from public, anon;
grant execute on function public.room_choices to authenticated;

-- supabase/functions_sql/rooms/embedding/room_questions.sql
create or replace function public.room_questions(public.live_answers) returns setof public.room_questions
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select q.* from public.room_questions as q where q.room_id = $1.room_id and q.number = $1.number;
$$;

comment on function public.room_questions is 'Computed relationship of live_answers: the question that was answered.';
revoke execute on function public.room_questions from public, anon;
grant execute on function public.room_questions to authenticated;

-- supabase/functions_sql/rooms/hosts/is_host.sql
create or replace function core.is_host(room core.rooms) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(room.host_id = core.caller_id(), false) or exists (
        select from core.room_hosts as h where h.room_id = room.id and h.user_id = core.caller_id()
    );
$$;

comment on function core.is_host is 'Whether the caller is the owner or a co-host of a room.';

-- supabase/functions_sql/rooms/players/team_list.sql
create or replace function core.team_list(room_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('number', t.number, 'name', t.name) order by t.number), '[]')
    from core.teams as t
    where t.room_id = team_list.room_id;
$$;

comment on function core.team_list is 'The teams of a room: [{"number", "name"}].';

-- supabase/functions_sql/rooms/lifecycle/room_settings.sql
create or replace function core.room_settings(room core.rooms) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'locked', room.locked,
        'formula', room.formula,
        'streak_bonus', room.streak_bonus,
        'mode', room.mode,
        'closes_at', case when room.mode = 'assigned' then room.expires_at end,
        'leaderboard_shown', room.leaderboard_shown,
        'question_on_phones', room.question_on_phones,
        'confidence', room.confidence,
        'negative_points', trim_scale(room.negative_points),
        'auto_advance_ms', room.auto_advance_ms,
        'team_mode', room.team_mode,
        'teams', core.team_list(room.id)
    );
$$;

comment on function core.room_settings is
'The settings of a game that everybody in the room may see, as an object.';

-- supabase/functions_sql/rooms/views/room_snapshot.sql
create or replace function core.room_snapshot(room_id uuid) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'room_code', r.code,
        'room_id', r.id,
        'title', r.title,
        'state', r.state,
        'seq', r.seq,
        'max_players', r.max_players,
        'question_number', r.question_number,
        'question_total', r.question_total,
        'remaining_ms', case when r.state in ('open', 'paused') then core.remaining_ms(r.id, r.question_number) end,
        'players', core.player_count(r.id)
    ) || core.room_settings(r)
    from core.rooms as r
    where r.id = room_snapshot.room_id;
$$;

comment on function core.room_snapshot is
'A room as it is now, for its hosts. The functions that hosts call return this.';

-- supabase/functions_sql/rooms/hosts/host_list.sql
create or replace function core.host_list(room core.rooms) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(jsonb_build_object(
        'user_id', hosting.id, 'display_name', person.display_name, 'owner', hosting.id = room.host_id
    ) order by hosting.id <> room.host_id, hosting.since)
    from (
        select room.host_id as id, room.created_at as since
        union all
        select h.user_id, h.added_at from core.room_hosts as h where h.room_id = room.id
    ) as hosting
    inner join core.profiles as person on person.id = hosting.id;
$$;

comment on function core.host_list is 'The hosts of a room, the owner first: [{"user_id", "display_name", "owner"}].';

-- supabase/functions_sql/rooms/hosts/announce_hosts.sql
create or replace function core.announce_hosts(room_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
begin
    select r.* into room from core.rooms as r where r.id = announce_hosts.room_id;
    if room.state <> 'ended' then
        perform core.append_event(room.id, 'room.hosts', jsonb_build_object('hosts', core.host_list(room)), 'host');
    end if;
end;
$$;

comment on function core.announce_hosts is
'Sends the list of hosts to the hosts of a locked room. Relays then disconnect former hosts.';

-- supabase/functions_sql/rooms/hosts/accept_host_invite.sql
create or replace function public.accept_host_invite(room_code text, invite text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.room_of(room_code);
    is_host boolean;
begin
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.locked_room(room_code);
    is_host := core.is_host(room);
    if not is_host and room.invite_hash is distinct from sha256(convert_to(coalesce(invite, ''), 'UTF8')) then
        return core.refuse_guess(
            403, 'bad_invite', 'This invitation is not valid, or has been used. Ask for a new one.'
        );
    end if;
    perform core.require_not_ended(room);
    if is_host then
        return core.room_snapshot(room.id);
    end if;

    insert into core.room_hosts (room_id, user_id)
    values (room.id, me);
    update core.rooms as r
    set invite_hash = null
    where r.id = room.id;
    perform core.announce_hosts(room.id);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.accept_host_invite is
'Makes the caller a co-host by means of an invitation. Co-hosts may do all that the owner may, except inviting and
removing hosts and handing the room over. Returns the room. PT401 not_signed_in, PT404 room_not_found, PT403 bad_invite,
PT409 room_ended.';

revoke execute on function public.accept_host_invite from public, anon;
grant execute on function public.accept_host_invite to authenticated;

-- supabase/functions_sql/rooms/hosts/owned_room.sql
create or replace function core.owned_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.locked_room(room_code);
begin
    if room.host_id is distinct from me then
        perform core.fail(403, 'not_the_owner', 'Only the owner of this room may do that.');
    end if;
    return room;
end;
$$;

comment on function core.owned_room is
'The room of this code, locked, if the caller is its owner. PT401 not_signed_in, PT403 not_the_owner.';

-- supabase/functions_sql/rooms/hosts/hand_over_room.sql
create or replace function public.hand_over_room(room_code text, user_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.owned_room(room_code);
begin
    delete from core.room_hosts as h
    where h.room_id = room.id and h.user_id = hand_over_room.user_id;
    if not found then
        perform core.fail(404, 'host_not_found', 'A room can be handed over only to one of its co-hosts.');
    end if;
    insert into core.room_hosts (room_id, user_id)
    values (room.id, room.host_id);
    update core.rooms as r
    set host_id = hand_over_room.user_id
    where r.id = room.id;
    perform core.announce_hosts(room.id);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.hand_over_room is
'Makes a co-host the owner of the room, and the owner a co-host. Returns the room. PT401 not_signed_in, PT404
host_not_found, PT403 not_the_owner.';

revoke execute on function public.hand_over_room from public, anon;
grant execute on function public.hand_over_room to authenticated;

-- supabase/functions_sql/rooms/hosts/require_host.sql
create or replace function core.require_host(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.is_host(room) then
        perform core.fail(403, 'not_the_host', 'You do not host a room with this code.');
    end if;
end;
$$;

comment on function core.require_host is
'Refuses everybody but the hosts of a room, and a room that does not exist (null) in the same way: others must not learn
here which codes are in use, since this refusal is not counted as a guess. PT403 not_the_host.';

-- supabase/functions_sql/rooms/realtime/has_realtime.sql
create or replace function core.has_realtime() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from pg_trigger as t where t.tgrelid = 'core.room_events'::regclass and t.tgname = 'broadcast_event'
    );
$$;

comment on function core.has_realtime is
'Whether events of rooms also go out by Supabase Realtime: whether core.set_up_realtime has found it.';

-- supabase/functions_sql/rooms/realtime/use_realtime.sql
create or replace function core.use_realtime(room core.rooms) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.has_realtime() then
        return false;
    end if;
    if not room.on_realtime then
        update core.rooms as r
        set on_realtime = true
        where r.id = room.id and not r.on_realtime;
    end if;
    return true;
end;
$$;

comment on function core.use_realtime is
'Notes that somebody enters a room by rpc() and not over a relay, so that its events go out by Realtime from now on.
Returns whether the database has Realtime. It takes the lock of the room that every event takes: an event commits either
before this, and the welcome that follows has its effect, or after it, and is sent. Rooms that are played over
WebSockets alone are never marked.';

-- supabase/functions_sql/rooms/hosts/shared_room.sql
create or replace function core.shared_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code))
    for share;
    return core.room_of(room_code);
end;
$$;

comment on function core.shared_room is
'The room of this code, protected from changes until the transaction ends, so that its seq matches its state. Null if
there is none.';

-- supabase/functions_sql/rooms/hosts/note_hosts.sql
create or replace function core.note_hosts(room_ids uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.rooms as r
    set host_seen_at = now()
    where r.id in (
        select seen.id
        from core.rooms as seen
        where seen.id = any (room_ids) and seen.host_seen_at < now() - interval '30 s'
        for update skip locked   -- a locked room is being changed; the next call notes its hosts
    );
end;
$$;

comment on function core.note_hosts is
'Notes that a host of each of these rooms is connected. A room ends when its hosts have been away for
live.host_away_s.';

revoke execute on function core.note_hosts from public;
grant execute on function core.note_hosts to authenticator;

-- supabase/functions_sql/rooms/views/event_message.sql
create or replace function core.event_message(event core.room_events) returns jsonb
language plpgsql volatile   -- runs for every event; plpgsql computes an expression without a query
set search_path = pg_catalog, pg_temp
as $$
begin
    return (jsonb_build_object('type', event.type, 'seq', event.seq) || event.payload || case
        when event.payload ? 'remaining_ms' and event.type <> 'room.paused' then jsonb_build_object(
            'remaining_ms', core.remaining_ms(event.room_id, (event.payload ->> 'number')::integer)
        )
        when event.payload ? 'next_in_ms' then jsonb_build_object(
            'next_in_ms', core.advance_in_ms(event.room_id, (event.payload ->> 'number')::integer)
        )
        when event.payload ? 'opens_in_ms' then jsonb_build_object(
            'opens_in_ms', core.advance_in_ms(event.room_id, (event.payload ->> 'number')::integer - 1)
        )
        else '{}'
    end) - 'for_relays';
end;
$$;

comment on function core.event_message is
'An event as the message that clients receive, with all its fields; core.event_frames says who receives it.
remaining_ms, next_in_ms and opens_in_ms are computed when the event is read, so a late reader gets the right time.';

-- supabase/functions_sql/rooms/views/event_frames.sql
create or replace function core.event_frames(event core.room_events, question_on_phones boolean) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    message jsonb := core.event_message(event);
begin
    if event.audience <> 'everyone' then
        return jsonb_build_array(jsonb_build_object('roles', jsonb_build_array(event.audience), 'message', message));
    end if;
    if not question_on_phones and event.type in ('question.opened', 'question.announced') then
        return jsonb_build_array(
            jsonb_build_object('roles', '["host", "projector"]'::jsonb, 'message', message),
            jsonb_build_object('roles', '["player", "spectator"]'::jsonb, 'message', core.phone_view(message))
        );
    end if;
    return jsonb_build_array(jsonb_build_object(
        'roles', '["host", "player", "projector", "spectator"]'::jsonb, 'message', message
    ));
end;
$$;

comment on function core.event_frames is
'Who receives an event, and what each of them receives: [{"roles", "message"}]. Only this function decides that. An
event with a player_id is for that player alone. Where a question''s words are for the projector only, phones receive a
message without them.';

-- supabase/functions_sql/rooms/views/message_for.sql
create or replace function core.message_for(
    event core.room_events,
    question_on_phones boolean,
    role text,               -- host, player, projector or spectator
    player_id uuid           -- the player who receives it, for role player
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select frame.value -> 'message'
    from jsonb_array_elements(core.event_frames(event, question_on_phones)) as frame (value)
    where frame.value -> 'roles' ? role and (event.player_id is null or event.player_id = message_for.player_id);
$$;

comment on function core.message_for is
'An event as the message that somebody in the room receives (core.event_frames); null if it is not for them.';

-- supabase/functions_sql/rooms/views/last_message.sql
create or replace function core.last_message(room_id uuid, type text, role text) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.message_for(e, r.question_on_phones, last_message.role, null)
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    where e.room_id = last_message.room_id and e.type = last_message.type
    order by e.seq desc
    limit 1;
$$;

comment on function core.last_message is
'The newest event of this type in a room, as this role receives it; null if there is none.';

-- supabase/functions_sql/rooms/views/room_view.sql
create or replace function core.room_view(
    room_id uuid,
    role text   -- host, player, projector or spectator
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'type', 'welcome',
        'room_code', r.code,
        'title', r.title,
        'state', r.state,
        'seq', r.seq,
        'question_number', r.question_number,
        'question_total', r.question_total,
        'player_count', core.player_count(r.id),
        'question', case when r.state in ('open', 'paused') and r.mode = 'live' then
            core.question_view(r.id, r.question_number, role in ('player', 'spectator'))
            || jsonb_build_object('remaining_ms', core.remaining_ms(r.id, r.question_number))
        end,
        'announced', case when r.announced > r.question_number and r.state <> 'ended' then
            core.last_message(r.id, 'question.announced', role)
        end,
        'closed', case when r.state = 'closed' and not (
            select q.skipped from core.room_questions as q where q.room_id = r.id and q.number = r.question_number
        ) then core.last_message(r.id, 'question.closed', role)
            || case when r.leaderboard_shown then '{}' else '{"leaderboard": [], "teams": []}' end::jsonb end,
        'ended', case when r.state = 'ended' then core.last_message(r.id, 'room.ended', role) end
    ) || core.room_settings(r)
    from core.rooms as r
    where r.id = room_view.room_id;
$$;

comment on function core.room_view is
'The welcome message for somebody who enters a room: the room as it is now, with the open question, the key of a closed
one, or the end.';

-- supabase/functions_sql/rooms/players/player_view.sql
create or replace function core.player_view(player core.players) returns jsonb
language sql immutable parallel safe
return jsonb_build_object('player_id', player.id, 'nickname', player.nickname, 'avatar', player.avatar)
    || case when player.team is null then '{}' else jsonb_build_object('team', player.team) end;

comment on function core.player_view is $$
A player as everybody in the room may see them.
> select core.player_view(jsonb_populate_record(null::core.players, '{"nickname": "Ann", "avatar": "x1", "team": 2}'))
{"team": 2, "avatar": "x1", "nickname": "Ann", "player_id": null}
$$;

-- supabase/functions_sql/rooms/players/player_list.sql
create or replace function core.player_list(room_id uuid, for_host boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(
        core.player_view(listed.player) || case
            when for_host then jsonb_build_object(
                'score', (listed.player).score,
                'streak', (listed.player).streak,
                'present', (listed.player).left_at is null,
                'time_factor', trim_scale((listed.player).time_factor)
            )
            else '{}'
        end
        order by (listed.player).joined_at, (listed.player).id
    ), '[]')
    from (
        select p as player
        from core.players as p
        where p.room_id = player_list.room_id and p.kicked_at is null and (for_host or p.left_at is null)
        order by p.joined_at, p.id
        limit case when for_host then null else core.setting('live.announce_limit') end
    ) as listed;
$$;

comment on function core.player_list is
'The players of a room as core.player_view has them. For hosts: all who were not kicked, with score, streak, present and
time_factor. For others: those present, at most live.announce_limit.';

-- supabase/functions_sql/rooms/scoring/is_right.sql
create or replace function core.is_right(kind core.question_kind, fraction numeric) returns boolean
language sql immutable parallel safe
return case when core.is_scored(kind) then coalesce(fraction >= 1, false) end;

comment on function core.is_right is $$
Whether a mark means entirely right. No mark, of a player who did not answer, is not right. Null for a question that is
not marked.
> select core.is_right('numeric', 1), core.is_right('numeric', 0.5), core.is_right('numeric', null),
>   core.is_right('poll', null)
t | f | f | null
$$;

-- supabase/functions_sql/rooms/scoring/missed_result.sql
create or replace function core.missed_result(
    player core.players,
    number integer   -- of a question that has been closed and not skipped
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.result_message(
        q.number, core.is_right(v.kind, a.fraction), coalesce(a.points, 0),
        player.score, core.rank_of(player), player.streak
    )::jsonb
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    left join core.live_answers as a
        on a.room_id = q.room_id and a.number = q.number and a.player_id = player.id
    where q.room_id = player.room_id and q.number = missed_result.number
        and v.kind <> 'slide' and player.joined_number <= q.number;
$$;

comment on function core.missed_result is
'The result of a closed question for a player who was away when it closed, as core.question_results has it for those who
were there. total, rank and streak are those of now. Null for a slide, and if the player joined later.';

-- supabase/functions_sql/rooms/views/event_messages.sql
create or replace function core.event_messages(
    room_id uuid,
    since bigint,            -- events after this one; null: none
    role text,               -- host, player, projector or spectator
    player_id uuid default null,
    until bigint default null   -- and no event after this one; null: all
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(seen.message order by e.seq, seen.place) filter (where seen.message is not null), '[]')
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    cross join lateral (
        select
            1 as place,
            core.message_for(e, r.question_on_phones, event_messages.role, event_messages.player_id) as message
        union all
        select
            2 as place,
            core.missed_result(p, (e.payload ->> 'number')::integer) as message
        from core.players as p
        where p.id = event_messages.player_id and e.type = 'question.closed'
    ) as seen
    where e.room_id = event_messages.room_id and e.seq > event_messages.since
        and e.seq <= coalesce(event_messages.until, e.seq)
        and not (e.payload ? 'for_relays' and exists (
            select from core.players as p where p.id = event_messages.player_id and p.topic_key is not null
        ));
$$;

comment on function core.event_messages is
'The messages that somebody missed, in the order of their events, as a list. A player''s result follows the close of its
question. Empty if since is null. Without what is for_relays for a player on Realtime (core.forgive_silence).';

-- supabase/functions_sql/rooms/hosts/relay_host_room.sql
create or replace function core.relay_host_room(room_code text, since bigint default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    room := core.shared_room(room_code);
    perform core.note_hosts(array[room.id]);
    return jsonb_build_object(
        'room_id', room.id,
        'user_id', core.caller_id(),
        'welcome', core.room_view(room.id, 'host') || jsonb_build_object(
            'players', core.player_list(room.id, true), 'owner', room.host_id = core.caller_id()
        ),
        'events', core.event_messages(room.id, since, 'host')
    );
end;
$$;

comment on function core.relay_host_room is
'public.host_room for a host whose messages a relay sends, so that Realtime need not send them.';

revoke execute on function core.relay_host_room from public;
grant execute on function core.relay_host_room to authenticator;

-- supabase/functions_sql/rooms/realtime/realtime_entrance.sql
create or replace function core.realtime_entrance(variadic topics text[]) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('topics', topics, 'heartbeat_in_ms', core.setting('live.heartbeat_ms'));
$$;

comment on function core.realtime_entrance is
'What a client that plays by Realtime needs: the topics to join, and when to send the first heartbeat.';

-- supabase/functions_sql/rooms/realtime/room_topic.sql
create or replace function core.room_topic(
    room_code text,
    role text,                     -- host, player, projector or spectator
    topic_key text default null    -- of the player, for role player
) returns text
language sql immutable parallel safe
return 'room:' || room_code || case role
    when 'host' then ':host'
    when 'projector' then ':screen'
    when 'player' then ':player:' || topic_key
    else ''
end;

comment on function core.room_topic is $$
The Realtime topic of a role in a room. What all players receive goes to the topic of the spectators; that of a player
has what is for them alone. Null for a player without a key.
> select core.room_topic('7K53MX', 'spectator'), core.room_topic('7K53MX', 'player', 'f00')
room:7K53MX | room:7K53MX:player:f00
$$;

-- supabase/functions_sql/rooms/hosts/host_room.sql
create or replace function public.host_room(room_code text, since bigint default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    by_realtime boolean;
begin
    perform core.require_host(room);
    by_realtime := core.use_realtime(room);   -- before the room is locked for its readers
    return core.relay_host_room(room_code, since)
        || case when by_realtime then core.realtime_entrance(core.room_topic(room.code, 'host')) else '{}' end;
end;
$$;

comment on function public.host_room is
'Lets a host enter a room, from any number of devices. Returns {"room_id", "user_id", "welcome", "events"}: the room as
it is now with all players, and the events after `since`; where the database has Realtime, also "topics" and
"heartbeat_in_ms": where its messages come, and when to call host_heartbeat. Hosts do not receive answer keys early.
PT403 not_the_host.';

revoke execute on function public.host_room from public, anon;
grant execute on function public.host_room to authenticated;

-- supabase/functions_sql/rooms/hosts/hosted_room.sql
create or replace function core.hosted_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    room := core.locked_room(room_code);
    perform core.require_host(room);   -- as it is now
    perform core.stop_intake(room);
    if room.host_seen_at < now() - interval '30 s' then   -- relays note it too, so not at each command
        perform core.note_hosts(array[room.id]);
    end if;
    return room;
end;
$$;

comment on function core.hosted_room is
'The room of this code, locked and with its intake stopped, if the caller hosts it. Every change of a room''s state or
clock begins with this. PT403 not_the_host.';

-- supabase/functions_sql/rooms/players/new_resume_token.sql
create or replace function core.new_resume_token() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
$$;

comment on function core.new_resume_token is
'A random token of 244 bits, with which players prove who they are when they come back. Only its hash is stored.';

-- supabase/functions_sql/rooms/hosts/invite_host.sql
create or replace function public.invite_host(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.owned_room(room_code);
    invite text := core.new_resume_token();
begin
    perform core.require_not_ended(room);
    update core.rooms as r
    set invite_hash = sha256(convert_to(invite, 'UTF8'))
    where r.id = room.id;
    return jsonb_build_object('room_code', room.code, 'invite', invite);
end;
$$;

comment on function public.invite_host is
'Makes a token with which one other person may become a co-host. A new token replaces the former one. Returns
{"room_code", "invite"}. PT401 not_signed_in, PT403 not_the_owner, PT409 room_ended.';

revoke execute on function public.invite_host from public, anon;
grant execute on function public.invite_host to authenticated;

-- supabase/functions_sql/rooms/hosts/may_host.sql
create or replace function core.may_host(quiz core.quizzes, person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(quiz.deleted_at is null and (
        quiz.owner_id = person
        or (
            quiz.visibility = 'public'
            and (quiz.opens_at is null or quiz.opens_at <= now())
            and core.shown_now(quiz.key_shown, quiz, person)
            and (
                core.shown_now('after_close', quiz, person)
                -- they could see the key with one more attempt, at no cost
                or (quiz.attempts_allowed is null and quiz.counting_attempt in ('best', 'last'))
                or exists (
                    select from core.attempts as t
                    where t.quiz_id = quiz.id and t.user_id = person and t.state = 'finished' and t.deleted_at is null
                )
            )
        )
    ), false);
$$;

comment on function core.may_host is
'Whether a person may make rooms of a quiz. Hosting shows the key of every question. So apart from the owner, only
people who may already know the key may host: the quiz is public and open, its key is shown, and they have taken it, or
it has closed, or it may be taken any number of times.';

-- supabase/functions_sql/rooms/hosts/remove_host.sql
create or replace function public.remove_host(room_code text, user_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.locked_room(room_code);
begin
    if (me in (room.host_id, remove_host.user_id)) is not true then
        perform core.fail(403, 'not_the_owner', 'Only the owner of this room may do that.');
    end if;
    delete from core.room_hosts as h
    where h.room_id = room.id and h.user_id = remove_host.user_id;
    if not found then
        perform core.fail(404, 'host_not_found', 'This person is not a co-host of this room.');
    end if;
    perform core.announce_hosts(room.id);
    return jsonb_build_object('room_code', room.code, 'user_id', remove_host.user_id);
end;
$$;

comment on function public.remove_host is
'Removes a co-host; co-hosts may remove themselves. Returns {"room_code", "user_id"}. PT401 not_signed_in, PT404
host_not_found, PT403 not_the_owner.';

revoke execute on function public.remove_host from public, anon;
grant execute on function public.remove_host to authenticated;

-- supabase/functions_sql/rooms/hosts/require_may_host.sql
create or replace function core.require_may_host(quiz core.quizzes, people uuid[]) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from unnest(people) as person where core.may_host(quiz, person)) then
        return;
    end if;
    if quiz.visibility = 'public' and quiz.deleted_at is null and quiz.key_shown <> 'never' then
        perform core.fail(
            403, 'key_not_shown',
            'Hosting shows the right answers: take this quiz first, or wait until they are shown to you.'
        );
    end if;
    perform core.require_quiz_owner(quiz);
end;
$$;

comment on function core.require_may_host is
'Refuses unless at least one of these people may host the quiz (core.may_host). The caller must be among them. PT403
not_the_owner, key_not_shown, PT404 quiz_not_found.';

-- supabase/functions_sql/rooms/hosts/room_hosts.sql
create or replace function public.room_hosts(room_code text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    return jsonb_build_object('items', core.host_list(room));
end;
$$;

comment on function public.room_hosts is
'The hosts of a room, the owner first: {"items": [{"user_id", "display_name", "owner"}]}. PT403 not_the_host.';

revoke execute on function public.room_hosts from public, anon;
grant execute on function public.room_hosts to authenticated;

-- supabase/functions_sql/rooms/intake/accept_answers.sql
create or replace function core.accept_answers(
    room_ids uuid[],
    player_ids uuid[],
    numbers integer[],       -- of the questions
    responses text[],        -- JSON
    ages_ms integer[],       -- how long each waited in the relay
    confidences text[] default null   -- low or high
) returns text[]
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Planning each batch would take longer than writing a small one, so one plan serves batches of all sizes. Sequential
-- scans are off because a plan made while the tables were still empty would use them; every lookup must be by key.
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
as $$
declare
    arrived_at timestamptz := clock_timestamp();
    most_ms bigint := core.setting('live.max_answer_age_ms');
    given jsonb[] := core.read_responses(responses);
    taking uuid[];
    verdicts text[];
begin
    -- A function that moves a room's clock holds this lock exclusively. Don't wait for it: the batch also has answers
    -- for other rooms.
    select array_agg(batch.room_id) into taking
    from (select distinct unnest(room_ids) as room_id) as batch
    where pg_try_advisory_xact_lock_shared(core.room_lock_key(batch.room_id));

    with answers as materialized (
        select
            a.room_id,
            a.player_id,
            a.number,
            a.response,
            core.read_confidence(a.confidence) as confidence,
            a.place,
            arrived_at - least(greatest(coalesce(a.age_ms, 0), 0), most_ms) * interval '1 ms' as received_at,
            row_number() over same as turn
        from unnest(room_ids, player_ids, numbers, given, ages_ms, confidences)
            with ordinality as a (room_id, player_id, number, response, age_ms, confidence, place)
        window same as (partition by a.room_id, a.number, a.response order by a.place)
    ),

    judged as materialized (
        select
            a.room_id,
            a.player_id,
            a.number,
            a.response,
            a.confidence,
            a.place,
            a.received_at,
            case when q.opened_at <= a.received_at then
                core.running_ms(
                    q.opened_at, core.clock_pauses(q.pauses, q.silences, p.realtime_during), a.received_at
                )
            end as elapsed_ms,
            case
                when a.room_id <> all(taking) or taking is null then 'try_again'
                when p.id is null then 'not_in_room'
                when q.opened_at is null or a.received_at < q.opened_at
                    or q.pauses @> a.received_at and not q.silences @> a.received_at then 'not_open'
                when q.closed_at is not null
                    or a.received_at > q.due_at + q.limit_ms * (p.time_factor - 1) * interval '1 ms'
                    or not isempty(q.silences) and q.limit_ms * p.time_factor < core.running_ms(
                        q.opened_at, core.clock_pauses(q.pauses, q.silences, p.realtime_during), a.received_at
                    ) then 'too_late'
                -- many players give the same response, so each is checked once
                when max(case
                    when a.turn = 1 then coalesce(core.check_response(v.kind, v.choices, a.response, v.display), '')
                end)
                    over (partition by a.room_id, a.number, a.response) = '' then 'good'
                else 'invalid_response'
            end as verdict
        from answers as a
        left join core.players as p on p.id = a.player_id and p.room_id = a.room_id and p.kicked_at is null
        left join core.room_questions as q on q.room_id = a.room_id and q.number = a.number
        left join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    ),

    kept as (
        insert into core.live_answers (room_id, number, player_id, response, elapsed_ms, received_at, confidence)
        select j.room_id, j.number, j.player_id, j.response, j.elapsed_ms, j.received_at, j.confidence
        from judged as j
        where j.verdict = 'good'
        order by j.room_id, j.number, j.player_id, j.place   -- the same order in all batches, so that none deadlock
        on conflict do nothing
    )

    select array_agg(j.verdict order by j.place) into verdicts
    from judged as j;

    -- A new statement sees the answers that this batch and others stored.
    return array(
        select case
            when j.verdict in ('try_again', 'not_in_room', 'invalid_response') then j.verdict
            when kept.response = j.response then 'accepted'
            when kept.response is not null then 'already_answered'
            else j.verdict
        end
        from unnest(room_ids, player_ids, numbers, given, verdicts)
            with ordinality as j (room_id, player_id, number, response, verdict, place)
        left join core.live_answers as kept
            on kept.room_id = j.room_id and kept.number = j.number and kept.player_id = j.player_id
        order by j.place
    );
end;
$$;

comment on function core.accept_answers is
'Takes a batch of answers across rooms and returns the outcome of each, in order: accepted (also for a repeat of the
same response), already_answered, not_open, too_late, not_in_room, invalid_response, or try_again if its room is being
changed at the moment. The time of receipt is computed on the database''s clock: the time at which the batch arrived
minus the answer''s age, which is never negative and at most live.max_answer_age_ms. Closing a question waits for
batches that are being written, so every accepted answer is scored.';

revoke execute on function core.accept_answers from public;
grant execute on function core.accept_answers to authenticator;

-- supabase/functions_sql/rooms/intake/is_number.sql
create or replace function core.is_number(
    value jsonb,
    lowest numeric,
    highest numeric,
    whole boolean
) returns boolean
language sql immutable parallel safe
return case
    when jsonb_typeof(value) = 'number' then
        value::numeric between lowest and highest and not (whole and value::numeric % 1 <> 0)
    else false
end;

comment on function core.is_number is $$
Whether a JSON value is a number within these bounds, and an integer if it must be whole.
> select core.is_number('3', 1, 5, true), core.is_number('2.5', 1, 5, true), core.is_number('"3"', 1, 5, false)
t | f | f
$$;

-- supabase/functions_sql/rooms/intake/rejection_sentences.sql
create or replace function core.rejection_sentences(
    outcomes text[],       -- as core.accept_answers returns them
    room_ids uuid[],
    numbers integer[],     -- of the questions
    responses text[]       -- JSON
) returns text[]
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if outcomes is null or 'invalid_response' <> all (outcomes) then
        return array(select core.rejection_sentence(outcome) from unnest(outcomes) as outcome);
    end if;
    return array(
        select coalesce(
            core.check_response(v.kind, v.choices, coalesce(j.response, '[]'), v.display),
            core.rejection_sentence(j.outcome)
        )
        from unnest(outcomes, room_ids, numbers, core.read_responses(responses))
            with ordinality as j (outcome, room_id, number, response, place)
        left join core.room_questions as q
            on j.outcome = 'invalid_response' and q.room_id = j.room_id and q.number = j.number
        left join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        order by j.place
    );
end;
$$;

comment on function core.rejection_sentences is
'Why each answer of a batch does not count, for the player; null for an answer that does. A response that does not fit
its question is told what is wrong with it.';

revoke execute on function core.rejection_sentences from public;
grant execute on function core.rejection_sentences to authenticator;

-- supabase/functions_sql/rooms/lifecycle/apply_limits.sql
create or replace function core.apply_limits(limits jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    wrong record;
begin
    select given.key, bounds.smallest into wrong
    from jsonb_each(limits) as given
    left join (
        values
            ('account.max_sign_ups_per_client', 1),
            ('live.max_assigned_rooms_per_host', 1),
            ('live.max_players_per_room', 1),
            ('live.max_rooms', 1),
            ('live.max_rooms_per_host', 1),
            ('live.room_max_age_s', 60),
            ('quiz.max_per_person', 1),
            ('quiz.max_questions_per_person', 1),
            ('rate.joins', 1),
            ('rate.joins_s', 1),
            ('rate.room_codes', 1),
            ('rate.room_codes_s', 1),
            ('rate.writes', 1),
            ('rate.writes_s', 1),
            ('upload.max_mib_per_person', 1),
            ('upload.max_per_person', 1)
    ) as bounds (key, smallest) on bounds.key = given.key
    where bounds.smallest is null
        or case
            when given.value::text ~ '^[1-9][0-9]{0,8}$' then given.value::text::integer < bounds.smallest
            else true
        end
    limit 1;
    if wrong.smallest is not null then
        perform core.fail(
            422, 'bad_limit', format('%s must be a whole number from %s to 999999999.', wrong.key, wrong.smallest)
        );
    elsif wrong.key is not null then
        perform core.fail(422, 'bad_limit', format('%s is not a limit that can be set here.', wrong.key));
    end if;
    update core.settings as s
    set value = given.value
    from jsonb_each(limits) as given
    where s.key = given.key and s.value <> given.value;
end;
$$;

comment on function core.apply_limits is
'Sets the limits that are given, such as {"live.max_rooms": 1000}, and leaves the others as they are. It
can''t change any other setting. The app calls it when it starts, with the limits that the environment sets. PT422
bad_limit.';

revoke execute on function core.apply_limits from public;
grant execute on function core.apply_limits to authenticator;

-- supabase/functions_sql/rooms/lifecycle/require_live.sql
create or replace function core.require_live(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_not_ended(room);
    if room.mode = 'assigned' then
        perform core.fail(409, 'assigned_game', 'In this room every player answers at their own pace.');
    end if;
end;
$$;

comment on function core.require_live is
'Refuses an ended room and an assigned game, whose players have clocks of their own. PT409 room_ended, assigned_game.';

-- supabase/functions_sql/rooms/lifecycle/require_question.sql
create or replace function core.require_question(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_live(room);
    if room.state not in ('open', 'paused') then
        perform core.fail(409, 'no_open_question', 'No question is open in this room.');
    end if;
end;
$$;

comment on function core.require_question is
'Refuses a room in which no question is open or paused. PT409 no_open_question, room_ended, assigned_game.';

-- supabase/functions_sql/rooms/lifecycle/close_question.sql
create or replace function public.close_question(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    if room.state <> 'closed' then   -- another host or the clock may have closed it first
        perform core.require_question(room);
        perform core.close_open_question(room);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.close_question is
'Closes the open question now and scores it. Closing twice is no error. Returns the room. PT403 not_the_host, PT409
no_open_question, room_ended, assigned_game.';

revoke execute on function public.close_question from public, anon;
grant execute on function public.close_question to authenticated;

-- supabase/functions_sql/rooms/lifecycle/room_options.sql
create or replace function core.room_options(options jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_players bigint := least(core.setting('live.max_players_per_room'), 100000);
    most_teams bigint := core.setting('live.max_teams');
    wrong text;
    closes_at timestamptz;
begin
    if jsonb_typeof(options) is distinct from 'object' then
        perform core.fail(422, 'bad_option', 'The options of a room must be an object.');
    end if;
    select string_agg(key, ', ' order by key) into wrong
    from jsonb_object_keys(options) as key
    where key not in (
        'formula', 'streak_bonus', 'locked', 'max_players', 'question_seconds', 'shuffle_questions', 'shuffle_choices',
        'mode', 'closes_at', 'auto_advance_seconds', 'preload_seconds', 'leaderboard_shown', 'question_on_phones',
        'profanity_filter', 'confidence', 'negative_points', 'team_mode', 'teams', 'multipliers'
    );
    if wrong is not null then
        perform core.fail(422, 'unknown_option', format('A room has no option %s.', wrong));
    end if;

    select string_agg(option.key, ', ' order by option.key) into wrong
    from jsonb_each(options) as option
    where not case option.key
        when 'formula' then option.value in ('"kahoot"', '"linear"', '"accuracy"')
        when 'mode' then option.value in ('"live"', '"assigned"')
        when 'team_mode' then option.value in ('"none"', '"manual"', '"balanced"')
        when 'closes_at' then jsonb_typeof(option.value) = 'string'
        when 'max_players' then core.is_number(option.value, 1, most_players, true)
        when 'question_seconds' then core.is_number(option.value, 1, 3600, false)
        when 'auto_advance_seconds' then core.is_number(option.value, 0, 600, false)
        when 'preload_seconds' then core.is_number(option.value, 0, 60, false)
        when 'negative_points' then core.is_number(option.value, 0, 1, false)
        when 'teams' then
            jsonb_typeof(option.value) = 'array' and jsonb_array_length(option.value) between 2 and most_teams
            and not jsonb_path_exists(option.value, 'strict $[*] ? (@.type() != "string" || @ like_regex "^\\s*$")')
        when 'multipliers' then jsonb_typeof(option.value) = 'object' and not exists (
            select from jsonb_each(option.value) as listed
            where listed.key !~ '^[1-9][0-9]{0,5}$' or not core.is_number(listed.value, 0, 10, false)
        )
        else jsonb_typeof(option.value) = 'boolean'
    end;
    if wrong is not null then
        perform core.fail(
            422, 'bad_option', format('These options have a value that is not allowed: %s.', wrong),
            format(
                'formula: kahoot, linear or accuracy; mode: live or assigned; team_mode: none, manual or balanced; '
                || 'teams: 2 to %s names; max_players: 1 to %s; question_seconds: 1 to 3600; '
                || 'auto_advance_seconds: 0 to 600; '
                || 'preload_seconds: 0 to 60; negative_points: 0 to 1; multipliers: {question number: 0 to 10}; '
                || 'closes_at: a time; the others: true or false', most_teams, most_players
            )
        );
    end if;

    closes_at := core.draft_instant(options, 'closes_at');
    if (coalesce(options ->> 'mode', 'live') = 'assigned') <> (closes_at is not null) then
        perform core.fail(
            422, 'bad_option', 'An assigned game needs closes_at, the time at which it closes; a live game has none.'
        );
    end if;
    if closes_at not between now() and now() + core.setting('live.max_assigned_s') * interval '1 s' then
        perform core.fail(422, 'bad_option', format(
            'closes_at must be in the future, and at most %s days away.', core.setting('live.max_assigned_s') / 86400
        ));
    end if;
    if (coalesce(options ->> 'team_mode', 'none') <> 'none') <> (options ? 'teams') then
        perform core.fail(
            422, 'bad_option', 'Teams need two options: teams (their names) and team_mode (manual or balanced).'
        );
    end if;
    return options;
end;
$$;

comment on function core.room_options is
'Checks the options of a room and returns them. The message of an error names the wrong ones, its hint the values that
are allowed. PT422 unknown_option, bad_option, bad_time.';

-- supabase/functions_sql/rooms/lifecycle/require_room_left.sql
create or replace function core.require_room_left(host_id uuid, mode core.room_mode) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    alive bigint;
    own bigint;
    most bigint := core.setting(
        case mode when 'live' then 'live.max_rooms_per_host' else 'live.max_assigned_rooms_per_host' end
    );
begin
    -- otherwise two transactions could each take the last free room
    perform pg_advisory_xact_lock(hashtextextended('core.rooms', 0));
    select count(*), count(*) filter (where r.host_id = require_room_left.host_id) into alive, own
    from core.rooms as r
    where r.state <> 'ended' and r.expires_at > now() and r.mode = require_room_left.mode;

    if own >= most then
        perform core.fail(429, 'too_many_rooms', format(
            'You have %s %s games open, which is the most. End one first.', own, mode
        ));
    end if;
    if mode = 'live' and alive >= core.setting('live.max_rooms') then
        perform core.fail(
            503, 'no_room_left', 'This server has as many open live games as it allows. Try again later.'
        );
    end if;
end;
$$;

comment on function core.require_room_left is
'Refuses a new room where its host, or for a live game the server, has as many as the limits allow. Assigned games stand
for months and cost nothing meanwhile, so they take no place of a live game. PT429 too_many_rooms, PT503 no_room_left.';

-- supabase/functions_sql/rooms/lifecycle/new_room_code.sql
create or replace function core.new_room_code() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    with drawn as materialized (
        -- the first 48 bits of a version 4 UUID are random, and cryptographically so in Postgres
        select ('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint as bits
    )

    select string_agg(substr('23456789CDFHJKMPQRTVWXY', (drawn.bits / (23 ^ place)::bigint % 23 + 1)::integer, 1), '')
    from drawn, generate_series(0, 5) as place;
$$;

comment on function core.new_room_code is
'A random room code: six characters that are easy to say and type. It has no vowels, so it forms no words, none of 0 O 1
I L, and only one of each pair that looks or sounds alike. There are 23^6 codes, 148 million: while 1,000 rooms are
open, one guess in 148,000 finds one.';

-- supabase/functions_sql/rooms/players/tidy_name.sql
create or replace function core.tidy_name(written text) returns text
language sql immutable parallel safe
return trim(regexp_replace(normalize(coalesce(written, ''), nfkc), '\s+', ' ', 'g'));

comment on function core.tidy_name is $$
The name of a player or a team as it is shown: in NFKC, without spaces around it, with single spaces within.
> select core.tidy_name('  Ａnn   B ')
Ann B
$$;

-- supabase/functions_sql/rooms/players/nickname_key.sql
create or replace function core.nickname_key(nickname text) returns text
language sql immutable parallel safe
return replace(replace(translate(
    replace(core.compared_text(
        regexp_replace(
            nickname, format('[%s\u200c\u200d\ufe00-\ufe0f\U000E0020-\U000E007F]', core.invisible()), '', 'g'
        ),
        forgives => '{letters}'
    ), ' ', ''),
    '0|1i!$@' || 'авегһіјкԁпмнорсѕтухѡԛԝӏүьғҽѵ' || 'αβγεζηικμνορτυχωσ' || 'ɡɩıłøđŧǃոսօհյց',
    'ollllsa' || 'aberhljkdnmhopcstyxwqwlybfev' || 'abyezhlkmnoptyxwo' || 'glllodtlnuohjg'
), 'rn', 'm'), 'vv', 'w');

comment on function core.nickname_key is $$
The form of a nickname that is unique in a room: without case, accents, spaces, invisible
characters and look-alikes. I, l, 1 and | count as
the same letter, and so do 0 and o, and rn and m. Cyrillic, Greek and Armenian letters are replaced by the Latin ones
that they look like. Empty if nothing of the nickname is visible.
> select core.nickname_key('Zoé 0'), core.nickname_key('ZOEO'), core.nickname_key('Аnna')
zoeo | zoeo | anna
> select core.nickname_key('BILL') = core.nickname_key('B1lI'), core.nickname_key('Bernd') = core.nickname_key('Bemd')
t | t
$$;

-- supabase/functions_sql/rooms/players/name_fault.sql
create or replace function core.name_fault(name text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when name ~ core.stray() then 'invisible'
        when core.nickname_key(name) = '' then 'empty'
        when char_length(name) > 30 then 'long'
    end;
end;
$$;

comment on function core.name_fault is $$
What is wrong with the name of a player or a team, as core.tidy_name returns it: it contains invisible characters, has
no visible character, or is longer than 30 characters. Null: nothing.
> select core.name_fault('Ann B'), core.name_fault(' '), core.name_fault(repeat('x', 31))
null | empty | long
$$;

-- supabase/functions_sql/rooms/players/clean_team_name.sql
create or replace function core.clean_team_name(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    name text := core.tidy_name(written);
    fault text := core.name_fault(name);
begin
    if fault = 'invisible' then
        perform core.fail(422, 'bad_team_name', 'The name of a team can''t contain invisible characters.');
    elsif fault = 'empty' then
        perform core.fail(422, 'bad_team_name', 'Every team needs a name.');
    elsif fault = 'long' then
        perform core.fail(422, 'bad_team_name', 'The name of a team may have at most 30 characters.');
    end if;
    return name;
end;
$$;

comment on function core.clean_team_name is $$
The name of a team as it is shown. PT422 bad_team_name.
> select core.clean_team_name(' Team   Red')
Team Red
$$;

-- supabase/functions_sql/rooms/lifecycle/make_room.sql
create or replace function core.make_room(
    quiz core.quizzes,   -- locked for key share
    host_id uuid,
    options jsonb
) returns uuid
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    wanted record;
begin
    options := core.room_options(options);
    select * into wanted
    from jsonb_to_record(options) as given (
        formula core.live_formula, streak_bonus boolean, locked boolean, max_players numeric, question_seconds numeric,
        shuffle_questions boolean, shuffle_choices boolean, mode core.room_mode, closes_at timestamptz,
        auto_advance_seconds numeric, preload_seconds numeric, leaderboard_shown boolean, question_on_phones boolean,
        profanity_filter boolean, confidence boolean, negative_points numeric, team_mode core.team_mode,
        multipliers jsonb
    );

    perform core.require_room_left(host_id, coalesce(wanted.mode, 'live'));
    loop
        insert into core.rooms as r (
            code, quiz_id, host_id, title, formula, streak_bonus, locked, max_players, question_total, expires_at,
            options, mode, state, leaderboard_shown, question_on_phones, profanity_filter, confidence,
            negative_points, team_mode, auto_advance_ms, preload_ms
        )
        select
            core.new_room_code(), quiz.id, host_id, quiz.title, coalesce(wanted.formula, 'kahoot'),
            coalesce(wanted.streak_bonus, false), coalesce(wanted.locked, false),
            coalesce(wanted.max_players, least(core.setting('live.max_players_per_room'), 100000)), count(*),
            coalesce(wanted.closes_at, now() + core.setting('live.room_max_age_s') * interval '1 s'), make_room.options,
            coalesce(wanted.mode, 'live'),
            case when wanted.mode = 'assigned' then 'open' else 'lobby' end::core.room_state,
            coalesce(wanted.leaderboard_shown, true), coalesce(wanted.question_on_phones, true),
            coalesce(wanted.profanity_filter, false), coalesce(wanted.confidence, false),
            coalesce(wanted.negative_points, 0), coalesce(wanted.team_mode, 'none'),
            wanted.auto_advance_seconds * 1000,
            coalesce(wanted.preload_seconds * 1000, core.setting('live.preload_ms'))
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
        having count(*) > 0
        on conflict (code) do nothing
        returning r.* into room;
        exit when found;
        if not exists (select from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null) then
            perform core.fail(409, 'empty_quiz', 'This quiz has no questions yet.');
        end if;
    end loop;

    insert into core.teams (room_id, number, name)
    select room.id, listed.number, core.clean_team_name(listed.name)
    from jsonb_array_elements_text(options -> 'teams') with ordinality as listed (name, number);

    insert into core.room_questions (room_id, number, question_id, version, points, multiplier, limit_ms, choice_order)
    select
        room.id,
        drawn.number,
        q.id,
        q.version,
        round(q.points * core.setting('live.points_per_point') * drawn.multiplier),
        drawn.multiplier,
        coalesce(q.time_limit_ms, wanted.question_seconds * 1000, core.setting('live.default_limit_ms')),
        array(
            select choice.value ->> 'id'
            from jsonb_array_elements(q.choices) with ordinality as choice (value, place)
            order by
                case
                    when core.is_shuffled(q.kind, coalesce(wanted.shuffle_choices, quiz.shuffle_choices)) then random()
                end,
                choice.place
        )
    from (
        select ordered.*, coalesce((wanted.multipliers ->> ordered.number::text)::numeric, 1) as multiplier
        from (
            select listed.id, row_number() over (
                order by
                    case when coalesce(wanted.shuffle_questions, quiz.shuffle_questions) then random() end,
                    listed.position, listed.id
            ) as number
            from core.questions as listed
            where listed.quiz_id = quiz.id and listed.deleted_at is null
        ) as ordered
    ) as drawn
    inner join core.questions as q on q.id = drawn.id;

    return room.id;
end;
$$;

comment on function core.make_room is
'Makes a room of a quiz, with its questions frozen and the options that public.create_room lists. Returns its id. PT409
empty_quiz, PT422 unknown_option, bad_option, bad_time, bad_team_name, PT429 too_many_rooms, PT503 no_room_left.';

-- supabase/functions_sql/rooms/lifecycle/create_room.sql
create or replace function public.create_room(
    quiz_id uuid,
    options jsonb default '{}'
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    host_id uuid := core.person_id();
begin
    select q.* into quiz
    from core.quizzes as q
    where q.id = create_room.quiz_id
    for key share;   -- the new room needs this lock; waiting for it later would delay everybody who makes a room
    perform core.require_may_host(quiz, array[host_id]);
    return core.room_snapshot(core.make_room(quiz, host_id, options));
end;
$$;

comment on function public.create_room is
'Makes a room for a quiz of the caller, or for a public quiz whose key the caller may know (core.may_host), and freezes
its questions. Returns the room. options, all optional: formula (kahoot, linear, accuracy), streak_bonus,
negative_points (the part of a question''s points that a wrong answer costs), confidence (whether answers say how sure
the player is), multipliers ({"3": 2}: question 3 counts double), locked, max_players, question_seconds (for questions
without a limit of their own), auto_advance_seconds (from the end of a question to the next), preload_seconds (for
pictures), shuffle_questions, shuffle_choices (default: the quiz''s setting), leaderboard_shown, question_on_phones,
profanity_filter, team_mode (manual, balanced) and teams (their names), mode (assigned: at each player''s own pace until
closes_at). PT401 not_signed_in, PT404 quiz_not_found, PT403 not_the_owner, key_not_shown, PT409 empty_quiz, PT422
unknown_option, bad_option, bad_time, bad_team_name, PT429 too_many_rooms, PT503 no_room_left.';

revoke execute on function public.create_room from public, anon;
grant execute on function public.create_room to authenticated;

-- supabase/functions_sql/rooms/lifecycle/end_room.sql
create or replace function public.end_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    if room.state <> 'ended' then
        perform core.finish_room(room);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.end_room is
'Ends the game; an open question is closed and scored first. Ending twice is no error. Returns the room. PT403
not_the_host.';

revoke execute on function public.end_room from public, anon;
grant execute on function public.end_room to authenticated;

-- supabase/functions_sql/rooms/lifecycle/end_rooms_of.sql
create or replace function public.end_rooms_of(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object('room_codes', core.end_rooms(core.find_account(person)));
end;
$$;

comment on function public.end_rooms_of is
'Ends all open games of an account, whose leaderboards and reports stay: {"room_codes"}. For whoever runs the
server: by the service role, or with `quizzler rooms end`. PT404 person_not_found.';

revoke execute on function public.end_rooms_of from public, anon, authenticated;
grant execute on function public.end_rooms_of to service_role;

-- supabase/functions_sql/rooms/lifecycle/extend_question.sql
create or replace function public.extend_question(room_code text, seconds integer) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    more_ms integer;
    limit_ms integer;
begin
    perform core.require_question(room);
    if seconds is null or seconds not between 1 and 3600 then
        perform core.fail(422, 'bad_seconds', 'A question can be extended by 1 to 3600 seconds.');
    end if;
    more_ms := seconds * 1000;

    update core.room_questions as q
    set limit_ms = q.limit_ms + more_ms, due_at = q.due_at + more_ms * interval '1 ms'
    where q.room_id = room.id and q.number = room.question_number
    returning q.limit_ms into limit_ms;

    perform core.append_event(room.id, 'question.extended', jsonb_build_object(
        'number', room.question_number,
        'seconds', seconds,
        'limit_ms', limit_ms,
        'remaining_ms', core.remaining_ms(room.id, room.question_number)
    ));
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.extend_question is
'Gives everybody more time for the open question. Points for speed are then computed with the longer limit, for all
players alike. Returns the room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game, PT422
bad_seconds.';

revoke execute on function public.extend_question from public, anon;
grant execute on function public.extend_question to authenticated;

-- supabase/functions_sql/rooms/lifecycle/hide_word.sql
create or replace function public.hide_word(
    room_code text,
    number integer,        -- of the question
    word text,
    hidden boolean
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most constant integer := 500;
    room core.rooms := core.hosted_room(room_code);
    asked core.room_questions;
    compared text := core.compared_text(left(word, 50));
begin
    perform core.require_not_ended(room);
    select q.* into asked
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where q.room_id = room.id and q.number = hide_word.number and v.kind = 'word_cloud';
    if asked.number is null then
        perform core.fail(409, 'no_word_cloud', 'This question is no word cloud.');
    end if;
    if compared is null or compared = '' or hidden is null then
        perform core.fail(422, 'bad_word', 'Say which word is to be hidden (hidden: true) or shown again (false).');
    end if;
    if cardinality(asked.hidden_words) >= most and hidden then
        perform core.fail(409, 'too_many_words', format('%s words are hidden already; no more can be.', most));
    end if;
    if hidden <> (compared = any (asked.hidden_words)) then
        update core.room_questions as q
        set hidden_words = case
            when hidden then q.hidden_words || compared
            else array_remove(q.hidden_words, compared)
        end
        where q.room_id = room.id and q.number = asked.number;
        if asked.closed_at is not null then
            perform core.append_event(room.id, 'question.words', jsonb_build_object(
                'number', asked.number, 'distribution', core.distribution(room.id, asked.number)
            ));
        end if;
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.hide_word is
'Hides a word of a word cloud from everybody, however it is written, or shows it again. It may be hidden before the
question closes. Returns the room. PT403 not_the_host, PT409 room_ended, no_word_cloud, too_many_words,
PT422 bad_word.';

revoke execute on function public.hide_word from public, anon;
grant execute on function public.hide_word to authenticated;

-- supabase/functions_sql/rooms/lifecycle/lock_room.sql
create or replace function public.lock_room(room_code text, locked boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if lock_room.locked is null then
        perform core.fail(422, 'bad_locked', 'Say whether the room is to be locked: true or false.');
    end if;
    if room.locked <> lock_room.locked then
        update core.rooms as r
        set locked = lock_room.locked
        where r.id = room.id;

        perform core.append_event(room.id, 'room.locked', jsonb_build_object('locked', lock_room.locked), 'host');
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.lock_room is
'Keeps new players out of a room, or lets them in again; players who have joined can still come back. Returns the room.
PT403 not_the_host, PT409 room_ended, PT422 bad_locked.';

revoke execute on function public.lock_room from public, anon;
grant execute on function public.lock_room to authenticated;

-- supabase/functions_sql/rooms/lifecycle/next_question.sql
create or replace function public.next_question(
    room_code text,
    after integer default null   -- the question that the host sees; null: go on in any case
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_live(room);
    if room.state = 'lobby' then
        perform core.fail(409, 'not_started', 'This game has not started yet.');
    end if;
    if after <> room.question_number or (after is not null and room.announced > room.question_number) then
        return core.room_snapshot(room.id);   -- a second press must not skip a question
    end if;
    perform core.go_on(room, room.announced > room.question_number);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.next_question is
'Opens the next question, or ends the game after the last. An open question is closed and scored first. With `after`, it
does nothing if the room is no longer at that question. Returns the room. PT403 not_the_host, PT409 not_started,
room_ended, assigned_game.';

revoke execute on function public.next_question from public, anon;
grant execute on function public.next_question to authenticated;

-- supabase/functions_sql/rooms/lifecycle/pause_room.sql
create or replace function public.pause_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    paused_at timestamptz := clock_timestamp();
begin
    perform core.require_question(room);
    if room.state = 'open' then
        update core.room_questions as q
        set pauses = q.pauses + tstzmultirange(tstzrange(paused_at, null))
        where q.room_id = room.id and q.number = room.question_number;

        update core.rooms as r
        set state = 'paused'
        where r.id = room.id;

        perform core.append_event(room.id, 'room.paused', jsonb_build_object(
            'number', room.question_number, 'remaining_ms', core.remaining_ms(room.id, room.question_number)
        ));
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.pause_room is
'Stops the clock of the open question. No answers are accepted until resume_room. Pausing twice is no error. Returns the
room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game.';

revoke execute on function public.pause_room from public, anon;
grant execute on function public.pause_room to authenticated;

-- supabase/functions_sql/rooms/lifecycle/play_again.sql
create or replace function public.play_again(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    quiz core.quizzes;
    hosts uuid[];
    made uuid;
begin
    if room.next_room_id is not null then
        return core.room_snapshot(room.next_room_id);   -- called twice
    end if;
    if room.mode = 'assigned' then
        perform core.fail(
            409, 'assigned_game', 'An assigned game can''t be played again. Make a new one with its own closing time.'
        );
    end if;
    if room.state <> 'ended' then
        perform core.finish_room(room);
    end if;

    select array_agg(h.user_id) || room.host_id into hosts
    from core.room_hosts as h
    where h.room_id = room.id;
    select q.* into quiz
    from core.quizzes as q
    where q.id = room.quiz_id
    for key share;
    perform core.require_may_host(quiz, hosts);   -- one of them is enough: the owner may have handed the room over
    made := core.make_room(quiz, room.host_id, room.options - 'locked');
    insert into core.room_hosts (room_id, user_id)
    select made, h.user_id
    from core.room_hosts as h
    where h.room_id = room.id;
    insert into core.players (
        room_id, nickname, nickname_key, resume_hash, user_id, joined_number, joined_at, left_at, avatar, team,
        time_factor
    )
    select
        made, p.nickname, p.nickname_key, p.resume_hash, p.user_id, 1, p.joined_at, now(), p.avatar,
        p.team, p.time_factor
    from core.players as p
    where p.room_id = room.id and p.kicked_at is null;
    update core.rooms as r
    set next_room_id = made
    where r.id = room.id;
    return core.room_snapshot(made);
end;
$$;

comment on function public.play_again is
'Makes a new room of the same quiz, with the same options, hosts and players, and returns it. The players enter with the
resume tokens that they have; validate_room gives them the new code. A game that is still going on is ended first.
Calling it twice makes one room. PT404 quiz_not_found, PT403 not_the_host, not_the_owner, key_not_shown, PT409
assigned_game, empty_quiz, PT429 too_many_rooms, PT503 no_room_left.';

revoke execute on function public.play_again from public, anon;
grant execute on function public.play_again to authenticated;

-- supabase/functions_sql/rooms/lifecycle/report_refusals.sql
create or replace function core.report_refusals(refusals jsonb) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    report record;
    room core.rooms;
    told integer := 0;
begin
    for report in
        select counted.code, jsonb_agg(jsonb_build_object('reason', counted.reason, 'count', counted.count)
            order by counted.reason) as refused
        from (
            select core.canonical_code(given.room_code) as code, given.reason, sum(given.count) as count
            from jsonb_to_recordset(refusals) as given (room_code text, reason text, count integer)
            group by 1, 2
        ) as counted
        group by counted.code
        order by counted.code   -- the order of core.call_many
    loop
        select r.* into room
        from core.rooms as r
        where r.code = report.code and r.state <> 'ended'
        for update;

        if found then
            perform core.append_event(
                room.id, 'room.refusals', jsonb_build_object('refused', report.refused), 'host'
            );
            told := told + 1;
        end if;
    end loop;
    return told;
end;
$$;

comment on function core.report_refusals is
'Tells the hosts of rooms how many clients a relay has refused at the door, and why: [{"room_code", "reason", "count"}].
Codes of no open room are passed over. Returns how many rooms were told.';

revoke execute on function core.report_refusals from public;
grant execute on function core.report_refusals to authenticator;

-- supabase/functions_sql/rooms/lifecycle/resume_room.sql
create or replace function public.resume_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    resumed_at timestamptz := clock_timestamp();
begin
    perform core.require_question(room);
    if room.state = 'paused' then
        update core.room_questions as q
        set due_at = resumed_at + q.limit_ms * interval '1 ms'
                - core.running_ms(q.opened_at, q.pauses, resumed_at) * interval '1 ms',
            pauses = q.pauses * tstzmultirange(tstzrange(null, resumed_at))
        where q.room_id = room.id and q.number = room.question_number;

        update core.rooms as r
        set state = 'open'
        where r.id = room.id;

        perform core.append_event(room.id, 'room.resumed', jsonb_build_object(
            'number', room.question_number, 'remaining_ms', core.remaining_ms(room.id, room.question_number)
        ));
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.resume_room is
'Lets the clock of a paused question run again. Resuming twice is no error. Returns the room. PT403 not_the_host, PT409
no_open_question, room_ended, assigned_game.';

revoke execute on function public.resume_room from public, anon;
grant execute on function public.resume_room to authenticated;

-- supabase/functions_sql/rooms/lifecycle/show_leaderboard.sql
create or replace function public.show_leaderboard(room_code text, shown boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if shown is null then
        perform core.fail(422, 'bad_shown', 'Say whether the leaderboard is to be shown: true or false.');
    end if;
    if room.leaderboard_shown <> shown then
        update core.rooms as r
        set leaderboard_shown = shown
        where r.id = room.id;

        -- In a live game scores don't change while a question is open, so this reveals nothing about the answers.
        perform core.append_event(
            room.id, 'room.leaderboard', jsonb_build_object('shown', shown) || core.boards(room.id, shown)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.show_leaderboard is
'Shows the leaderboard to everybody now and after each question, or hides it until the game ends. Returns the room.
PT403 not_the_host, PT409 room_ended, PT422 bad_shown.';

revoke execute on function public.show_leaderboard from public, anon;
grant execute on function public.show_leaderboard to authenticated;

-- supabase/functions_sql/rooms/lifecycle/skip_question.sql
create or replace function public.skip_question(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_question(room);
    perform core.close_open_question(room, skipped => true);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.skip_question is
'Takes the open question out of the game: nobody scores for it, it breaks no streak, and its key is not published.
Returns the room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game.';

revoke execute on function public.skip_question from public, anon;
grant execute on function public.skip_question to authenticated;

-- supabase/functions_sql/rooms/lifecycle/start_room.sql
create or replace function public.start_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_live(room);
    if room.state <> 'lobby' or room.announced > 0 then
        perform core.fail(409, 'already_started', 'This game has started already.');
    end if;
    perform core.go_on(room, false);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.start_room is
'Opens the first question, or announces it if it has pictures. Returns the room. PT403 not_the_host, PT409
already_started, room_ended, assigned_game.';

revoke execute on function public.start_room from public, anon;
grant execute on function public.start_room to authenticated;

-- supabase/functions_sql/rooms/players/clean_nickname.sql
create or replace function core.clean_nickname(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := core.tidy_name(written);
    fault text := core.name_fault(nickname);
begin
    if fault = 'invisible' then
        perform core.fail(422, 'bad_nickname', 'A nickname can''t contain invisible characters.');
    elsif fault = 'empty' then
        perform core.fail(422, 'nickname_required', 'Choose a nickname.');
    elsif fault = 'long' then
        perform core.fail(422, 'bad_nickname', 'A nickname may have at most 30 characters.');
    end if;
    return nickname;
end;
$$;

comment on function core.clean_nickname is $$
A nickname as it is shown: in NFKC, without spaces around it, and with single spaces between words. PT422 bad_nickname,
nickname_required.
> select core.clean_nickname('  Ａnn   B ')
Ann B
$$;

-- supabase/functions_sql/rooms/players/team_of_newcomer.sql
create or replace function core.team_of_newcomer(room core.rooms, wanted integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if wanted is not null and not exists (
        select from core.teams as t where t.room_id = room.id and t.number = wanted
    ) then
        perform core.fail(422, 'bad_team', 'This room has no such team.');
    end if;
    if wanted is not null and room.team_mode = 'manual' then
        return wanted;
    end if;
    return (
        select t.number
        from core.teams as t
        left join core.players as p on p.room_id = t.room_id and p.team = t.number and p.kicked_at is null
        where t.room_id = room.id
        group by t.number
        order by count(p.id), t.number
        limit 1
    );
end;
$$;

comment on function core.team_of_newcomer is
'The team of a new player of a locked room: the one they want if players may choose, otherwise the smallest; null in a
room without teams. PT422 bad_team.';

-- supabase/functions_sql/rooms/players/add_player.sql
create or replace function core.add_player(
    room core.rooms,     -- locked
    username text,       -- null: the caller's display name
    resume_token text,
    avatar text,         -- null: a seed made from the nickname
    team integer         -- null: the smallest team
) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    named text;
    player core.players;
begin
    perform core.require_not_ended(room);
    if room.locked then
        perform core.fail(409, 'room_locked', 'The host has locked this room.');
    end if;
    if room.max_players <= core.player_count(room.id) then
        perform core.fail(409, 'room_full', 'This room is full.');
    end if;
    named := core.clean_nickname(coalesce(
        username, (select left(p.display_name, 30) from core.profiles as p where p.id = core.caller_id())
    ));
    if room.profanity_filter and core.is_blocked(named) then
        perform core.fail(422, 'blocked_nickname', 'Choose another nickname, please.');
    end if;
    if exists (
        select from core.players as p
        where p.room_id = room.id and p.kicked_at is not null and p.nickname_key = core.nickname_key(named)
    ) then
        perform core.fail(403, 'kicked', 'The host has removed a player with this nickname from this room.');
    end if;
    if avatar !~ '^[A-Za-z0-9_-]{1,40}$' then
        perform core.fail(422, 'bad_avatar', 'An avatar''s seed must be 1 to 40 letters, digits, _ or -.');
    end if;

    insert into core.players as p (
        room_id, nickname, nickname_key, resume_hash, user_id, joined_number, avatar, team
    )
    values (
        room.id, named, core.nickname_key(named), sha256(convert_to(resume_token, 'UTF8')), core.caller_id(),
        case when room.state in ('open', 'paused') then room.question_number else room.question_number + 1 end,
        coalesce(avatar, left(md5(named), 12)), core.team_of_newcomer(room, team)
    )
    on conflict (room_id, nickname_key) where kicked_at is null do nothing
    returning p.* into player;

    if player.id is null then
        perform core.fail(409, 'nickname_taken', 'Somebody in this room has this nickname, or one that looks like it.');
    end if;
    return player;
end;
$$;

comment on function core.add_player is
'Adds a new player to a locked room and returns the row. PT409 room_ended, room_locked, room_full, nickname_taken, PT403
kicked, PT422 bad_nickname, nickname_required, blocked_nickname, bad_avatar, bad_team.';

-- supabase/functions_sql/rooms/players/claim_player.sql
create or replace function public.claim_player(room_code text, resume text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.room_of(room_code);
    player core.players;
begin
    if room.id is not null then
        room := core.locked_room(room_code);
        player := core.player_by_token(room, resume);
    end if;
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if player.user_id <> me then
        perform core.fail(409, 'already_claimed', 'Somebody else has this result in their account.');
    end if;
    if exists (select from core.players as p where p.room_id = room.id and p.user_id = me and p.id <> player.id) then
        perform core.fail(409, 'already_played', 'You have another result of this game in your account.');
    end if;
    update core.players as p
    set user_id = me
    where p.id = player.id;
    return core.player_view(player) || jsonb_build_object(
        'room_code', room.code,
        'score', case when core.tells_marks(room) then player.score end,
        'rank', case when core.tells_marks(room) then core.rank_of(player) end
    );
end;
$$;

comment on function public.claim_player is
'Adds the result of a game played under a nickname to the caller''s account. The resume token proves that it is theirs.
Claiming twice is no error. Returns the player with {"room_code", "score", "rank"}. PT401 not_signed_in, PT404
room_not_found, PT403 unknown_resume, kicked, PT409 already_claimed, already_played.';

revoke execute on function public.claim_player from public, anon;
grant execute on function public.claim_player to authenticated;

-- supabase/functions_sql/rooms/realtime/give_topic.sql
create or replace function core.give_topic(player core.players, mode core.room_mode) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.players as p
    set topic_key = replace(gen_random_uuid()::text, '-', ''),
        heard_at = case when mode = 'live' then clock_timestamp() end,
        realtime_during = tstzrange(coalesce(lower(p.realtime_during), clock_timestamp()), null)
    where p.id = player.id
    returning p.* into player;
    return player;
end;
$$;

comment on function core.give_topic is
'Gives a player who joins without a connection a Realtime topic of their own, in place of any older one, and in a live
game counts them as present until they fall silent. Returns the new row.';

-- supabase/functions_sql/rooms/views/announcement_audience.sql
create or replace function core.announcement_audience(room_id uuid) returns core.event_audience
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when count(*) <= core.setting('live.announce_limit') then 'everyone'
        else 'host'
    end::core.event_audience
    from core.players as p
    where p.room_id = announcement_audience.room_id and p.kicked_at is null;
$$;

comment on function core.announcement_audience is
'Who receives the events of players who join, leave or change teams: everyone while the room is small, otherwise the
hosts only. In a room of n players, sending them to everyone would take n² messages before the first question.';

-- supabase/functions_sql/rooms/players/player_welcome.sql
create or replace function core.player_welcome(player core.players) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    view jsonb := core.room_view(player.room_id, 'player');
    question jsonb := nullif(view -> 'question', 'null');
    told boolean := (select core.tells_marks(r) from core.rooms as r where r.id = player.room_id);
begin
    if view ->> 'mode' = 'assigned' then
        question := core.turn_view(player);
        view := view || jsonb_build_object('question', question, 'question_number', coalesce(
            (select max(t.number) from core.turns as t where t.player_id = player.id), 0
        ));
    elsif question is not null then
        view := jsonb_set(view, '{question}', question || jsonb_build_object(
            'limit_ms', round((question -> 'limit_ms')::numeric * player.time_factor),
            'remaining_ms', core.player_remaining_ms(player, (view ->> 'question_number')::integer),
            'answered', exists (
                select from core.live_answers as a
                where a.room_id = player.room_id and a.player_id = player.id
                    and a.number = (view ->> 'question_number')::integer
            )
        ));
    end if;
    return view || core.player_view(player) || jsonb_build_object(
        'time_factor', trim_scale(player.time_factor),
        'score', case when told then player.score end,
        'streak', case when told then player.streak end,
        'rank', case when told then core.rank_of(player) end,
        'players', core.player_list(player.room_id, false)
    );
end;
$$;

comment on function core.player_welcome is
'The welcome message for a player, without the resume token, of which only a hash is stored. The clock of its question
includes the player''s extra time.';

-- supabase/functions_sql/rooms/players/enter_room.sql
create or replace function core.enter_room(
    room_code text,
    username text,
    resume text,
    since bigint,
    avatar text,
    team integer,
    connected boolean   -- over a connection whose end is passed to core.player_disconnected
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    token text := resume;
    player core.players;
    was_away boolean := false;
    by_realtime boolean := not connected and core.use_realtime(room);
begin
    if resume is null then   -- whoever has a token has not guessed the code
        perform core.require_calls_left('room_codes', core.calling_network());
    end if;
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.locked_room(room_code);
    if resume is not null then
        player := core.player_by_token(room, resume);
        if player.id is null then
            return core.refuse_resume(room);
        end if;
    elsif core.caller_id() is not null then
        select p.* into player
        from core.players as p
        where p.room_id = room.id and p.user_id = core.caller_id();
    end if;
    perform core.require_not_kicked(player);
    if room.mode = 'live' and not connected and not by_realtime then
        -- nothing would say that they have gone, so every question would wait out its time for them
        perform core.fail(409, 'connection_needed', 'This game is played live. Join it over its WebSocket.');
    end if;

    if player.id is null then
        token := core.new_resume_token();
        player := core.add_player(room, username, token, avatar, team);
        was_away := true;
    else
        was_away := player.left_at is not null;
        token := coalesce(token, core.new_resume_token());
        update core.players as p
        set left_at = null, connection = p.connection + 1, resume_hash = sha256(convert_to(token, 'UTF8')),
            heard_at = null, topic_key = null,
            realtime_during = p.realtime_during * tstzrange(null, clock_timestamp())
        where p.id = player.id
        returning p.* into player;
    end if;
    if by_realtime then
        player := core.give_topic(player, room.mode);
    end if;
    if was_away and room.state <> 'ended' then
        perform core.append_event(
            room.id, 'player.joined', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;

    return jsonb_build_object(
        'room_id', room.id,
        'connection', player.connection,
        'welcome', core.player_welcome(player) || jsonb_build_object('resume', token),
        'events', case
            when since is null then '[]'
            else core.event_messages(room.id, since, 'player', player.id)
        end
    ) || case
        when by_realtime then core.realtime_entrance(
            core.room_topic(room.code, 'spectator'), core.room_topic(room.code, 'player', player.topic_key)
        )
        else '{}'
    end;
end;
$$;

comment on function core.enter_room is
'What public.join_room and core.relay_join_room do, with their arguments and errors.';

-- supabase/functions_sql/rooms/players/join_room.sql
create or replace function public.join_room(
    room_code text,
    username text default null,    -- the nickname of a new player; null: the caller's display name
    resume text default null,      -- the token of a player who comes back
    since bigint default null,     -- seq of the last event that the client has
    avatar text default null,      -- seed of a picture
    team integer default null      -- number of the team that the player would like
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entered jsonb;
begin
    perform core.require_calls_left('joins', core.calling_network());
    entered := core.enter_room(room_code, username, resume, since, avatar, team, connected => false);
    perform core.count_call('joins', core.calling_network());   -- last: its row is locked, and the room was waited for
    return entered;
end;
$$;

comment on function public.join_room is
'Enters a room without a connection: as a new player under a nickname, or as the same player with the resume token or
from the same account. Returns {"room_id", "connection", "welcome", "events"}: the number of this connection of the
player, the room as it is now with the token in resume, and the events after `since`. A live game is joined over its
WebSocket or, where the database has Realtime, with this function: then there are also "topics" and "heartbeat_in_ms",
and the player is present as long as they call player_heartbeat. PT404 room_not_found, PT403 unknown_resume, kicked,
PT409 connection_needed, room_ended, room_locked, room_full, nickname_taken, PT422 bad_nickname, nickname_required,
blocked_nickname, bad_avatar, bad_team.';

revoke execute on function public.join_room from public;
grant execute on function public.join_room to anon, authenticated;

-- supabase/functions_sql/rooms/players/player_in.sql
create or replace function core.player_in(room core.rooms, player_id uuid) returns core.players
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    select p.* into player
    from core.players as p
    where p.room_id = room.id and p.id = player_in.player_id;
    if not found then
        perform core.fail(404, 'player_not_found', 'There is no such player in this room.');
    end if;
    return player;
end;
$$;

comment on function core.player_in is 'The player of this id in this room, kicked or not. PT404 player_not_found.';

-- supabase/functions_sql/rooms/players/kick_player.sql
create or replace function public.kick_player(room_code text, player_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players;
    view jsonb;
begin
    perform core.require_not_ended(room);
    player := core.player_in(room, player_id);
    if player.kicked_at is null then
        update core.players as p
        set kicked_at = clock_timestamp(), left_at = coalesce(p.left_at, clock_timestamp())
        where p.id = player.id;

        view := core.player_view(player);
        perform core.append_event(room.id, 'kicked', view, 'player', player.id);
        perform core.append_event(
            room.id, 'player.left', view || '{"kicked": true}', core.announcement_audience(room.id)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.kick_player is
'Removes a player and bans them from this room: they can''t come back by their token or account, nor under this nickname
or one that looks like it, and their answers no longer count. Returns the room. PT404 player_not_found, PT403
not_the_host, PT409 room_ended.';

revoke execute on function public.kick_player from public, anon;
grant execute on function public.kick_player to authenticated;

-- supabase/functions_sql/rooms/players/player_disconnected.sql
create or replace function core.player_disconnected(
    player_ids uuid[],
    connections integer[] default null,   -- as join_room numbered them; null: their newest
    vanished boolean[] default null       -- true: the connection broke; null or false: they left
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    codes jsonb;
begin
    perform
    from core.rooms as r
    where r.id in (select p.room_id from core.players as p where p.id = any(player_ids))
    order by r.code   -- the order of core.call_many
    for update;

    with gone as (
        update core.players as p
        set left_at = clock_timestamp(),
            awaited_until = case when ended.vanished then
                clock_timestamp() + core.setting('live.absence_grace_ms') * interval '1 ms'
            end
        from unnest(player_ids, connections, vanished) as ended (player_id, connection, vanished), core.rooms as r
        where p.id = ended.player_id
            and p.connection = coalesce(ended.connection, p.connection)
            and p.left_at is null
            and r.id = p.room_id
            and r.state <> 'ended'
        returning p.id, p.room_id, core.player_view(p) as view
    ),

    placed as (
        select
            g.*,
            row_number() over (partition by g.room_id order by g.id) as place,
            count(*) over (partition by g.room_id) as of
        from gone as g
    ),

    numbered as (
        update core.rooms as r
        set seq = r.seq + counted.of
        from (select distinct placed.room_id, placed.of from placed) as counted
        where r.id = counted.room_id
        returning r.id, r.code, r.seq - counted.of as seq_before, core.announcement_audience(r.id) as audience
    ),

    appended as (
        insert into core.room_events (room_id, seq, type, audience, payload)
        select
            n.id,
            n.seq_before + placed.place,
            'player.left',
            n.audience,
            placed.view || '{"kicked": false}'
        from placed
        inner join numbered as n on n.id = placed.room_id
        returning room_events.room_id, room_events.seq
    ),

    woken as (
        select n.code, pg_notify('room_' || n.code, max(appended.seq)::text)
        from appended
        inner join numbered as n on n.id = appended.room_id
        group by n.code
    )

    select coalesce(jsonb_agg(woken.code), '[]') into codes
    from woken;
    return codes;
end;
$$;

comment on function core.player_disconnected is
'Marks players as away whose connection ended or who left. They keep their scores and may come back. A question does not
wait for players who left; for those whose connection broke it waits for live.absence_grace_ms. Ignores players who have
a newer connection than the given one. Returns the codes of the rooms that players left, as a list.';

revoke execute on function core.player_disconnected from public;
grant execute on function core.player_disconnected to authenticator;

-- supabase/functions_sql/rooms/players/relay_join_room.sql
create or replace function core.relay_join_room(
    room_code text,
    username text default null,
    resume text default null,
    since bigint default null,
    avatar text default null,
    team integer default null
) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.enter_room(room_code, username, resume, since, avatar, team, connected => true);
$$;

comment on function core.relay_join_room is
'public.join_room for a player who has a connection, whose end the relay passes to core.player_disconnected.
`connection` in the result numbers the connections of a player for that. Questions of a live game wait for such a
player, so only the relay may say that somebody is one.';

revoke execute on function core.relay_join_room from public;
grant execute on function core.relay_join_room to authenticator;

-- supabase/functions_sql/rooms/players/relay_watch_room.sql
create or replace function core.relay_watch_room(
    room_code text,
    since bigint default null,
    on_phone boolean default false   -- true: as a spectator; false: as the projector
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    role text := case when on_phone then 'spectator' else 'projector' end;
begin
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.shared_room(room_code);
    return jsonb_build_object(
        'room_id', room.id,
        'welcome', core.room_view(room.id, role) || jsonb_build_object('players', core.player_list(room.id, false)),
        'events', core.event_messages(room.id, since, role)
    );
end;
$$;

comment on function core.relay_watch_room is
'public.watch_room for somebody whose messages a relay sends, so that Realtime need not send them.';

revoke execute on function core.relay_watch_room from public;
grant execute on function core.relay_watch_room to authenticator;

-- supabase/functions_sql/rooms/players/set_extra_time.sql
create or replace function public.set_extra_time(room_code text, player_id uuid, factor numeric) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players := core.player_in(room, player_id);
begin
    perform core.require_not_ended(room);
    if factor is null or factor not between 1 and 10 then
        perform core.fail(422, 'bad_factor', 'The factor must be from 1 to 10.');
    end if;
    if player.time_factor <> round(factor, 2) then
        update core.players as p
        set time_factor = round(factor, 2)
        where p.id = player.id;

        perform core.append_event(room.id, 'player.time', jsonb_build_object(
            'player_id', player.id, 'time_factor', trim_scale(round(factor, 2))
        ), 'player', player.id);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.set_extra_time is
'Gives a player more time for every question, the open one included: a factor of 1.5 gives 50 % more time. Points for
speed are computed with that time, and questions wait for the player. Other players are not informed. Returns the room.
PT404 player_not_found, PT403 not_the_host, PT409 room_ended, PT422 bad_factor.';

revoke execute on function public.set_extra_time from public, anon;
grant execute on function public.set_extra_time to authenticated;

-- supabase/functions_sql/rooms/players/set_team.sql
create or replace function public.set_team(room_code text, player_id uuid, team integer) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players := core.player_in(room, player_id);
begin
    perform core.require_not_ended(room);
    if not exists (select from core.teams as t where t.room_id = room.id and t.number = set_team.team) then
        perform core.fail(422, 'bad_team', 'This room has no such team.');
    end if;
    if player.team is distinct from set_team.team then
        update core.players as p
        set team = set_team.team
        where p.id = player.id
        returning p.* into player;

        perform core.append_event(
            room.id, 'player.team', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.set_team is
'Moves a player to another team; their points go with them. Returns the room. PT404 player_not_found, PT403
not_the_host, PT409 room_ended, PT422 bad_team.';

revoke execute on function public.set_team from public, anon;
grant execute on function public.set_team to authenticated;

-- supabase/functions_sql/rooms/players/suggest_nickname.sql
create or replace function public.suggest_nickname(room_code text) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    adjectives constant text[] := '{
        Agile, Amber, Brave, Bright, Calm, Clever, Cosmic, Cosy, Crimson, Curious, Daring, Dapper, Eager,
        Fabled, Fair, Fleet, Gentle, Golden, Happy, Hidden, Humble, Jolly, Keen, Kind, Lively, Lucky, Lunar,
        Merry, Mighty, Misty, Noble, Nimble, Patient, Polite, Proud, Quick, Quiet, Rapid, Royal, Silver,
        Sunny, Swift, Velvet, Vivid, Wild, Wise, Witty, Zesty
    }';
    animals constant text[] := '{
        Badger, Beaver, Bison, Crane, Dolphin, Eagle, Falcon, Ferret, Finch, Fox, Gecko, Gibbon, Hare, Hawk,
        Hedgehog, Heron, Ibex, Jaguar, Koala, Lark, Lemur, Lion, Lynx, Magpie, Marten, Moose, Narwhal, Newt,
        Ocelot, Octopus, Orca, Otter, Owl, Panda, Parrot, Penguin, Puffin, Puma, Raven, Robin, Salmon, Seal,
        Sparrow, Squirrel, Stork, Tiger, Toucan, Walrus, Wolf, Zebra
    }';
    room core.rooms := core.room_of(room_code);
    suggested text;
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        return core.refuse_room_code();
    end if;
    select drawn.name into suggested
    from (
        select
            adjectives[1 + floor(random() * cardinality(adjectives))::integer]
            || ' ' || animals[1 + floor(random() * cardinality(animals))::integer]
            || case when turn > 20 then ' ' || turn else '' end as name
        from generate_series(1, 400) as turn
    ) as drawn
    where not exists (
        select from core.players as p where p.room_id = room.id and p.nickname_key = core.nickname_key(drawn.name)
    )
    limit 1;
    return jsonb_build_object('nickname', suggested, 'avatar', left(md5(suggested), 12));
end;
$$;

comment on function public.suggest_nickname is
'Suggests a nickname that nobody in the room has, an adjective and an animal, and the seed of an avatar: {"nickname",
"avatar"}. The nickname is not reserved. PT404 room_not_found.';

revoke execute on function public.suggest_nickname from public;
grant execute on function public.suggest_nickname to anon, authenticated;

-- supabase/functions_sql/rooms/players/validate_room.sql
create or replace function public.validate_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        perform core.count_call('room_codes', core.calling_network());
    end if;
    return jsonb_build_object(
        'room_code', core.canonical_code(room_code),
        'valid', coalesce(room.state <> 'ended' and room.expires_at > now(), false),
        'state', room.state,
        'locked', room.locked,
        'players', core.player_count(room.id),
        'title', room.title,
        'mode', room.mode,
        'team_mode', room.team_mode,
        'teams', coalesce(core.team_list(room.id), '[]'),
        'next_room_code', (select n.code from core.rooms as n where n.id = room.next_room_id)
    );
end;
$$;

comment on function public.validate_room is
'Tells somebody who wants to join a room whether its game has not ended yet (valid), and what they need to know:
{"room_code", "valid", "state", "locked", "players", "title", "mode", "team_mode", "teams", "next_room_code"}. An
unknown code is no error: valid is false. Such a guess is counted, so PostgREST takes this call by POST only.
next_room_code is the code of the room in which the same players play again.';

revoke execute on function public.validate_room from public;
grant execute on function public.validate_room to anon, authenticated;

-- supabase/functions_sql/rooms/players/watch_room.sql
create or replace function public.watch_room(
    room_code text,
    since bigint default null,
    on_phone boolean default false   -- true: as a spectator; false: as the projector
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    role text := case when on_phone then 'spectator' else 'projector' end;
    by_realtime boolean;
    watched jsonb;
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        return core.refuse_room_code();
    end if;
    by_realtime := core.use_realtime(room);   -- before the room is locked for its readers
    watched := core.relay_watch_room(room_code, since, on_phone);
    perform core.count_call('joins', core.calling_network());
    return watched
        || case when by_realtime then core.realtime_entrance(core.room_topic(room.code, role)) else '{}' end;
end;
$$;

comment on function public.watch_room is
'Enters a room as its projector or as a spectator, who receives the events for everyone and is not a player. Returns
{"room_id", "welcome", "events"}: the room as it is now, and the events after `since`; where the database has Realtime,
also "topics": where its messages come. PT404 room_not_found.';

revoke execute on function public.watch_room from public;
grant execute on function public.watch_room to anon, authenticated;

-- supabase/functions_sql/rooms/realtime/heartbeat_in_ms.sql
create or replace function core.heartbeat_in_ms(due_in_ms integer, spread_ms integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select least(
        core.setting('live.heartbeat_ms'),
        due_in_ms + greatest(floor(random() * spread_ms), 100 - due_in_ms)
    )::integer;
$$;

comment on function core.heartbeat_in_ms is
'In how many ms a client is to send its next heartbeat: when the room goes on by itself (core.due_in_ms), plus a random
part of spread_ms, so that not all come at once; at least 100 ms and at most live.heartbeat_ms from now.';

-- supabase/functions_sql/rooms/realtime/answer_question.sql
create or replace function public.answer_question(
    room_code text,
    resume text,
    question integer,
    response jsonb,
    confidence text default null   -- low or high
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    received_at timestamptz := clock_timestamp();
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    verdict text;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    perform core.require_live(room);
    perform pg_advisory_xact_lock_shared(core.room_lock_key(room.id));   -- wait while the room is being changed
    verdict := (core.accept_answers(
        array[room.id], array[player.id], array[question], array[response::text],
        array[floor(1000 * extract(epoch from clock_timestamp() - received_at))::integer], array[confidence]
    ))[1];
    return jsonb_build_object(
        'messages', case
            when verdict = 'accepted' then
                jsonb_build_array(jsonb_build_object('type', 'answer.accepted', 'question', question))
            else core.rejection(question, verdict, (core.rejection_sentences(
                array[verdict], array[room.id], array[question], array[response::text]
            ))[1])
        end,
        'heartbeat_in_ms', core.heartbeat_in_ms(0, 300)
    );
end;
$$;

comment on function public.answer_question is
'Answers the open question of a live game. Returns {"messages", "heartbeat_in_ms"}: answer.accepted, which is committed
when this has returned, or answer.rejected with its code; and when to send the next heartbeat, which closes the question
if everybody has answered. The time of receipt is the database''s. Sending the same answer again changes nothing. PT404
room_not_found, PT403 unknown_resume, kicked, PT409 assigned_game, room_ended.';

revoke execute on function public.answer_question from public;
grant execute on function public.answer_question to anon, authenticated;

-- supabase/functions_sql/rooms/scoring/question_results.sql
create or replace function core.question_results(
    room_id uuid,
    number integer,
    player_ids uuid[] default null   -- null: all
) returns json
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
declare
    room_question core.room_questions;
    kind core.question_kind;
begin
    select q.* into room_question
    from core.room_questions as q
    where q.room_id = question_results.room_id and q.number = question_results.number;
    select v.kind into kind
    from core.question_versions as v
    where v.question_id = room_question.question_id and v.version = room_question.version;
    if room_question.closed_at is null or room_question.skipped or kind = 'slide' then
        return '[]';
    end if;
    return (
        select coalesce(json_agg(json_build_object(
            'player_id', p.id,
            'message', core.result_message(
                room_question.number, core.is_right(kind, a.fraction), coalesce(a.points, 0), p.score, p.rank, p.streak
            )
        )), '[]')
        from (
            select
                ranked.id, ranked.score, ranked.streak, ranked.joined_number,
                rank() over (order by ranked.score desc) as rank
            from core.players as ranked
            where ranked.room_id = question_results.room_id and ranked.kicked_at is null
        ) as p
        left join core.live_answers as a
            on a.room_id = question_results.room_id and a.number = question_results.number and a.player_id = p.id
        where p.joined_number <= question_results.number
            and (player_ids is null or p.id in (select unnest(player_ids)))
    );
end;
$$;

comment on function core.question_results is
'What each player receives about a closed question: [{"player_id", "message": result}]. In a result, correct says
whether the answer was entirely right; it is null for a poll. Players who joined later receive nothing. The list is
empty while the question is open, for a slide and for a skipped question.';

revoke execute on function core.question_results from public;
grant execute on function core.question_results to authenticator;

-- supabase/functions_sql/rooms/realtime/broadcast_event.sql
create or replace function core.broadcast_event() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    receiver_key text;
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then   -- Realtime has been removed
        return null;
    end if;
    select r.* into room
    from core.rooms as r
    where r.id = new.room_id and r.on_realtime;   -- whoever appends an event has locked the room
    if not found then
        return null;
    end if;
    select p.topic_key into receiver_key
    from core.players as p
    where p.id = new.player_id;

    perform realtime.send(sent.message, new.type, sent.topic, true)
    from (
        select distinct
            frame.value -> 'message' as message,
            core.room_topic(
                room.code,
                case when new.audience = 'everyone' and role.name = 'player' then 'spectator' else role.name end,
                receiver_key
            ) as topic
        from jsonb_array_elements(core.event_frames(new, room.question_on_phones)) as frame
        cross join jsonb_array_elements_text(frame.value -> 'roles') as role (name)
    ) as sent
    where sent.topic is not null
        and not (new.payload ? 'for_relays' and sent.topic = core.room_topic(room.code, 'spectator'));

    if new.type = 'question.closed' then
        perform realtime.send(
            result.value -> 'message', 'result', core.room_topic(room.code, 'player', p.topic_key), true
        )
        from jsonb_array_elements(core.question_results(room.id, room.question_number, array(
            select keyed.id from core.players as keyed where keyed.room_id = room.id and keyed.topic_key is not null
        ))::jsonb) as result
        inner join core.players as p on p.id = (result.value ->> 'player_id')::uuid;
    end if;
    return null;
end;
$$;

comment on function core.broadcast_event is
'Passes an event of a room that somebody has entered by rpc() on to the Realtime topics of those who receive it
(core.event_frames), and after question.closed each player''s result to their own topic. Realtime sends a message when
its transaction has committed. A message to one player who has no topic of their own is not sent: a relay sends it.
Players on Realtime receive no event that is for_relays (core.forgive_silence).';

-- supabase/functions_sql/rooms/realtime/dismiss_silent_players.sql
create or replace function core.dismiss_silent_players(
    room_id uuid default null,    -- null: all rooms
    spared uuid default null      -- a player who is sending a heartbeat
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    heard_before timestamptz := clock_timestamp() - core.setting('live.silence_ms') * interval '1 ms';
    silent uuid[];
    connections integer[];
begin
    silent := array(
        select p.id
        from core.rooms as r
        inner join core.players as p on p.room_id = r.id
        where r.state <> 'ended' and r.mode = 'live'
            and (dismiss_silent_players.room_id is null or r.id = dismiss_silent_players.room_id)
            and p.topic_key is not null and p.left_at is null and p.heard_at < heard_before
            and p.id is distinct from spared
    );
    if silent = '{}' then
        return;
    end if;

    perform
    from core.rooms as r
    where r.id in (select p.room_id from core.players as p where p.id = any (silent))
    order by r.code   -- the order of core.call_many
    for update;
    -- They are locked only now, and some have been heard meanwhile
    select array_agg(locked.id), array_agg(locked.connection) into silent, connections
    from (
        select p.id, p.connection
        from core.players as p
        where p.id = any (silent) and p.left_at is null and p.heard_at < heard_before
        order by p.id
        for update
    ) as locked;
    if silent is not null then
        perform core.player_disconnected(silent, connections);
    end if;
end;
$$;

comment on function core.dismiss_silent_players is
'Marks players as away who play without a connection and have sent no heartbeat for live.silence_ms. Questions stop
waiting for them at that moment in any case (core.waits_ms). Heartbeats call this for their room, and relays for all.';

revoke execute on function core.dismiss_silent_players from public;
grant execute on function core.dismiss_silent_players to authenticator;

-- supabase/functions_sql/rooms/realtime/heartbeat_events.sql
create or replace function core.heartbeat_events(
    room_id uuid,
    since bigint,
    role text,                     -- host or player
    player_id uuid default null
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    newest bigint := (select r.seq from core.rooms as r where r.id = heartbeat_events.room_id);
    first_after bigint := case when since is not null then least(greatest(since, 0), newest) end;
    until bigint := coalesce(least(newest, first_after + core.setting('live.heartbeat_events')), newest);
begin
    return jsonb_build_object(
        'seq', until,
        'events', core.event_messages(room_id, first_after, role, player_id, until),
        'more', until < newest
    );
end;
$$;

comment on function core.heartbeat_events is
'What somebody missed since the last heartbeat: {"seq", "events", "more"}. At most live.heartbeat_events events, of
which seq is the newest; if there are more, the next heartbeat returns them. No events if since is null.';

-- supabase/functions_sql/rooms/realtime/step_clock.sql
create or replace function core.step_clock(room core.rooms) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    moment timestamptz := clock_timestamp();
begin
    if exists (
        select from core.relay_watch as w
        where w.heard_at < moment - core.setting('live.relay_silence_ms') * interval '1 ms'
            and w.heard_at > moment - core.setting('live.max_answer_age_ms') * interval '1 ms'
    ) and core.needs_relay(room) then
        return null;
    end if;
    return core.close_if_due(room.code) ->> 'due_in_ms';
end;
$$;

comment on function core.step_clock is
'Does what is due in a room for a heartbeat, and returns the time in ms until the next step; null if no clock runs.
While no relay has been heard for a moment, a room that needs one (core.needs_relay) stays as it is: its relays may
come back with answers that they received in time (core.forgive_silence). After live.max_answer_age_ms no such answer
counts any more.';

-- supabase/functions_sql/rooms/views/room_progress.sql
create or replace function core.room_progress(room_ids uuid[]) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'room_id', r.id, 'number', r.question_number, 'answered', counted.answered, 'players', counted.players
    )), '[]')
    from core.rooms as r
    cross join lateral (
        select count(*) as players, count(a.player_id) as answered
        from core.players as p
        left join core.live_answers as a
            on a.room_id = r.id and a.number = r.question_number and a.player_id = p.id
        where p.room_id = r.id and p.left_at is null and p.kicked_at is null
    ) as counted
    where r.id = any(room_ids) and r.state = 'open';
$$;

comment on function core.room_progress is
'For each of these rooms that has an open question, how many of the players present have answered it: [{"room_id",
"number", "answered", "players"}].';

revoke execute on function core.room_progress from public;
grant execute on function core.room_progress to authenticator;

-- supabase/functions_sql/rooms/realtime/look_at_room.sql
create or replace function core.look_at_room(
    room core.rooms,
    spared uuid default null      -- a player who is sending a heartbeat
) returns core.room_looks
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    look core.room_looks;
    due_in_ms integer;
begin
    select l.* into look
    from core.room_looks as l
    where l.room_id = room.id;
    if look.seq = room.seq and look.looked_at > clock_timestamp() - interval '1 s'
        and coalesce(look.due_at > clock_timestamp(), true) then
        return look;
    end if;

    if look.room_id is null then
        insert into core.room_looks (room_id)
        values (room.id)
        on conflict do nothing;
    end if;
    perform
    from core.room_looks as l
    where l.room_id = room.id
    for update skip locked;
    if not found then
        return look;   -- another heartbeat is looking at the moment
    end if;
    due_in_ms := core.step_clock(room);
    perform core.dismiss_silent_players(room.id, spared);
    update core.room_looks as l
    set looked_at = clock_timestamp(),
        seq = room.seq,
        due_at = clock_timestamp() + due_in_ms * interval '1 ms',
        progress = (
            select jsonb_build_object(
                'type', 'progress',
                'question', counted.value -> 'number',
                'answered', counted.value -> 'answered',
                'players', counted.value -> 'players'
            )
            from jsonb_array_elements(core.room_progress(array[room.id])) as counted
        )
    where l.room_id = room.id
    returning l.* into look;
    return look;
end;
$$;

comment on function core.look_at_room is
'Does for a heartbeat what takes longer the more players there are: what is due by the room''s clock, dismissing players
who are silent, and counting answers. Returns when that was done last. It is done again when something is due, an event
has happened or a second has passed, and by one heartbeat at a time; the others only read one row. A seq that is too
small, because events happened meanwhile, is one look more.';

-- supabase/functions_sql/rooms/realtime/ms_until.sql
create or replace function core.ms_until(moment timestamptz) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select ceil(1000 * greatest(0, least(extract(epoch from moment - clock_timestamp()), 86400)))::integer;
$$;

comment on function core.ms_until is
'The time in ms until a moment, a day at most; 0 if it is over, null if there is none.';

-- supabase/functions_sql/rooms/realtime/host_heartbeat.sql
create or replace function public.host_heartbeat(
    room_code text,
    since bigint default null      -- seq of the last heartbeat, or of the welcome
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    look core.room_looks;
    news jsonb;
begin
    perform core.require_host(room);
    look := core.look_at_room(room);
    perform core.note_hosts(array[room.id]);
    news := core.heartbeat_events(room.id, since, 'host');
    return (news - 'more') || jsonb_build_object(
        'progress', look.progress,
        'heartbeat_in_ms', core.heartbeat_in_ms(
            case when (news -> 'more')::boolean then 0 else core.ms_until(look.due_at) end, 0
        )
    );
end;
$$;

comment on function public.host_heartbeat is
'Says that a host who has no WebSocket is still there, and does what is due in the room by the database''s clock.
Returns {"seq", "events", "progress", "heartbeat_in_ms"}: the events after `since`, the `since` of the next call, how
many have answered the open question (null: none is open), and when to call this again. The count may be a second old.
PT403 not_the_host.';

revoke execute on function public.host_heartbeat from public, anon;
grant execute on function public.host_heartbeat to authenticated;

-- supabase/functions_sql/rooms/realtime/leave_room.sql
create or replace function public.leave_room(
    room_code text,
    resume text,
    connection integer   -- as join_room returned it
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    has_left boolean;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if connection is null then
        perform core.fail(422, 'missing_field', 'connection is missing.');
    end if;
    has_left := core.player_disconnected(array[player.id], array[connection]) <> '[]';
    if has_left then
        update core.players as p
        set connection = p.connection + 1   -- so that a heartbeat on its way does not bring the player back
        where p.id = player.id;
    end if;
    return jsonb_build_object('left', has_left);
end;
$$;

comment on function public.leave_room is
'A player who has no WebSocket leaves for now; join_room with the resume token brings them back. Returns {"left"}: false
if they were away already or play on another device. From then on, heartbeats of this connection are refused. PT404
room_not_found, PT403 unknown_resume, kicked, PT422 missing_field.';

revoke execute on function public.leave_room from public;
grant execute on function public.leave_room to anon, authenticated;

-- supabase/functions_sql/rooms/realtime/may_receive.sql
create or replace function core.may_receive(topic text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select case
            when topic in (core.room_topic(r.code, 'spectator'), core.room_topic(r.code, 'projector')) then true
            when topic = core.room_topic(r.code, 'host') then core.is_host(r)
            else exists (
                select from core.players as p
                where p.room_id = r.id and p.kicked_at is null
                    and topic = core.room_topic(r.code, 'player', p.topic_key)
            )
        end
        from core.rooms as r
        where r.code = split_part(topic, ':', 2)
    ), false);
$$;

comment on function core.may_receive is
'Whether the caller may join this Realtime topic. Anybody who knows the code of a room may watch it, as with
public.watch_room; the topic of the hosts is for its hosts, and a player''s for whoever knows its key. False for topics
that belong to no room. The policies on realtime.messages ask this as the client who joins; clients can''t call it,
because they have no usage on the schema.';

revoke execute on function core.may_receive from public;
grant execute on function core.may_receive to anon, authenticated;

-- supabase/functions_sql/rooms/realtime/note_heartbeat.sql
create or replace function core.note_heartbeat(room core.rooms, player core.players) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.players as p
    set heard_at = case when p.heard_at is not null then clock_timestamp() end,   -- null: not needed to be present
        heartbeats_until = greatest(p.heartbeats_until, clock_timestamp()) + interval '1 s'
    where p.id = player.id and p.connection = player.connection and (p.left_at is null or p.heard_at is null);
    if found then
        return;
    end if;

    room := core.locked_room(room.code);
    update core.players as p
    set heard_at = clock_timestamp(), left_at = null
    where p.id = player.id and p.connection = player.connection and p.kicked_at is null and room.state <> 'ended';
    if found then
        perform core.append_event(
            room.id, 'player.joined', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;
end;
$$;

comment on function core.note_heartbeat is
'Notes that a player without a connection is there, and counts the heartbeat (core.require_heartbeat_left). One who was
away is present again, which everybody receives.';

-- supabase/functions_sql/rooms/realtime/require_heartbeat_left.sql
create or replace function core.require_heartbeat_left(player core.players) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if player.heartbeats_until
        > clock_timestamp() + (core.setting('live.heartbeat_burst') - 1) * interval '1 s' then
        perform core.fail(
            429, 'too_many_heartbeats', 'Heartbeats come too fast. Send the next one when heartbeat_in_ms has passed.'
        );
    end if;
end;
$$;

comment on function core.require_heartbeat_left is
'Refuses a heartbeat of a player who has sent live.heartbeat_burst of them and then more than one a second, before it
reads the room or writes anything. PT429 too_many_heartbeats.';

-- supabase/functions_sql/rooms/realtime/player_heartbeat.sql
create or replace function public.player_heartbeat(
    room_code text,
    resume text,
    connection integer,            -- as join_room returned it
    since bigint default null      -- seq of the last heartbeat, or of the welcome
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    look core.room_looks;
    news jsonb;
    due_in_ms integer;
    spread_ms integer := 1000;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if player.connection is distinct from player_heartbeat.connection then
        perform core.fail(409, 'replaced', 'You are playing this game on another device.');
    end if;
    perform core.require_heartbeat_left(player);
    -- The row of the player is locked after that of the room, as by all who change players.
    look := core.look_at_room(room, player.id);
    perform core.note_heartbeat(room, player);
    news := core.heartbeat_events(room.id, since, 'player', player.id);
    due_in_ms := core.ms_until(look.due_at);
    if exists (
        select from core.live_answers as a
        where a.room_id = room.id and a.number = room.question_number and a.player_id = player.id
            and a.received_at > look.looked_at
    ) then
        due_in_ms := least(due_in_ms, core.ms_until(look.looked_at + interval '1 s'));
        spread_ms := 300;
    end if;
    if (news -> 'more')::boolean then
        due_in_ms := 0;
    end if;
    return (news - 'more') || jsonb_build_object('heartbeat_in_ms', core.heartbeat_in_ms(due_in_ms, spread_ms));
end;
$$;

comment on function public.player_heartbeat is
'Says that a player who has no WebSocket is still there; one who counted as away is present again. Also does what is
due in the room by the database''s clock, so a room needs no relay. Returns {"seq", "events", "heartbeat_in_ms"}: the
events after `since`, some of which the client may have missed, the `since` of the next call, and when to make it.
Questions do not wait for players who are silent for live.silence_ms. PT404 room_not_found, PT403 unknown_resume,
kicked, PT409 replaced, PT429 too_many_heartbeats.';

revoke execute on function public.player_heartbeat from public;
grant execute on function public.player_heartbeat to anon, authenticated;

-- supabase/functions_sql/rooms/realtime/set_up_realtime.sql
create or replace function core.set_up_realtime() returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    client text;
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null
        or to_regclass('realtime.messages') is null then
        return false;
    end if;
    if not core.has_realtime() then
        create trigger broadcast_event after insert on core.room_events
            for each row execute function core.broadcast_event();
    end if;
    foreach client in array array['anon', 'authenticated'] loop
        if not exists (
            select from pg_policy as p
            where p.polrelid = 'realtime.messages'::regclass and p.polname = client || ' receives from rooms'
        ) then
            execute format(
                'create policy %I on realtime.messages for select to %I '
                || 'using (extension = ''broadcast'' and (select core.may_receive((select realtime.topic()))))',
                client || ' receives from rooms', client
            );
        end if;
    end loop;
    return true;
end;
$$;

comment on function core.set_up_realtime is
'Lets rooms use Supabase Realtime, if the database has it: a trigger passes each event of a room on to its topics, and
policies on realtime.messages say who may join which. Returns whether the database has Realtime. Migrating calls it.
Whoever turns Realtime on later calls it, or migrates again; a second call changes nothing.';

-- supabase/functions_sql/rooms/scoring/question_counts.sql
create or replace function core.question_counts(
    room_id uuid,
    number integer,
    out answered bigint,
    out "right" bigint,     -- entirely
    out mean_ms numeric,
    out mean_points numeric
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*), count(*) filter (where a.fraction >= 1), round(avg(a.elapsed_ms)), round(avg(a.points))
    from core.live_answers as a
    inner join core.players as p on p.id = a.player_id and p.kicked_at is null
    where a.room_id = question_counts.room_id and a.number = question_counts.number;
$$;

comment on function core.question_counts is
'Figures about one question of a room, without kicked players: how many answered, how many were entirely right, the mean
time in ms and the mean points.';

-- supabase/functions_sql/rooms/views/events_since.sql
create or replace function core.events_since(room_code text, since bigint) returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with room as materialized (   -- so that its clock is computed once, not for each event
        select r.id, r.question_on_phones, core.due_in_ms(r.id) as due_in_ms
        from core.rooms as r
        where r.code = (select core.canonical_code(events_since.room_code)) and r.seq > coalesce(events_since.since, 0)
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'seq', e.seq,
        'type', e.type,
        'number', e.payload -> 'number',
        'player_id', e.player_id,
        'host_ids', case when e.type = 'room.hosts' then jsonb_path_query_array(e.payload, '$.hosts[*].user_id') end,
        'due_in_ms', room.due_in_ms,
        'frames', core.event_frames(e, room.question_on_phones)
    ) order by e.seq), '[]')
    from room
    inner join core.room_events as e on e.room_id = room.id
    where e.seq > coalesce(events_since.since, 0);
$$;

comment on function core.events_since is
'All events of a room after a seq, for a relay: [{"seq", "type", "number", "player_id", "host_ids", "due_in_ms",
"frames"}]. number: of the question that the event is about. player_id: the one player whom it is for. host_ids: the
hosts after a room.hosts event. due_in_ms: the time until the room goes on by itself (core.due_in_ms). frames: who
receives what (core.event_frames).';

revoke execute on function core.events_since from public;
grant execute on function core.events_since to authenticator;

-- supabase/functions_sql/rooms/views/list_played_rooms.sql
create or replace function public.list_played_rooms(
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in their titles; null: all
    sort text default null        -- joined_at or title, with - before it to descend; null: -joined_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[format(
            'select p.id, p.joined_at, core.sort_key(r.title) as title, p as player, r as room from core.players as p '
            'inner join core.rooms as r on r.id = p.room_id where p.user_id = %L and p.kicked_at is null and %s',
            core.person_id(), core.search_condition('r.title', q)
        )],
        $sql$core.player_view(r.player) || jsonb_build_object(
            'room_code', (r.room).code,
            'title', (r.room).title,
            'state', (r.room).state,
            'joined_at', r.joined_at,
            'score', case when core.tells_marks(r.room) then (r.player).score end,
            'rank', case when core.tells_marks(r.room) then core.rank_of(r.player) end,
            'players', core.player_count((r.room).id)
        )$sql$,
        '{"joined_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-joined_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_played_rooms is
'A page of the games in the caller''s account, claimed ones included, newest first unless sorted otherwise: {"items",
"next_cursor"}. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_played_rooms from public, anon;
grant execute on function public.list_played_rooms to authenticated;

-- supabase/functions_sql/rooms/views/list_rooms.sql
create or replace function public.list_rooms(
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in their titles; null: all
    sort text default null        -- created_at or title, with - before it to descend; null: -created_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    shown constant text := 'r.id, r.created_at, core.sort_key(r.title) as title, r as room from ';
    condition text := core.search_condition('r.title', q);
begin
    return core.sorted_page(
        array[
            format('select %s where r.host_id = %L and %s', shown || 'core.rooms as r', me, condition),
            format(
                'select %1$s where h.user_id = %2$L and r.host_id <> %2$L and %3$s',
                shown || 'core.room_hosts as h inner join core.rooms as r on r.id = h.room_id', me, condition
            )
        ],
        format(
            $sql$core.room_snapshot(r.id) || jsonb_build_object(
                'role', case when (r.room).host_id = %L then 'owner' else 'co_host' end,
                'quiz_id', (r.room).quiz_id,
                'created_at', (r.room).created_at,
                'expires_at', (r.room).expires_at,
                'ended_at', (r.room).ended_at
            )$sql$, me
        ),
        '{"created_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_rooms is
'A page of the rooms that the caller hosts or hosted, with their role (owner or co_host), newest first unless sorted
otherwise: {"items", "next_cursor"}. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long, bad_limit,
bad_cursor.';

revoke execute on function public.list_rooms from public, anon;
grant execute on function public.list_rooms to authenticated;

-- supabase/functions_sql/rooms/views/live_counts.sql
create or replace function core.live_counts() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'active_rooms', count(distinct r.id), 'total_players', count(p.id),
        'max_rooms', core.setting('live.max_rooms'),
        'max_players_per_room', core.setting('live.max_players_per_room')
    )
    from core.rooms as r
    left join core.players as p on p.room_id = r.id and p.left_at is null and p.kicked_at is null
    where r.state <> 'ended' and r.expires_at > now();
$$;

comment on function core.live_counts is
'The number of rooms that are not over, the number of players present in them, and the limits of both.';

revoke execute on function core.live_counts from public;
grant execute on function core.live_counts to authenticator;

-- supabase/functions_sql/rooms/views/room_board.sql
create or replace function public.room_board(room_code text) returns table (
    place bigint,
    rank bigint,
    player_id uuid,
    nickname text,
    avatar text,
    team integer,
    score bigint,
    streak integer
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    person uuid := core.person_id();
    room core.rooms;
begin
    select r.* into room
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code)) and (
        r.id in (select h.room_id from core.hosted_rooms as h) or r.id in (select p.room_id from core.played_rooms as p)
    );
    if not found then
        perform core.fail(404, 'room_not_found', 'There is no room with this code.');
    end if;
    if room.id not in (select h.room_id from core.hosted_rooms as h) and not (
        room.leaderboard_shown and (room.mode = 'live' or room.state = 'ended')
    ) then
        perform core.fail(403, 'leaderboard_not_shown', 'The leaderboard of this room is not shown now.');
    end if;
    return query
    select
        row_number() over (order by p.score desc, p.joined_at, p.id),
        rank() over (order by p.score desc),
        p.id,
        p.nickname,
        p.avatar,
        p.team,
        p.score,
        p.streak
    from core.players as p
    where p.room_id = room.id and p.kicked_at is null
    order by 1;
end;
$$;

comment on function public.room_board is
'The leaderboard of a room, one player a row, for its hosts and its players who are signed in. Players see it where the
room shows it, and that of an assigned game once it has ended. place numbers the rows; equal scores share a rank. PT401
not_signed_in; PT404 room_not_found; PT403 leaderboard_not_shown.';
revoke execute on function public.room_board from public, anon;
grant execute on function public.room_board to authenticated;

-- supabase/functions_sql/rooms/views/room_report.sql
create or replace function public.room_report(room text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    played core.rooms := core.room_of(case
        when room ~* '^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$' then (
            select r.code from core.rooms as r where r.id = room_report.room::uuid
        )
        else room
    end);
begin
    perform core.require_host(played);

    return jsonb_build_object(
        'room_id', played.id,
        'room_code', played.code,
        'quiz_id', played.quiz_id,
        'title', played.title,
        'state', played.state,
        'created_at', played.created_at,
        'ended_at', played.ended_at
    ) || core.room_settings(played) || jsonb_build_object(
        'team_board', core.team_board(played.id),
        'questions', (
            select jsonb_agg(jsonb_build_object(
                'number', q.number,
                'kind', v.kind,
                'prompt', v.prompt,
                'choices', v.choices,
                'points', q.points,
                'limit_ms', q.limit_ms,
                'asked', q.opened_at is not null or played.mode = 'assigned',
                'skipped', q.skipped,
                -- hidden while anybody can still answer the question
                'key', case when q.closed_at is not null or played.state = 'ended'
                    then core.right_answer(v.kind, v.choices, v.key) end,
                'answered', counted.answered,
                'right', case when core.is_scored(v.kind) then counted.right end,
                'mean_ms', counted.mean_ms,
                'mean_points', counted.mean_points
            ) || v.display order by q.number)
            from core.room_questions as q
            inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
            cross join lateral core.question_counts(q.room_id, q.number) as counted
            where q.room_id = played.id
        ),
        'players', coalesce((
            select jsonb_agg(core.player_view(ranked.player) || jsonb_build_object(
                'score', (ranked.player).score,
                'rank', ranked.rank,
                'claimed', (ranked.player).user_id is not null,
                'time_factor', trim_scale((ranked.player).time_factor),
                'joined_at', (ranked.player).joined_at,
                'finished_at', (ranked.player).finished_at,
                'answers', (
                    select jsonb_agg(jsonb_build_object(
                        'number', q.number,
                        'status', core.answer_status(
                            v.kind, q.skipped, q.opened_at is not null or t.number is not null,
                            (ranked.player).joined_number <= q.number, a.response is not null, a.fraction
                        ),
                        'response', a.response,
                        'fraction', trim_scale(a.fraction),
                        'points', a.points,
                        'elapsed_ms', a.elapsed_ms,
                        'confidence', a.confidence
                    ) order by q.number)
                    from core.room_questions as q
                    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
                    left join core.live_answers as a
                        on a.room_id = q.room_id and a.number = q.number and a.player_id = (ranked.player).id
                    left join core.turns as t
                        on t.player_id = (ranked.player).id and t.number = q.number
                    where q.room_id = played.id
                )
            ) order by ranked.rank, (ranked.player).joined_at, (ranked.player).id)
            from (
                select p as player, rank() over (order by p.score desc) as rank
                from core.players as p
                where p.room_id = played.id and p.kicked_at is null
            ) as ranked
        ), '[]')
    );
end;
$$;

comment on function public.room_report is
'The report of a game. For each player and question: the response, its status (right, wrong, …), the fraction and points
that it earned, and the time in ms; for each question, how many answered and how many were right. room is the code or
the id of the room. While the game goes on, keys that are not public yet are left out. Reports are never deleted. PT403
not_the_host.';

revoke execute on function public.room_report from public, anon;
grant execute on function public.room_report to authenticated;

-- supabase/functions_sql/rooms/views/room_stats.sql
create or replace function public.room_stats(room_code text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);

    return core.room_snapshot(room.id) || jsonb_build_object(
        'present', (
            select count(*) from core.players as p
            where p.room_id = room.id and p.left_at is null and p.kicked_at is null
        ),
        'kicked', (select count(*) from core.players as p where p.room_id = room.id and p.kicked_at is not null),
        'answers', (select count(*) from core.live_answers as a where a.room_id = room.id),
        'questions', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'number', q.number,
                'kind', v.kind,
                'prompt', v.prompt,
                'skipped', q.skipped,
                'opened_at', q.opened_at,
                'closed_at', q.closed_at,
                'answered', counted.answered,
                'right', case
                    when q.closed_at is not null and core.is_scored(v.kind) and not q.skipped then counted.right
                end,
                'mean_ms', counted.mean_ms
            ) order by q.number), '[]')
            from core.room_questions as q
            inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
            cross join lateral core.question_counts(q.room_id, q.number) as counted
            where q.room_id = room.id and (q.opened_at is not null or room.mode = 'assigned')
        ),
        'leaderboard', core.leaderboard(room.id, null),
        'team_board', core.team_board(room.id)
    );
end;
$$;

comment on function public.room_stats is
'A room in figures, for its hosts: for each opened question, how many answered, how many were right (null until it
closes, in an assigned game, and for polls, slides and skipped questions) and the mean time in ms. Also all players and
all teams by rank. PT403 not_the_host.';

revoke execute on function public.room_stats from public, anon;
grant execute on function public.room_stats to authenticated;

-- supabase/functions_sql/trivia/require_trivia_request.sql
create or replace function core.require_trivia_request(
    amount integer,
    difficulty text,    -- null: any
    kind text           -- null: any
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('trivia.max_amount');
    words jsonb := jsonb_strip_nulls(jsonb_build_object('difficulty', difficulty, 'kind', kind));
begin
    if coalesce(amount, 0) not between 1 and most then
        perform core.fail(422, 'bad_amount', format('amount must be from 1 to %s.', most));
    end if;
    perform core.draft_word(words, 'difficulty', enum_range(null::core.difficulty)::text[]);
    perform core.draft_word(words, 'kind', enum_range(null::core.question_kind)::text[]);
end;
$$;

comment on function core.require_trivia_request is
'Checks a request for trivia, from the bank or from another server. PT422 bad_amount, unknown_value.';

-- supabase/functions_sql/trivia/trivia_title.sql
create or replace function core.trivia_title(topic text) returns text
language sql immutable parallel safe
return coalesce('Trivia: ' || initcap(topic), 'Trivia');

comment on function core.trivia_title is $$
The title of a quiz of trivia to which its owner gives none.
> select core.trivia_title('world history'), core.trivia_title(null)
Trivia: World History | Trivia
$$;

-- supabase/functions_sql/trivia/check_trivia.sql
create or replace function public.check_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    perform core.require_trivia_request(amount, difficulty, kind);
    return jsonb_build_object('amount', amount, 'title', core.trivia_title(topic));
end;
$$;

comment on function public.check_trivia is
'Checks a request for trivia before it is sent to another server, which checks the topic itself. Returns {"amount",
"title"}: the title for a quiz of these questions to which its owner gives none. PT401 not_signed_in; PT422 bad_amount,
unknown_value.';

revoke execute on function public.check_trivia from public, anon;
grant execute on function public.check_trivia to authenticated;

-- supabase/functions_sql/trivia/pick_trivia.sql
create or replace function core.pick_trivia(
    amount integer,
    topic text,
    difficulty text,
    kind text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    drafts jsonb;
begin
    perform core.require_trivia_request(amount, difficulty, kind);
    if not exists (
        select from core.trivia_questions as t where lower(t.topic) = lower(coalesce(pick_trivia.topic, t.topic))
    ) then
        perform core.fail(
            422, 'unknown_topic',
            format('There are no trivia questions about %s.', coalesce(left(topic, 50), 'anything')),
            (select 'The topics are: ' || string_agg(distinct t.topic, ', ') from core.trivia_questions as t)
        );
    end if;
    select jsonb_agg(drawn.draft) into drafts
    from (
        select t.draft
        from core.trivia_questions as t
        where (pick_trivia.topic is null or lower(t.topic) = lower(pick_trivia.topic))
            and (pick_trivia.difficulty is null or t.difficulty = pick_trivia.difficulty::core.difficulty)
            and (pick_trivia.kind is null or t.kind = pick_trivia.kind::core.question_kind)
        order by random()
        limit amount
    ) as drawn;
    if drafts is null then
        perform core.fail(404, 'no_such_trivia', 'There are no such questions. Choose another difficulty or kind.');
    end if;
    return jsonb_strip_nulls(jsonb_build_object(
        'source', 'bank',
        'questions', drafts,
        'notice', case when jsonb_array_length(drafts) < amount then format(
            'There are only %s such questions; you requested %s.', jsonb_array_length(drafts), amount
        ) end
    ));
end;
$$;

comment on function core.pick_trivia is
'Random questions of the bank, each once: {"source", "questions": [draft], "notice"?}. The notice says that there are
fewer than were requested. PT422 bad_amount, unknown_topic, unknown_value; PT404 no_such_trivia.';

-- supabase/functions_sql/trivia/create_quiz_from_trivia.sql
create or replace function public.create_quiz_from_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null,
    title text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    drawn jsonb := core.pick_trivia(amount, topic, difficulty, kind);
    quiz core.quizzes := core.make_quiz(jsonb_build_object('title', coalesce(
        title, core.trivia_title(case when topic is not null then drawn -> 'questions' -> 0 ->> 'subject' end)
    )));
begin
    perform core.store_questions(quiz, core.normalise_questions(drawn -> 'questions'));
    return drawn - 'questions' || jsonb_build_object('quiz', core.quiz_now(quiz.id));
end;
$$;

comment on function public.create_quiz_from_trivia is
'Makes a quiz of the caller''s from random questions of the bank: {"source", "quiz", "notice"?}. The notice says that
there are fewer questions than were requested. PT401 not_signed_in; PT422 bad_amount, unknown_topic, unknown_value,
missing_field, too_long; PT404 no_such_trivia; PT409 too_many_quizzes, too_many_questions_in_all.';

revoke execute on function public.create_quiz_from_trivia from public, anon;
grant execute on function public.create_quiz_from_trivia to authenticated;

-- supabase/functions_sql/trivia/list_topics.sql
create or replace function public.list_topics() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with counted as (
        select
            t.topic,
            count(*) as questions,
            jsonb_build_object(
                'easy', count(*) filter (where t.difficulty = 'easy'),
                'medium', count(*) filter (where t.difficulty = 'medium'),
                'hard', count(*) filter (where t.difficulty = 'hard')
            ) as difficulties,
            (
                select jsonb_object_agg(k.kind, k.questions)
                from (
                    select u.kind, count(*) as questions
                    from core.trivia_questions as u
                    where u.topic = t.topic
                    group by u.kind
                ) as k
            ) as kinds
        from core.trivia_questions as t
        group by t.topic
    )

    select jsonb_build_object(
        'topics', coalesce(jsonb_agg(to_jsonb(counted) order by counted.topic), '[]'),
        'questions', coalesce(sum(counted.questions), 0)
    )
    from counted;
$$;

comment on function public.list_topics is
'The topics of the bank, with the number of questions of each, also by difficulty and by kind: {"topics": [{"topic",
"questions", …}], "questions": how many in all}.';

revoke execute on function public.list_topics from public;
grant execute on function public.list_topics to anon, authenticated;

-- supabase/functions_sql/trivia/pull_trivia.sql
create or replace function public.pull_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.person_id();
    return core.pick_trivia(amount, topic, difficulty, kind);
end;
$$;

comment on function public.pull_trivia is
'Random questions from the bank, as drafts with their answer keys, for create_questions: {"source", "questions",
"notice"?}. PT401 not_signed_in; PT422 bad_amount, unknown_topic, unknown_value; PT404 no_such_trivia.';

revoke execute on function public.pull_trivia from public, anon;
grant execute on function public.pull_trivia to authenticated;

insert into supabase_migrations.schema_migrations (version, name) values
('20261121000100', 'schemas_and_roles'),
('20261121000200', 'settings'),
('20261121000300', 'accounts'),
('20261121000400', 'quizzes'),
('20261121000500', 'attempts'),
('20261121000510', 'allowances'),
('20261121000520', 'taker_details'),
('20261121000600', 'results'),
('20261121000700', 'trivia'),
('20261121000800', 'rooms'),
('20261121000900', 'rooms_players'),
('20261121001000', 'rooms_blocked_words'),
('20261121001100', 'credits'),
('20261121001200', 'credits_payments'),
('20261121001300', 'events'),
('20261121001400', 'documents'),
('20261121001500', 'dashboards'),
('20261121001600', 'view_comments');

insert into supabase_migrations.applied_files (name, digest) values
('20261121000100', 'abbd7ae3f9a51445cf2702d8a02ed28952a5419da645a61b589a9c7f99bf4582'),
('20261121000200', '55cbc0da70f6d7b4303e64386a82a68578723c5d9df0368a4768bc9102a17483'),
('20261121000300', 'fbb4ab9613e9b5bcb039eee5cb8cc382c9c60c57ae2e7a5abe5d8e807fbb16f4'),
('20261121000400', 'e568598fc84fdeef14be42b8c41ee695a94dd5776e43f451a53c8f8ebce2e786'),
('20261121000500', '0d6b4497a782480eb5c5bb9a0938aab9081e4e355d55b26671bd27eed49a7f90'),
('20261121000510', 'e06119f1ba3617db72a92eeb1a35a204b0fdd39a21f84273876360afdfd8f8c0'),
('20261121000520', '39693b2c15b7bf21fca6e076e2d7e176b10183781b8a24252a6b2f6ef2586b03'),
('20261121000600', '49f0c2b167a0ba06f374305c056d9514013a388ecbe4e2b027ba9b99fe8bf1be'),
('20261121000700', '92077484f778fdf6cbe1aabe7c2aab6a95ad7a82a91b21939c51fef0b40cd6ca'),
('20261121000800', 'fab5bfafb6fe64b9a9281307aa32d368d299aa01756baaef4c304ca9b663511f'),
('20261121000900', 'e24baa688248d9859c478ee50873fe85ce018c1e693ffc40a031bcf2f5231178'),
('20261121001000', '5456595523a149a6349eb05f680de40b6a967e52a309cdd2dd2f5988459a5076'),
('20261121001100', 'abf11093cc006b07b738f06968952ad143a34c87e2f16dc5da6332b600d982ba'),
('20261121001200', '6c18a26e6b67fc121dae06e04bf0dd4f35e938c9a68c8a0f39e09dcad0a2d0b3'),
('20261121001300', 'b97febfbc71cea7ddb560f7769d8643f924b714fc13ce91136b122b13cd97ba0'),
('20261121001400', 'bbc7c5f5c2b40022dd9cbce4371a8c11ab49e0cf683316c0182a27c646bcbd8e'),
('20261121001500', 'c072acf5525b5210dee25ae7f6fad6d2600c0e5c9b38fc485780aaf6069306d4'),
('20261121001600', '6173019b87004321ae457467146d644a86d934b5aa918625e6d4b173adb8a732'),
('core.fail', '0be43e03a459a075f8b8db1a320f9cf6a0d08d60ebf46e65f16c9b2949c7b1a8'),
('core.find_account', 'e727349988b6a38de005bc7d5f05bf9461b50b21bdfe28902849eafa03d71572'),
('public.add_admin', '3460b6d643f189f3959285c1987a2bffe9b0dd03b45a648dc7980b146a5562e5'),
('core.address_hash', 'a853c7a701ddf46ba28212f35a5859057a51768969d3a74d655c98eae4cf1e0c'),
('core.caller_id', 'dd0c8e9bc5afeded387bf501d0c2ec128cd6ca1120646f2a93d31b70e0fe155a'),
('core.setting', 'cf1a3aad891ebf06cd1d2c958e24d1ce83fd0b171b91aabdb5df1603fb0b4f29'),
('core.is_counted', '72ba5728c69cdd318299c2f1319a4f699bcc66d4565775336a5fa57179ae3934'),
('core.require_plain_call', '0044b23099c4a65b4fdd9628f149afdb16c5194f3bca89b3c1f780f385e67dd9'),
('core.fail_too_many', '784897c53ffca912e3477559c4b50a70373dd0bd4fa228b8bb6e00661db3cb80'),
('core.require_calls_left', '72cb7afa5f79b5a03522c5a381b4e651465cd384cf1ddba342030b4832ce7a7b'),
('core.count_call', 'adb6e1a5ceec96f91e148f241f3870c6d6d5a8188b6b0023fbc6da714229a019'),
('public.check_request', 'a14cfeee73cdf64922ef38066b59d490c68092f02c03587d5337192bfbed5547'),
('core.client_network', '71f5ae0f15a1eb6281a1f96aeedbc6f24d73be71937c785ef0b090ac05402855'),
('core.forget_account_attempts', '94e7b1a235b4232ded96eb3959840475d3be8b8d6c438835857f001f0a67bb98'),
('core.guard_sign_in', 'bd56236aa0062921b358144cc74f45c4c6a3020bf1132501bfda0fa55aa6ab17'),
('core.begin_sign_in', 'cff235fc63a93e0effe92f2d761edb9c892112e4731cc0f3282b236bf1b663b2'),
('core.begin_password_change', 'fcc7f4cad9d58745209506632497d06ed0c99633c1c34a2d3bede57f73bdbe12'),
('core.email_of', '6117e935196e02e1e85305c460643d1ae628e15d96fb694ec6d8b795d885cdc4'),
('core.caller_email', '8f460b8fc5f8fab72b5be951c04570986290343476a5bf35876d2e0e7e7e0d99'),
('core.end_sessions', '1e6d2400a76f32614b79261524f438bd6fe3a8f01e4e029f4a7680b82c05b9ae'),
('core.note_sign_in', '5d944acc824e43405be0ddd06d4aa15a2bc84e89c698a482416c0155ca42df5c'),
('core.change_password', 'e2c6df1ba68f67c2c79819ab9ea71ef95277fbae51d22ac3f588307f47c2a3e1'),
('core.invisible', '6c6c88e7ee4d425f5317141ff1c404ad605f46c88ca4e490afa32146ad11e6ca'),
('core.stray', '3defe408c4b081cc7a4e75203a98df703adb66a375876832ca6cfe0c32362ae0'),
('core.clean_name', '128a925ce50b42ab713cbb9dab132a4580db5ce109b3d9912b74b89064133b19'),
('core.person_id', '6cd034ca05abbdc557fd52cf1edb05b3833840d78f3a6d52932d597de931465b'),
('public.may_delete_account', 'f88c470a33c77f53e0545971c4f9570cb084b2734d21fc81ad74e4afb51cede1'),
('public.delete_account', '2e23a28cedebf7dd428dc78a76e5665f5408c363975ed463259cca94a22c62d1'),
('core.display_name', '4125ce8e59eca2f57516b0372b60a8e3ebde23c753e4becab5691c6d3a4a3434'),
('core.without_name', '77842343892c9ddc91d2fd5d825c48764d45724398137cca8a5de29d1e6499eb'),
('core.erase_traces', '7a571a0b925534fef290a7799d5d7dc214a675ea840002642ebc3553af90c5f9'),
('core.person', '8acb1d8ff2f9afdf89aedf3afc62834e3822e50be2c7422a83ebdaed1b1d37ae'),
('public.export_account', 'f7e43872c1d8eae524183b42b59ff37c32a422f7da436745aefbc84c04b5f0af'),
('public.list_admins', '266701ca725f50444602ce19a209eb22a8eff8995e42731dac34223abf5f84ba'),
('core.neutral_name', 'd6d8973da7385a859ae7e4ca9d22732d3fd4ff58fe5b5b20e152f21e1f5a5d5d'),
('core.make_profile', 'bea895c35021fc911ddc30217d1079c7a57587e728ffba649163de8b316b742f'),
('public.my_account', '3f8f476e312e122174bf0faf35674b13ead4f678ed8dee973aea9a8f457e4f0e'),
('core.open_session', '96244a3a105d6ed3bc578f8c0508d876cc67dcf965571acfda978660f62d2ffa'),
('core.purge_accounts', '68e4ef3c6b32e1cc1703f69544792756220779975e4c18c493054b2978b6c5bf'),
('public.remove_admin', '59d5ef63c8f9e226a764df2fa39daf472988891702cac1c482c06d92998eedcb'),
('core.require_admin', '679c1efde26a1fa43bda14ee63f4d509763944665617ba1de8bef0d8e960f575'),
('core.room_lock_key', '88008a7e457cd6f9438567d9e3b5823189f6f3092efaf29cba23579b5d38a569'),
('core.stop_intake', 'fdc5a3d665be14a6df9a3c68ff35d0b7d14c66fa2cf0681e458428890c727d39'),
('core.append_event', '00c8327cefb42277d7eb3ccacfdd34a55c37969f526a3b70fbcdd7606fa8f660'),
('core.nearest_mark', 'c8c5d3428c5f7b3adaf16b551a17193fb0250b164aae8d0d19f1711529c04f68'),
('core.mark_choices', '384551a602d7647622a0d3f57636b29d1ab1057cb7d62db0bdc46fb6e8d59bc8'),
('core.typed_text', 'e212677177f431f7d6ecf7cf0289efef4b4482a585795bc572e33f6ffe9863a0'),
('core.plain_number', '17e080fc2ea26f8a38e128d60e65fd73680f34bd71ae025c9e54a12ff31d637b'),
('core.read_number', '4ddd73917dbbcf6db8c8d560b2bb9a63daf7a8240c3b8cde70140eff5c9df04e'),
('core.best_range', 'f0c421a4a89db541168cc4ce815fd9a646aad7564665cbd42cba1306284198de'),
('core.compared_unit', 'b75c8ed796477f1fbc4467d85c01e19a4c4d41f80e4962e9821d21dff0616151'),
('core.read_quantity', '37da1021700494d846f18078a11abb7ad6d96058733d48c1b3e3e31ce18830b1'),
('core.in_first_unit', '245147e8622ae09b92618637336d88b6549e5d12c09ccdb461af1ed21d11c0cc'),
('core.mark_quantity', 'bf5750f6cf7d9ee8dff90fb1249af58455280399187d9bc06cb7764dac99ccb7'),
('core.forgives', 'f7e8083b20c391396cffa6547d5893a9d0991c074445b04556f0f669b2b28638'),
('core.fold_case', '8eb4d22af6c6db92df72a7aa2bb0bbde8ce3251aec31bf72727685e4bc3fb22a'),
('core.compared_text', 'b60a33d0408b8ba86b1dffb27384fbf80e5771df16b65f9077df0c7222faa6fb'),
('core.matches_text', '94dc71c980f3a488a3db6df020a8d92c29d3980d62006002c6a0d6f5b82d3430'),
('core.best_text', 'b41b2f2ba671dfe70d1c88257e67173784f03dcfaac0fe58ce5ceb1f7e0a99ec'),
('core.mark_slider', '51f123379f1db9449956b7c1167f2dd4210980754e8336faaefeef8a7df2160e'),
('core.mark_matching', '8613c72eb6a45dfcd15b20c561248186807ddba3e11b252f3b1ef20216a2b4c6'),
('core.gap_match', '5b9727241123bf6bdf4788f99a484f9fe0370a1510ec4ae429226efdaaa4d560'),
('core.mark_cloze', '4ec627adadbebc4c12ffe3c7ab7088c819d0651f797a0df5b1d9c00fdeef2ae4'),
('core.mark_order', '2d448934fa36f843ced1f3348376dd9915e3b23a347795e1ae6de3f05474b53e'),
('core.mark', '3e02333ac58ba1bb47ea4fc8a06949aed2b416744c312975e20b47a76b1888b2'),
('core.confident_points', '286561d3ad59a09b860064e373f37127942044c64474e2166ab44274b828a087'),
('core.live_points', 'fb0dbc4318af0833136845efd160ce2312f05baec016eca76f99329b027d3b6b'),
('core.lost_points', '27ec84232b796ef550434f43798c466df87591a204b73dbe0b87bcc905284aa3'),
('core.answer_points', 'f84cf0528da387a25fa2e9668be43a5cdd66d2badaf1280aea2a24f69982d8a4'),
('core.streak_bonus', '5df062b5a72d0ddbaa31b0e25e02d30bcb61943c3576bc465fdfd7a94a3062fa'),
('core.is_scored', '63ad3b74d9aea753881fc00273be61776fc6a7451d709b172153d518af95135a'),
('core.score_question', '9b212089c07eda7eee24b25fdb454cb02a1a23153ff616f394eaa85237305bd2'),
('core.right_choices', 'ab342782ae4884f105525978d9c7cbcb81f06f5fa4d39119c489ffd87dc448e1'),
('core.best_answers', 'b6518ace1a6e5bb49b13a71d21a001d780396f1cf06230ad5e2e6dee2f6544d7'),
('core.slider_answer', '8874540ea0c5f831e2b1fcaa8a5d5d2d9232b89ef2594c9cd66aa124c666d9ad'),
('core.right_answer', '924cf0b32148f45a646193025e55eea5db8884685ab9f41a0dacf52680d2b8f0'),
('core.word_key', '531a360b259ff7e800e7bc2d45a89b5afe3a72afa1bb7a9031814832e6276908'),
('core.is_blocked', '2940581827b3c77f3bf9893f0e35d1a87f40c27424ea3630adf39f68e05d9a7d'),
('core.shown_words', '8aa399ed4e8692db9b5dbf892d31123135fd3a5ff6dda0934346dbb76f5e9e65'),
('core.is_counted_by_choice', 'e45eba2a7760b5c40f60b0b6bf481b14b9315e788c9f1d489635bf190661516b'),
('core.counted_response', '5f7b0d3da0b01c460dc609b6840d946f6b6649d5fd35333dba595ce19261b2ac'),
('core.most_given', 'ecd069346f9846e8d711c597432c691c2deac1a78a21d20fd47b064422f1029b'),
('core.word_counts', '89fdb15399a561ac9b4383db6e87f556e2d5fd35108562352ff1ff92528beca9'),
('core.response_counts', '8660ae2b521241a85230716c3930f1993c7e129d93959748ebc7062c0a3d4daa'),
('core.distribution', 'fbace2bac5e7174ee902184b622e02b903d5e3fe50665b63c406f1504cae22c5'),
('core.leaderboard', 'd3a27205e200945c948136c21539a59db04e1b8cbfdf7baf04cd8d09906c2e38'),
('core.team_board', 'be960b0a1f70aeedc5178de1cc343c59fa40884a9176fec6447a5bc748686eac'),
('core.boards', '717e410448b1c6c1fb32138c62f0c6bccfe35c7efc69b5370d48b1af9df2df22'),
('core.closed_view', '4a4dd12fb2ea676325b6e56264ec8327f9379132f5cf1e33d3e568bf4fb94dde'),
('core.close_open_question', 'ceec6715d445ff18cb2f1a681f4a62f7720ba64574bc799ed8ccbf23ea84eb9d'),
('core.finish_room', 'bd2f8d1b0f1262a1f3388a8cb8547731ecb6144b01915aaf2d8d57a32a799a4c'),
('core.end_rooms', '39becbed3211c716195505d4e0bbc6485addcbc651d647863ebac4fafb48f9f9'),
('core.lock_job', 'acbef35eb04994c26ef075e8c66b5b822f0c894734fae151b0f13080c5b99de5'),
('core.end_job', '0f4a303480107cbfc161f78d35250991e3b1a955a8c7c03a7d55a585a881ecb9'),
('core.notify_user', 'ffa423a5ad0abb995bf65826c8edbe6065f7b8c2bcaf4996fd336fe664cb3f2e'),
('core.notify_upload_owner', 'c1f8af45253a626d543fbb66af0abde28987abcc61c2ae9e392e1bc80a5b1564'),
('core.notify_quiz_owner', '097dbde1fa3537263e33d4b26ad359743cc9ad1af61c577576cbcc82c77ef8cf'),
('core.settle_quiz', '3eaf0c1605421b70a5cf20661d5eb056b9d0c1625306b2c75f42d3fb3d98f2a9'),
('core.reservation_key', '0e8f4a71725369173506bcb9feffd674a185f7b5246546de35c051a64fe56134'),
('core.lock_credits', 'fa25e0c74261e1351bc78464997a58a64515fb5a32d74964572a2fef107f1481'),
('core.transfer', '0fbf7b18ac4846a3d9bb6aacb027e6f50d3d16af535eed8acd3021548a56c963'),
('core.credits', '1767c8dcb20562bce716f1c6ee5e361b7b2bf8e72abaaa18d8046f23409251b7'),
('core.settle_credits', '38ee2b515909301dcc062e083e04c7183bb4a924e567af38ce22671837327fa8'),
('core.fail_job', '4aae48169660edd94dbd35601809edf103bcc4e36371eb9c7d974ab2a6667eef'),
('core.retire_account', '229cb646e64f61774e9a3c28b4ad56f8c847f9c724ebe62bfad80e30b290bab6'),
('core.rotate_refresh_token', 'e2a9d1b2bb2e61be8489d9ba1371c11ea2d00c467b52b4a3b80bcb014377b6cc'),
('core.sign_up', 'a63f5ab1bf24479dcbe0624cfa9998d0b317431179085783d732f4ec794948ce'),
('core.require_version', '023e1bc373a0a5e6addee2f112dde739abca36ba8838fbae057b94a1943c488d'),
('public.update_account', '344f5fac9bc8ea644560ae520b3a47ab97c6b4f6a8d780e448220b3973342bc2'),
('core.overdue_before', '780990044835cda428813a29883a4519b142fc0fddd33010e1cddc1a689d5b66'),
('core.is_over', '7334854e777f5fa75fafb4b63d0988232dbb488fbd4dad28098c7e1475030384'),
('core.settled_state', 'f9b944c4940077290c1bc81082fd8e47fda376b34d15f162f9ef3d1e244e3834'),
('core.finish_attempts', '599fc3d586d2abc59356d08d565d044a1aad7fd0fde8cb823431ed3092a94997'),
('core.locked_attempt', 'ca8c879351007317fba67841eda7a3baac771c533236078336a7854416b93dda'),
('core.time_left_ms', 'ff902d1e26219777fc9cf77c5200c1d5e12854c8ab58de48f25b0ecee809ca60'),
('core.percent', '7a926eec4debf359fc25fd773f40c27c9fa8c5baaff54b0354b47a5ec3a0b369'),
('core.is_being_played', 'ce88f9d2943d56ee2dfc9692d55703198fb472887a57947f5ecf07f69b62091c'),
('core.last_closing', '4013ad77e45476d5c7c680005f8cf5833ca4a16bba09790287063fbd11dc13f2'),
('core.allowance_of', '2c07eaa5b5bca15e7fe0197238fe304241e4d3e725449955c40d903292de03f7'),
('core.has_used_attempts', '5235267ff5ea5847da30dac6e5a73bebc9122178b4e1d5f97a7e5511d7c52ba2'),
('core.shown_now', 'bb2719f79a8bcb9cea3bc567de2651ba99fba161366753cb889968f09ef5e012'),
('core.marks_told', 'a2828751c220b174ae70f9ae47d6459e4d50d4f766c4f17a61db705c1ef94124'),
('core.knows_score', '8a1753ef0be3d951065830b705cba4816ac27b46239648241dbf42ac7b62d6c5'),
('core.attempt_summary', 'f77b209269c7794498fee7eb18f9a88c54e0ca9b70eee15a239da140f885d258'),
('core.require_in_progress', '81939ab0a8598b35deeadaadb0e07fa6533d670063eebb65b7ab08dd3abf50ff'),
('public.abandon_attempt', '8ee0944c2e2f46590195054221e47b82c3ebf498eaf73a717dee8848dc4385fe'),
('core.allowance_details', '9b876d165c119af05ab4d8bb62cb6e7e6caf25406bed05bffdf5519a2501df97'),
('core.refuse_unknown_fields', '1d67a4860d692528eefc2811ba21c7207443dfeb24d48baece2de5b31c37a444'),
('core.draft_number', '2ddcc71e95b59dc92471de059718cabb5a217c288cadc2a9da3436488a1e5d6f'),
('core.draft_instant', '847654d76a9755ad374dd5cb45e3adc2bd09ab5c8236cdae3314ea2a5c7d521e'),
('core.allowance_draft', '6418c227f9af6d6b753bba5e8bf902e88f0b896dec5f79e24257ddfe6e92037c'),
('core.person_name', 'd7ec12402ce274b1fa5d092d5fc44ac914af1b97fba3e5a582259e448a808004'),
('core.allowance_json', '6b6b7911d7b8143f1e5779d8440d4f08ffcd5218c28c94d0bf26aa8c9e6c3458'),
('core.require_quiz_owner', 'c38b6a85b1d958b8c1ccdf423623297277554706a47484d7a75f080320935c44'),
('core.lock_quiz', '2c44c3c695b2e92133454d54a825bcc34702627a3c4e6c25ab29a81770f649af'),
('core.deadline_of', '1ed37cbdd0b679028dd7904db2c054535899afa0eb689d4f9391fd9efb41bcd4'),
('core.moved_deadlines', '96feeafeda04c9c8852aaab304914abf3662b7419aa74f320fd9a3190dfc8f35'),
('core.deadline_told', 'aa55895dbf9727509c1e5433066c1986b6e965aa30ea98c1472875030eb551a2'),
('core.move_deadlines', '16235ae95f85cef681f77293ab7a315af4925bdb1c617f8d9ed47fc8214cb53d'),
('core.note_act', 'e659e2a903852ab91f43b1d2ebd5282502ed2bcc36417d80a702f8f6b1fd8e43'),
('public.delete_allowance', '8f7e40601d265f63feadbfa0862f80fec38a9bb2a42e71da962f14d55f67d3e7'),
('core.own_quiz', '435e73b1e086463fcff40886ab96daa6bd92dcc65a8f18f66703cb22f4fecf7f'),
('core.page_size', '8d2f9e685c06dc21d83d35b143e57e15017ac02d45e0023a9911d5dbe2572533'),
('core.read_cursor', '7faf70db5bd048cf96ed525ac05fab1b0cce41848c89dc7f46c63c8192e9f2ae'),
('core.cursor_of', '2dd304ee26af2d3d3e54ed077eafff977806f17f82bbadfe0957b71943b50fae'),
('core.page', '5c2cbd07f443b44ac9e51bf5a81e8225a8f26d8b7f9938ee9272662537af9f6f'),
('public.list_allowances', 'aa81ee2fb2db54856a99d11aefd880505ad67a2d086aedeaff60768f8cc0586c'),
('public.list_owner_acts', '1b13edaf15dfc37b6dc13bd2993220c7d3c220dc72b612752c4bd936635c460b'),
('core.require_allowance_quota', 'b72dc586e94f93a3a41aa56150b061b142a090a7de788868af7c9167e4ea5fc0'),
('public.set_allowance', '1ac65b448382cdba2524c12e3a799b4c38f138425ecfa3f79e71be1853160c01'),
('core.drawn_choices', '320e93dc726eb68a1fb40ddecd3ef5965f6b9dedd677e8e596b1d610258b43df'),
('core.attempt_question', 'cc224498bab009d4609c2f81e79681c8d7a51c3dc868b8ef64523634cb9e9890'),
('core.attempt_payload', '64590a6294d58c8b50acf665f9e164b11035343039ce97542cde7060fa88aba1'),
('core.visible_attempt', '8cdd83e77e06f9746e7972f03ae2010abbe2ae575a9c6415e515a8e5b58f2599'),
('core.marks_shown', '3212cd7d20181e7197985581f195f06eaf64cd1f17999a23212512695067eabe'),
('core.readable_time', '54d7cf97ec4f2a72fa540bab95cdd64bab739c60d2994ff28c9ca4f6a816df3e'),
('core.answer_status', 'da88ed326d48703c65ce6e0ca8414647f22076046ef9543f2a7c786a11935dd6'),
('core.feedback', 'e22e97726b2ee5824dbef40ed51e639f7c546ec75f2eedb4f6680e8d807fa109'),
('core.reviewed_questions', '6d98ec81c08fa9577bc763a66394da361130cb3b608c61ac21a56f0dd1dffee0'),
('public.attempt_review', 'e00d7ce89cb045ae1661021bd33b6492a8f4f7b135db5d08978ce12cab27e5b7'),
('public.delete_answer', '465c735c24b5385103c53fc1a1dcf2bacdfe36a2e5bb0c97d160ec5dc1dfe442'),
('core.is_shuffled', '379f0285f6cce76162c1df1a56bab6ce541fefc810d8d92cccd835a578294a9d'),
('core.shuffled', '99778e06fa5e47a012158fd5e2319b8349e1c262db0c8cdf57061b511dbf38e6'),
('core.drawn_order', '4e6fde0354342617068cc9ca0f525f63ae00672ff0099ee79ba1fd5232620aa5'),
('core.drawn_questions', '7d4a5816f322279a14946b67dd9d89439b473275b1eeb42c9ad97fbab63c20b3'),
('public.answers', '5adf85f7edc132d3fa88fffa4c6532eeb29134dbf4198de2e9a29d747dc40016'),
('public.attempt_choices', 'ded7656605a0060b7b8320961bce082f7b22cdc23f0fd4104ab1fbba01479a7b'),
('public.attempts', 'c01bd8d6e99192c8042c4c5c5faf36563ba49d95f42dd725d7dd377979371fc8'),
('core.known_mark', '526e7cce854ad056ff912e477ab63f13a095e40f31ab937d62c07cac679d4fa6'),
('public.fraction', '678db5f547000ddd09f9b1eea98bd6e19f49aecdc8c660cf73ed1c2aff18cf55'),
('public.points', '647abd21b2e34eab05bb1cee16f1ddc681d6fe79466970a9826508c8f2b58509'),
('public.questions', '0d5c455a6b1b7735bf53e7a8bea0c68994de8753c6d5054f8f98138f38b03114'),
('core.quiz_row', '4f28ea527e923cef5410178439db55e9737e1265425c8033a09bb3c6a5e8ce38'),
('public.quizzes', '7b16225ae5204695cba0c09f379c5156a945f45ecd118482d53e7e7b1612f5e8'),
('public.get_attempt', 'cd68099fb43370aa691d73266b7c473eda53c3077f4c9c85b0397c11492a14b6'),
('core.keep_taker_details', 'dfe1e5c3993ab59ec44a72af37dca1518e9add392fab922a97e391d28a4f7490'),
('core.sorted_page', '9a8f93c97ec5474597cbfc1dcfb6835d90599f3347e81908a2e4e4f381062542'),
('core.sort_key', '089ba4119cf8209c36a723eec606540df49051594c99867d835f28f5ab74fa25'),
('core.title_query', '708eb1671b71f4cdc54a2005b0fd6c7a03154f2b71ec92dd36901f7cde31ac55'),
('core.search_query', '559062a4c157621c2fc9e8b56727f5ffb45aa8f33e49f71367eac6f7093fc2a9'),
('core.search_config', '3c311a2b9f7c5715c74162b9246ea6d8669e7cadc4fca0c666477bfdec1d0988'),
('core.checked_query', '707a4fed7e91e14f4076f269c7223146410453a42e2a971781adb3ee001541a7'),
('core.quiz_search_condition', '22ccf55d6a98e01889fae5819b2c9700913d6e2d1695cbfb783555a4bb3e9aa4'),
('public.list_attempts', '5de6602381bec2e5135659fe8dbd7455ee5d68dc3e58a148497904767af6ec5d'),
('core.number_fault', '3e5d8eaf411d94cb9de0b0f050ff96c9038e0f5e9ff8963086941c2e084a4f2e'),
('core.quantity_fault', '187d650c35c809e037685edf6296fd57a3d1a4bae3a0d3980a5a145e4d829183'),
('core.matching_fault', '52a4fb6dfd83352665d9ff9276ded234a0ad1749f62eda92bfc7d13af7be1455'),
('core.slider_fault', '3a917c642186d4983fcf02b645f4067cfff810fd26650cac664d60a88cd568f9'),
('core.words_fault', 'a5d071ab7540787212065c5a3c79d817ba63b3442088f1f405d5589c59ef78e9'),
('core.text_fault', '39a0c4e1ef628d50afbd3495d5039b1e571256e43c082bd65986799a332adbdf'),
('core.gap_fault', '8fa6442e234c0cff4d0517eb42445ba479ab3dadd00513b42c7d936311a84117'),
('core.cloze_fault', 'f1fb924cc4665e337d92b65b291faa072f6feafce60b3be3a29496866acb95a0'),
('core.check_response', 'd439a575e6df0d7429353815923f70289e2a13f01de7be6f062dded1f4683abf'),
('core.number_reading', '0e49ff2ae9dda7caeb0bad514b3517415789a6b8cdf2f3750a736207d71c853c'),
('core.without_blanks', 'ce41e6529e0d3d24f18f32199a060a4afb1ae6207f49cbde15d85c53fb2ef8be'),
('core.plain_response', '3aab5ce1fa3e71e24a27d305319776da20fdddd1a0a1ecb91569adfe116d4696'),
('core.question_points', '7d50895cbb83e74c480600f079ee8dc89dc25bf24dbdaab7cde51d3eb259390d'),
('core.new_attempt', '40962af8a54cffb028628372def529acdea79177e719ac48205aabaf12a00b0a'),
('core.number_readings', '6d35b59fd4110a64c476706d544e0405657dc4b68144934df67ed4c694781f03'),
('core.attempt_told', '106f4f280c6540f078dae1042516c2e8f0754834f46b3aab5e8e0fecace25dd4'),
('core.settle_overdue', '6a05c60b0864697c3a5e54bffc88a8daef90a21e045319b4d025a66fb737fabc'),
('core.owned_attempt', 'e4a3c1b26de7ec88c3ef8c62c9d48d5ec2beb6c330795a7274ee80d57b8faece'),
('public.delete_attempt', '81bdc0789b40ab5fa357911c70b6a1fbc9f3502f27bfada6a4353601a3258172'),
('core.given_end', '6ae7fcbfc98d8ef191e457ac95b975ef8dc16c55fec10ac9ba36780eac601f14'),
('public.extend_attempt', 'a88d49b3cbb64815260867aebdf8d73ea7616bc7ec81f9cfaa61c551129bbe34'),
('core.require_none_other', 'bac9ac443f8f82407adb85e22431d076d09e1e34b8d328cc461be1d725711baa'),
('public.reopen_attempt', 'b8143b2306d57e06b5de903e0132ee49026ad7c4168a4fa4c1c9c269d02b9854'),
('public.restore_attempt', 'd3b04008f7e2919b9e8ab818a27aac41ba3ba64c8ae6df8568a6c4ca057f5f99'),
('core.refuse_faults', 'ec4a56d1af864f98a84f8af94499c34ec90e6ebcbd9e3395d85dd0e254e8f8fb'),
('core.require_attempt_quota', '6614ddf1a322665ce6f4aa22f6806045af2aa19b42d3e5237f693bd52a09c6eb'),
('core.require_may_start', '8c1bfa999ed49d1ca74a30009ff1f74671618657ab4680e0a45dc8ea5c3ada43'),
('core.store_answers', '69b37b9030cf0c6a3e1737cec4c69e06c8230f0b546945e6de525944f12229db'),
('public.save_answers', '8f5d384688740bf59ff0211a632a91119c74665525833b791818386d3d83ce08'),
('core.settled', '425278ec8a8a6ee1818e7405ebbf536d5b3a9ca265798edd41755868b31da182'),
('public.start_attempt', 'df4b7a056f11e431ee5059c92a0a98fcf782b7702bac998e1a5c9dcdd0b54523'),
('public.submit_attempt', 'df44fefbb6957cbf79784d2a52fd32bb632917dcd6196d592c28555b6b7ea5cd'),
('core.balance_of', '3745d920ff707c1fea48a0a8d2582bf506f2131a2afaa0505ec281172afd85cb'),
('core.questions_cost', '21f4124de8302dfbfdede8896a662791bac53463133cdb7beb59cce22cd0b9df'),
('public.calculate_credits', '9e558d34a9159a5d3b6cd57ab2272b8bd7356c2d30fc941993364aab0cf0874e'),
('core.transfer_route', '18fa1af364d0a2a1e43c9167254dd18917ed62ef48cbae886686b77bd2906fd4'),
('core.payment_dues', '43e30315b9ebc016c53965fb2d56b88ec838e65a6ad65fb5f94409d462f32c1a'),
('core.payment_moves', '64f7939ca52352ee4542ec6063fcc3fb29e851e21d601f5cc77c8957654b5b16'),
('core.check_payments', 'ca7f570fba8c609ae3c0509b73a8e3d76f46a8cf518d665ef80ac6c321a6c8bb'),
('core.check_ledger', '6281af8d3c4e2f61010b72e49d517728c3bf8144e44b68bb9801260af7a1f148'),
('public.credit_balance', 'bef899ae1c646d71cda5dd48bf90ac6cc7f4816f170cbb58c8c3ae20f440bccf'),
('core.transfer_text', '4d4747f8414e05a424a06d92fa5bfaa0f98d317797521b5b04f2bbbcc291babf'),
('core.credit_line', '60e6d01a39d519302375673f207a5c24a5f44618699fd3acfe9db2985a3d7b35'),
('public.credit_history', 'd9954cdbfe053345e48ad6af36a19989674e82f23177ad9de727bf0f07036e85'),
('public.credit_lines', 'afcd19404deeff2fa0f3fd1d3e7c1e433e32315b5191a1c399fe357feb6155ca'),
('core.open_credit_accounts', '542582c0fa3e0b2ada5e0dc1716fed0bf6316c432b13609d989a3a8af9602291'),
('core.payment_named', '46116ebcce6be188a35ab061d341e76f16e82fc818d1d6c4c14955ea0c547d17'),
('core.payment_of_event', '67014dcc245461f2f1726ac6fdbba274a946d509f09eebbcca54fc06fb84e6ba'),
('core.require_same_money', '99569f42bc35d64648537411de693e86c1076b9e8a422c77850f1aee0acf069c'),
('core.note_refund', 'b3d5758c554d1535fe6c4d46d1d37c6e1c58f5258981635cc657cf1485d7298d'),
('core.payment_json', '98c5a40292a0f228e35f3d1d5ecafe66e4ba1b85bd29733c33e07ca21a9b87fe'),
('core.note_intent', '9249e0baaa22ea4f01283e60afa7965ee20ce8aa7d99ffaaa2498d141e913c07'),
('core.withdrawn_cents', 'd6aa3ea47da2c2a96a4f7fca3a45a90bc3d68595a5eef6367900b6b884264646'),
('core.note_dispute', 'c0ff12ee65274abe6028c450d214964b3a2264c063a15f344f41cfd3acd2e09b'),
('core.settle_payment', '3c3d3737bc6808038b2c23cd9369cb057ebf964cf67ed3b547ff30bfef84feb3'),
('core.interpret_event', '78894d7edd1e92db5ed5a7330de2a2cf443d38fdcb4fd7ff7569fd41991a60f2'),
('core.apply_stripe_event', 'b7c646e7891e66cc8ee14a99628253d1111cdf415b4cb8c930ceb6cca585f2bb'),
('core.apply_waiting_events', 'af1295739c45f70eb1ce683b04fdf431f4776e739d7d9ddacc79ec866e04e64d'),
('core.lock_intent', '7f05fde0145ccb9751680c90be7f8ba6239af0c285c9671b6d50f221ae1176ce'),
('core.attach_intent', '57a23a693528a75a5f97604e47131e5deca6319c29b1424f9a2337325a9a7ff5'),
('core.require_idempotency_key', 'd8a7b4d836241ef09d3ed64934174260583a294ea9446832e0fd812e25cf09f6'),
('public.begin_payment', '3aa52b65c3039ff0b31e8202fd4eb849f8387d1337590dbe9ba4d20d113b6f5f'),
('public.get_payment', 'a16e11c85f095eabe806bd61da337bfddbd56c7b2ded2b5d5c3b2b565faba4a4'),
('core.intent_of', '25185d9212dce15cfb6051be3f8acdb434bf61444ac7bb9c30eba34f6eaa7e9b'),
('public.list_payments', '5f68a106bb423fb8cf2fb367f3333c9573d0893a7d711dd8b60c91016c6d4102'),
('core.payment_state', '60ea696298d553e1397c80aea0f8aaf28d349ed27001f5cf744064b2032ea031'),
('public.payments', '7f35b5017aabc6515c6cdda3d9a2648fab12d580d88008df0de39768800c334c'),
('core.receive_stripe_event', '496f6afbad503c7787b0acc64841996250b7f651122a1a300dccd8e3ee4db8ac'),
('core.reconcile_payment', 'f8c12e0f54b4caccec937a2a92a730bd574d85dc0552c1f74b59f903f65cc413'),
('core.replay_stripe_event', '6a4a3e6f5004d208e1f4f7a0b206e007cd6dcde3bc83188d8a9218933625e933'),
('core.unapplied_stripe_events', '4dcd8cbe721d1df96c40c434f8273e9523bdb280ab805ef3dc5377ec01a06221'),
('core.refuse_overdraft', 'ef913678b2b3ed5af10da3b88ba5204e4ce94541cb48374c3a59c7587664fdaa'),
('core.post_transfer', '0e5a32378c3171736f512ef2ace86fbd37e9aefcda2bb188d40bfdf66112acad'),
('core.refuse_change', '2ba9009f8003b60cf881d27ea499ffc657ccd013925f2b221b3eec1161088e97'),
('core.reserve_credits', '84ba385a62c4a3c67687f97a3a57bf62d5cb4ca93c7a9158b69bdaf8689cfa3b'),
('core.act_as', '37e48abd27952563abbfef3df9abdbbabbaba8e279f187baf75da62b5d2db1d0'),
('core.call_as', '5ec6f366bee83dc173fafef91861446e0905dcf641e661f7e0b387be7bee611a'),
('core.canonical_code', 'd9a0901bfc37ef159ef3dbe9995b4633421c1b66548c990fedb9f999328b6e36'),
('core.call_many', 'ca599d1f16c07ba0f4c80b0ed93d9414ff30ac9fbd8c81f4c095a213aaddab9f'),
('core.request_hash', '1742e1d12d01285243314d7bb0605c683752cd6972a3f70d69e0605aa3471250'),
('core.kept_answer', '4896ed68eb53397d8abb4c12eca1a0d44deefefed1dc57a15f6d0076689cdd0c'),
('core.keep_answer', '19435e9f19be22a336d81b889004b15c17a2a507c5ed452742fac1b8dec824ce'),
('core.call_once', '39282cddf8a45d321d0aeffd962921b0c4f4b75cc2d5d2c0d985639fc500ba83'),
('core.calling_network', '66744e5d1cde4a0716d082943ff44411a8b7fbc07a17b58fe8e59010d85a0f8e'),
('core.sweep_jobs', 'b0909cd867909debfdcb5a17cda533d3c0f935c9f06f9a2e2c0719f840bc6fbe'),
('core.end_expired_rooms', '4442c4cd7326f292d1b350ea59e25355adcdc7234f4aebd4993a9f875c11fb16'),
('core.delete_old_webhook_events', 'b16a12eae111855c1e30eee35b3b644e223a1be9a6c42c6b29a8135fd657bbb3'),
('core.sweep_rooms', 'b9bd34aa6c969159953af667c105efc004a32a36e3d36d7982c3556c482e4e22'),
('core.sweep_old_rows', '2642713ee0e45c9c9f5b3e1829310b928209423e4fe44569092fe37d284ab7f0'),
('core.sweep', 'c0d236ae849b1504c4c2c8c9bbb18844cef2a9d7e648c724996f84a4c0ac654a'),
('public.clean_up', 'c00b27b35bbde16cffb429c9ed3ee26111d0e373fcaa14bff35c604b7c222c4a'),
('core.grow_version', '0aed073d2c2efdb22f7708fe6cad29cb4105c546f8cd7a8d2e857efc92c705ff'),
('core.title_words', 'f0dc4047b4c555a125ffaefb3dcea904f7327bbcd1ae90949f83be55ce8467fc'),
('core.search_condition', 'b45c92ff354fd1ac19bb58fcbf6e3bbe40ac3dbef539eb06e15e44c722755620'),
('core.refuse_bad_argument', 'a027034f9bf30060ff44c8871f20e15a2055f783d843baebb5dc63b2c5f7f536'),
('core.refuse_guess', '63cef8c9c6e2ef8fcfa94752900961d8ff59d87652d1e37f1ad1bcf18ef68666'),
('core.checked_citation', '772c454ce7fed73a9f10ab357b5bde0071859fea0c905b6f24c8a3f55ac445ab'),
('core.draft_word', '05287dc031988be30160800909c8169a0739c489b13cf89eda1fada7226a3ffb'),
('core.kind_fields', 'e23e000629c4ee03f6736954e4945221b4b8209c6d0d2b8dc726373802321a13'),
('core.draft_text', 'ce0c387ca6d858a0b8e4427bee71d9aad44450eb2d7b3b6a8960a715ae8f3349'),
('core.draft_url', 'c7822c70240ae05d91aa18d52b38ff1da2d87709d3c834ce6fabafbc752d53a5'),
('core.draft_boolean', '9ba7780f0e49db9ce298077653f50929c56c96741753f870fe0c79139da2c2a0'),
('core.normalise_true_false', 'c445a8d3b7bed65a82f07413a84a1d8cec1aeb19284eb74f14a30bb51849b9c9'),
('core.draft_items', '7634c15e229cf276b4c96fb82f8025f9548ff621dfc52a04f50f7726caa7e815'),
('core.require_full_marks', 'b85810537cd49dd36fa70e22f6402fc5b8102f28d6c8090ca3314bf718068542'),
('core.positive_number', '4767ed1d800b5894a4bb82f7603b279b82064c3da39f165b0a546aae4d2bfcd7'),
('core.with_units', '61f5c7d398caaa6bffcae0ef034e2c90dbbb513d0f528d5c51bbe112c07642ec'),
('core.normalise_numeric', '8cff3330be7620acc548049e4948181cd4a6a57495b4bd23dca2e058c73690da'),
('core.draft_forgives', '93e61573441bb8faa3b58a754d5e8a029fba805e4b6e4586e1c6405438d9200a'),
('core.require_texts', '06aac2e74a9f64fed274f2a3030268c2594fcca9f3de4c443252921af6bd85e6'),
('core.comparable_answer', '46f3a4451ec00c205d3d707a4660d850bbe0783941f87f9e2f536f2b878a065e'),
('core.normalise_short_text', '045e92e56ccc426cf50b7d3fc6d7fca7215b58721be0ce21cea83494c0455108'),
('core.normalise_slider', '58ff7e44f086e41ede2ade2b09932b6f7b0a90f6ab8331d7c95b840718764122'),
('core.refuse_equal_texts', '341c0fbd7f38bb89c9fb4de3f47120ac53a4a9536cb65460fac3a73c2c87c7dd'),
('core.draft_texts', 'b3d53a8e24b5181187468aa1c2b29a3410118aa7d2fd2415e819def1cbbbf333'),
('core.choice_ids', '76aa4828de6877f16e21e23bde8a644e4c7809969f05c47cc000dbc08fabc8e5'),
('core.normalise_matching', 'b0ad93d090881aa3dab714d4c88ec8ca1e4b370dd1f0c91ea96f5d2ee671f921'),
('core.normalise_order', '5e4f664bafd0d10e27d10effe4ccf55888c508bf7645ed261f099a6cca07344f'),
('core.spread_weights', '75b59837596dcc68b933a01c178060897e17a9bbea129c96e5c2e15d5f2f8fc4'),
('core.choice_weights', 'b122b1ced70fedcae0c67dd34b40ba1eb9ca94a1064a0b0c7b7249fc04d3bd4e'),
('core.normalise_choices', 'aa1ab69936cd3986bc067eac10c9b7e3b91fb8f21a7d5e0b2f5c588c5ade9bf8'),
('core.normalise_cloze', '65c1561994c041de233b68175a0390ef5bea06ef437daf2be01f74b5d04eb58d'),
('core.normalise_question', '3fc9c61c62c056438bc630552d511aa325b5580f984254b227d225291702887e'),
('core.accepted_questions', 'f8f0161d88aa560b605116241abd86ccee0cb7e669a84a1aab8a5cbb5dc57670'),
('core.require_question_quota', '6f782ba20cc371770f11e96672fa861b9e97d24904fcd85a953e0074d2f0b407'),
('core.enqueue_job', 'c828c4877280e0ebd4c19826e48909e0383c0ad8bc84d6c613869009589ceb3e'),
('core.begin_generation', '964f2d12df1740e7846da1463a544a75bae401a85ac4a8a02653bef97b0cb6ff'),
('core.difficulty_counts', 'f053f451c0a00705608aed85504633dc446936d05addcc78967dd4a75bf7336a'),
('core.last_request', '531b4404a8b7fe2e022fa2e6875f84341d9f586389fc852453c3f9b84bf78e73'),
('core.normalise_ranges', '7ae85c0a492bb1e7517755ae14045143bbb211915a082cf67e216fd6ea68dcb6'),
('core.normalise_sources', 'd06dec448837d2c93ec4e6fd16fc0172df0ad74ebebc1df5952a4581ea3d324a'),
('core.normalise_generation_request', '31891fc7e7fe6f1a5f012228dbfe3bbd16bbb139c8d03a746af7b3ad1edc9f77'),
('core.quiz_facts', '4c07e6b54b7e86e7cbf6c54083d9401edb5192077fbb96cd12c45aa26c5014c9'),
('core.quiz_json', '6323197a3dd6b480e8a772be5262073a0ea35b523393f5dc6d3dc26a0b6bb8fb'),
('public.generate_questions', 'c9ea9c680099abef145732083f1d7312cef9abb1b7c1bc7093ff26df288c0aa6'),
('core.require_quiz_quota', '7e685fff6eae530144e9f5e41521344c971ad8376ee7ba9651fa7ef80f51a5b6'),
('core.max_title_length', '217a24cfe957fdbe3b3ec619d5291c341a8495a1412079a20c34d3cdac3138f1'),
('core.draft_title', '29be118ce4447d7ce74a3425061df0b7f850a43cb33cbd7ab4d35b9ae33b861f'),
('core.clean_tags', '2ec05c96360277695814824af02547c172ad48dd75a6bcb17722b3ee24f3caa6'),
('core.draft_tags', 'b4a4246102bd93652001c42c4d69b4ecefca5ecf546c2a3427b2ca9f8af5e23b'),
('core.changed_quiz', '29a143bac2969726317e16818951dd483b1a7d7e022901d9b3ec0c2a3c11b626'),
('core.change_quiz', '7291020f962355c36c0e1a8bcdbbcb3416cb1853e6c8f5f925d3240695715b27'),
('core.make_quiz', 'de161159bb71a064e6d05bbd4cf159bef1fde11f39be75e7e5f21c02b694bf21'),
('public.generate_quiz', '8a5cab7c754da9e418777c92e2049184d51f06c5f1c5a9485d500ee85b15f2a2'),
('core.find_question', '7b003b40f49e82ee173c4c3adedc76508c59c181a0e5ba82c6a7163cabe9e86e'),
('public.regenerate_question', '5eda39dafde15c4131374626637cde440a3b0f37c5f5db523c8d5be4941612d2'),
('core.replace_question', 'faf104724180d028ec0dfee38962b6675cd507dc56f6847eb370921dd1609bb4'),
('core.mark_accepted', 'bb6c74a788a6ba9d8737ffefbbbad261fcfa15aacf220e0307b30da8fd519034'),
('core.accept_job', '6460b05765a96dd63fb2830fa8e486b90ca33c040d961fa805fba91297f8b13d'),
('core.backoff_ms', '0c27ca2841bf1d19abb1c5f78b58dbfde92c2f8cccaa46ef43fdb469876bc8b9'),
('core.cancel_jobs', '36d871af170f0abf06d2ae62b4c4597c07191257f541f6d324d076d7bc23fb48'),
('core.defer_job', '76feb9951e2208c1d11f9bee44c082824a692545ba3f47126fbaebb517798381'),
('core.job_counts', '7280e7e4d1140beb4f41d1b42a6721fa0ee44e14a80dde5f08d35fa8039a4309'),
('core.upload_address', '3b86e083e3015f40715d0efc70d0dfd54f37ca2d4f5aa9340ddf52cb3caff3c1'),
('core.job_request', 'c40bda8077cb9aa0dcdd1d979377043afd4dd8a34429187fe41abaf88eecfc5a'),
('core.list_jobs', '266d9de2c37b400730a43771d299f8faac7d2cb91d7a11b1bf306beaaa73d39c'),
('core.refuse_job', '657126b7fc48546ce8325c52c4f81f55f021f4e401b742190cc27e261e704a2f'),
('core.repost_jobs', '041aa09b4b71a42b5a0dd2f6fb00af86e7e3fdc723d4dbb67775b84abeba3c4f'),
('core.requeue_upload', 'b280262ed87ec6ce90a4bd901e9e7af1edb45a56d1687297058a570780f6e831'),
('core.retry_job', 'c4e6266058d992b329ace425f13575d7176b9dd669150e8224a2435575836bab'),
('core.take_job', 'ae475a21f858a0a6d0a4874467aae47aee07ed9ea619d733efe25e4f94eaac86'),
('core.upload_name', 'd9dd71ab2b1ee33725f0edae1d2928fa06b8f00e78cb19ee0f04c669973e3780'),
('core.require_upload_quota', '8a372cbc785bdfac4a3a4faa2d8be2bf663c5818d3019321e85b75ee28d62afb'),
('core.upload_json', '943e04eb2685fad4da7446bec6c84277e69895693e79b208c28d6e9909d6bd44'),
('core.store_upload', '20b76a5e8694caf8445f72b790348e47f6433b8e8306b3b45609f8989203ad06'),
('core.create_file_upload', 'f826715b0bce4625394fd56241f9267df4e9d74bf16f0a03fcf2f907360f39ed'),
('public.create_upload', '16e9d7fc5a9bbbd3fe33d333910805ada7eb083f544d248a94804a39df41a8af'),
('core.uploads_kept_since', 'd34bf5ef859849fd1c8bbedd72f1f1aa5b0c386860174f5e68f7bc0f0b80f4bf'),
('core.lock_upload', '82cd997cc3a73eefed836eb25d81569895a32cc933ae5326f87e911908a9bb03'),
('public.delete_upload', '6176075e895e467100f5ddd19c359f4d027de027951a1c5feafee8db76bc0af8'),
('public.get_upload', 'f067cdd482de42257aea07bd27ca3a38bd9c10963f4cef2f6640e32303b10ff8'),
('public.list_uploads', 'cc096292b4377ad6eac4ef5aed7aac859f36bff3f09ef4c6231539e35c036611'),
('public.may_upload', 'a03dba27c1e4be7bc6f01e179d7fe265b5f0138939fbdc4569afd37e8982229c'),
('core.purge_uploads', '19e5f655c7b7c6d65e4e0b5f1019e7637f3a7775a25057164b08f6884b82a1fd'),
('core.purgeable_uploads', '7cc6898fe5626a5a74ecb5da95a06384644f3ff981efa7ce2de80a5814ea498d'),
('public.rename_upload', '0145bb4acf6272e4e58a7c5a644b38baff17fb5328d5a17b43daf73d01d797b4'),
('public.restore_upload', '37ed2735f3661afca944148a41a3bf147a46ebef1aa2002658c283d72003cb32'),
('public.retry_upload', '5737e46d54874085cea92c3c0b16d8cef1a342c103d8036b2f88dc90c0f09208'),
('core.upload_has_file', '86a0b6fc78a15dd2b38585e9cc80ee78b0757696615db88fac25845ae8fd9b4c'),
('core.apply_progress', '96440628134aafba4d4dcfbb8593bea52ab0c2b9c6d794b8375d1464bcae6dd1'),
('core.apply_processed', '20b323fd36cc4d699f1346766667546f0c7beed2c1dcbbdf76c1b01db7b862b4'),
('core.require_question_total', 'fb01cb70d57395bdc1763acd9a4ef22d25c8b40d67b4b8320da416c0b0a8a4a8'),
('core.store_questions', 'dcf062c8418a5c3bdea22945dcc5ee1db7497672d78e49b2ab9a2125f1c1dca5'),
('core.apply_generated', 'c128c027cc3c3b62ed2902b144572e36d7685adad4f170015912f2a03b931c3d'),
('core.apply_event', 'a344fca1833e2d8f3c9bc92c7070f8565f6e4b22dd15f3b8739a859e0c482190'),
('core.webhook_job', 'f455285fadef13501b92a7dae694a9a0718e6e8694548020efb58e97a8101027'),
('core.receive_webhook', '83dbae499e43a5606004f229f0ad9f23744d387fd158761c28b0f4aec5c97976'),
('public.my_events', 'dc3bb9df195919dee625a53b3859617ce1713c555b05d72f9ce91776d9bebaef'),
('core.draft_answers', '621c65076cd2acf0a079d05a406bd0a44e5723b90ae226c8b62717dc46592542'),
('core.draft_matching', '0d987ea556d6f5662be2c567b8c8c445a58bd7475b4b0d72779984d7cedbc874'),
('core.draft_choices', '9f77534c5d329a67a1c72ce3d98844f01c7fa2728034930e57bb3c50c4c1964b'),
('core.draft_cloze', '418ba68686226f2170b0d8a7472fe03fa48b10194c7764a55ccde81fe89e02d9'),
('core.draft_key', '413728169f292c8fb5ed7927692c153df23693aad2979ccfd66c94b244d45b7b'),
('core.question_draft', '41f62e0e9db446858c4c6207a64de2ab1064998ea7c22002b1c71e58b8f7922b'),
('core.keyless_draft', '75bd7aa5fffb4e860de34403b1b38d8ea4102cbca40f4863ce555955ccb11cb9'),
('core.printed_question', '97c421354771f97fa89638053d41320156aeceddde7d7d69bede72320b28f3d6'),
('public.export_quiz', '64c038cbb570b2ea19144cd1e07bbe0fdb46165396c513237cd603d8227b65ca'),
('core.imported_title', '36f35eaca559efdeb081ed17f06d0d4df838592f52f4cfd933b2e6359244a4f9'),
('core.require_drafts', 'e419738b889933e362405a2be22458bd3e283745190daf3a6dc3d3f5b4f49544'),
('core.try_questions', '6ed41c739c8e2fb9015c8dd05ac1167d2e145d7df54343591d35fc53d3e306cb'),
('core.quiz_now', '115f6c0c8d891a7933610deffd571f7e565b8f21c69daffd66a87ba81e980aa6'),
('public.import_questions', 'cc2979db84383695c24ca6198012f105650d843edf9d0cbc9feb86e99c57e6a9'),
('public.create_quiz', '49dfb0fea142b63b1cc2a8cd96abdbd71bcbcee234138525054215230cb011b0'),
('public.delete_quiz', '7bf9b52b8f0a454f7f47db824feb7c039b31d904b214b8050dfe62c45814b23e'),
('public.duplicate_quiz', '835f0ba4510e45835eddd87e6fb43ba51d56ff1005a4390a05ea3877cd294f3c'),
('public.get_quiz', '2ef215f59ec439ee7d30d48d78f9fc6d81600b4c4e3823609ac3542640f9455c'),
('public.list_quizzes', '4059ea622c678ca37d08b51cf17dfe9db47cc951ecec569d8be2bf98400f40c8'),
('public.preview_quiz_change', '8f8b3d4829bafea8db3cbbf2ee3653adc44e0b046a32ad9b3f9046b19d54d7cf'),
('public.purge_quiz', 'e42c2c12f240d476e5e233b015b644aba7e625cf6615147e0006bbe8ff266a77'),
('public.question_count', 'de25693c9be01ad17b2f8e78e78d76ae702d621887569cac0ba3f955f5f2ab84'),
('core.changed_draft', 'ea05099e9d80d3dc4901e721e8370a3159e6bf73d3647f1ca57b79a861a7f74f'),
('public.check_questions', 'b568d52feded807135b5abe28d6a69b3cd28b1672a1c4713d6c0d738cac1d15f'),
('public.choices', '0ed05d50a24b994801e432aeee7a53516dc7151f995dd0415228944b8cbd1722'),
('core.question_json', 'f3f789b0558d2b6e99b1803b58ab04e38adad052d01916776009160dd5503d6b'),
('public.create_question', '4d456a8f0bb93357eda086e7ecb6fa3f7f000c0573c23958fac61ed007297f5c'),
('core.normalise_questions', 'eb6bfc01fe739871ef5ad2d1cb0a968e8c95277229ace880906e8e36947960c3'),
('public.create_questions', 'a0a6fc73723b20a5d7e81148d25a5ee263b286c32624e1395830bf8a81d11955'),
('public.delete_question', '197de2646979e10452a7f3e452addaf06ef1fc3c51979355447f24453cddb03f'),
('public.get_question', '85c7ecc284529aa2b47e82fbc60da22187cb430b1ecda49dad6ce72dbc4dd002'),
('core.grow_quiz_version', '040597a0121f0111f76ab238028dc163971286457f6f9782661cccb223e29928'),
('core.keep_question_version', '066cb4fcda86e1477195377b1d2a0f4c8b842e413acff9f2b15bfc1b91ee1e1c'),
('public.list_questions', '4f8ac79e4c1a8ba1ed86193e00cbfb377624ed957c9584eccbc3363d126b85f9'),
('core.refuse_version_change', '0376a2e8f0a0d7b862b5e2519c354dff65f8f4be6da2af6f41200b656805891c'),
('public.reorder_questions', 'badccee0874852403ddc985f21eb46ec717f4590ea47eacc8ded4e0232831afa'),
('public.restore_question', 'bf36c00a3885731c3c7ccca931c76f685edceb330e812037710bb57d6d9dd6e6'),
('public.update_question', '78b09f814dcfa19db636e1990ab05d514255e161dd68c2576eacb3c74058f65c'),
('public.quiz', '53babd8d0125b8034e28f5c7046b95529f492d60c59ad231c5a0998bccff3bc7'),
('public.restore_quiz', 'd12f13bb2ed433fcfc22b2b92ccb65fe11cd7b98524e52f62f2a95873b363fa7'),
('core.quiz_words', 'c3c429962fae363239c2f40102638bb45104063aecf8ace1a498b24fa33e17da'),
('core.keep_quiz_words', 'ef02e05bcf0cd38599279b3e3d5a0564bbc5b13ec0b86579298a7b16fdfebc9b'),
('public.update_quiz', '1d9d083bf539e8040ba1e5029be492722154654829014485b0b4fa57ce03529f'),
('core.known_time_zone', 'a5c8609c474a14840ccd03f94bf56b77f9fc708037a0a847acc5d52c212db3a1'),
('public.export_results', 'a7803d9b83e1d3846e584c6d7e68118cae2b62db01d299b1e69b183a6721785c'),
('core.global_totals', 'ebe298bf1e4a30e5aed79fc1dd56c805594e370c2af1a60173183e100c8b37b3'),
('public.global_board', '130d4439a2498e1d831dbe3e34b7c53bbb23d0034407604a4f606f36b77b9254'),
('public.global_leaderboard', 'dd6b09381373dc2a8bf3bf50f42236200732fbbf258753767698a18666908665'),
('core.standing_json', '367a514ac8be9eb3d994f3d470532d060ab664725bd4c69bbb0c68e1a16e42d6'),
('public.my_result', '9b43a3608d6bfc7f893cda08bbf1065c4f501fb0fb138fc5c6c066fdf29d6700'),
('core.person_result', '6e488add56b777b3ae2ed5b3b6a84abb2065f4c2d2f764041a13238b170462eb'),
('core.question_statistics', '3436dd586cd89c49e9f96990c5a0748d1f62344e4181b812a7805c554ba03325'),
('core.require_leaderboard_shown', 'a58b51ebfb4a0f00b695d55b9a91a50033570c955eb776562fae9ab81506e89c'),
('public.quiz_board', '98f21e01319ebbfd3ccffe500eee1dc3c027d89c0544267709a50d31051d1606'),
('public.quiz_leaderboard', 'ee72a7c2187e7799d9e915b64ea2c8ccdba55867447dd206bd9baba8f14bbee7'),
('public.quiz_results', '8a7af395ebff4fb3bde0b0d9ad73a6da46a11d4f57a91f78ee4378dc634cbdba'),
('public.quiz_statistics', '2f09e23a3d4dca3d0ea49fe57a745c0e6d312c13bbaaf6cca35ccf73b96f506b'),
('core.streaks', '2b12fa6a2faf82a556635653aa032e0a3cef17aaa5aea6213936eb7675f8ec69'),
('core.subject_results', '42545c2e3f6683202ef0da95a4abb1de22ab9e48674624828b1346c9a1c1021b'),
('public.user_stats', 'ff8e53c64c696879867d24cfe5808a8dde09b629490e777e7f86a0a9443023d5'),
('core.room_of', '7fa710642e02b9602c1873496c5535b7d88a788811ca0cb3477ba07f49101885'),
('core.require_not_kicked', '332de86bce611596317713c05f9213551fd6e326d57d9776e0d881fada7d53a0'),
('core.player_by_token', '224fe91c73ae95fb5a110c058d8956466a8169d8b2388b2c9fd87a9922bd3c38'),
('core.refuse_room_code', '4a8cee3cae40425d5cb7daeb97b0d1f4cb6616c76d5e9266ceb513dd068170ad'),
('core.refuse_resume', '0660b93c23315e79cee4c3fed58ed28c242461f3941fcb4f6c9d0b2d40c07528'),
('core.safe_jsonb', '4a683002a414ac31a5318b7c2544b1e888b3565d2d543286dc24292cc29ad7d6'),
('core.read_responses', '1beab6d0fbab36995c824ad968bb3b3968ace57adee0f6bea25eebec769f444e'),
('core.read_confidence', '9f78dc858f589a3c0abda1ff5a808850fcfe912ef78a0dc680eb798f4058a80b'),
('core.own_player', 'cba11b164e9e8c806e73ee9ee4a3babaa556b19e04b870e332c750ec19674b88'),
('core.rejection_sentence', 'ee01254fa734a06b66ac362ff4e7b9d2a4f9f1aef40da283ae27e62430a8ded8'),
('core.rejection', 'aefff7fa21ffebe32c66b4deee5f129d1ede2b63af721efdb3db065355125f18'),
('core.tells_marks', 'cfefd7c440a57e4e164e9ef0aa92228c8b8c872071b0b98523680777af0d4111'),
('core.result_message', '4d059b5d0be17df04c0f009c31f1cdefa997997b7b84d7a5d8db4c39285c67e3'),
('core.rank_of', 'ba30b096314d1a15375eadcbbfd939c5e45a262393691ef1a448c72704434a53'),
('core.take_turn_answer', '2de113b751bc78007ad25100b9b2ea6494388437ba6c6c8c5b129b477cec5bfc'),
('public.answer_turn', '5eb72b6cfe7e2ffe51bf72af4f754ad5df8bbba87d97383df428efa2e8cfb163'),
('core.knows_game_score', '4d8331b853b5ccc45f7525b9fafa15f5364c6f1eff3b456d9f8eacd0ba27e1df'),
('core.require_not_ended', '1bee132aca23311270547b74843dee205d9447220a5b6693f06804204aff14f8'),
('core.phone_view', '06ab45af05504130a4df2596ee8852870acfe472d350ebe11af16ddfd537208c'),
('core.question_view', '1460cf4dd0b15b52129d42402b0a39380b66bfde72d11a9459a4fe883f9e2445'),
('core.turn_view', '8f396450f7ca6c83c15544140e4c5fb04ed095365243703c845fb21c8dfecac3'),
('core.player_count', '582eac8a967fc520c1ba3712888c95b5403f0e36581975df752342a587d55724'),
('core.open_turn', '50884af75e6f9e26d6a8938d5d7e4af735280d4fddb4fc8ce7e930c624ea74d5'),
('public.next_turn', '12af93b95a87c4fe7129e065c23cce9cae959a341e372c93afab2db24c1d0f34'),
('core.advance_in_ms', 'b0ed41f9fae2c14556675980a844bd7db7aa475ea6247f3067d2f7756b7e430d'),
('core.awaited_until', '6f109d84ef2bb1b9b81fd823598e170a005b5b7e0233f1a79f17fc98a7b6617b'),
('core.clock_pauses', '586bf09f0c3d221f37bff4821b9c85123f561a72cddb8ea82808501739f5559a'),
('core.running_ms', '9e3b5a04d7fb38ffb6f7e02ad1dba694e8da96f9e8662978e0464d2977c310e7'),
('core.waits_ms', '7cff277f99727b537f272e80b6b71b9ca324d21b74e9db70653a2867d7b517e5'),
('core.timeline', '7ff000728ca422b0a086e944a07db88a85b25e2bc999b20a8052bbaf2bfdab22'),
('core.postgres_back_at', '956ec5c76bd0dcc2059705bfa555d6906912d68f4a5d51af236113e3641bf8a8'),
('core.due_in_ms', 'bdb0270a2daa22ec869fc1cc2daaf8147879a4282fa25e0f1e826cba84e9fc52'),
('core.note_promotion', '2f298e2d699895c479f658e1cda1cf2c504f56ed1e3fec379b153ad793bbbe76'),
('core.locked_room', '1445a3cbc69a2c260d42af783e5a2a83158fbf01e27de0fd9ee1815eb2e19c78'),
('core.question_pictures', '4a5e1aed9d8c6a900ae202308160315ec63d4948e1817f46e12b6ea6d5469b40'),
('core.open_question', '0e8775f488cb926c94a1cc1e7919a1452dde7b06c1d8b3931cdef700e8baa180'),
('core.go_on', '207c1f20f1e656b97f6e666980838dba5d441867eb98b5e42b9da0334b39853c'),
('core.close_if_due', 'c2b6f3eeea364aed8d0aef963ea55f1773a48323e01466b6c1746369fcc141f1'),
('core.remaining_ms', '7820958dddb6723544ffada885ba1627961daa630c5df9320c7045abe58428f7'),
('core.forgive_silence', 'f21f4763b43a5f78f9676c1a5eabf884d884907209099b2e07a883085a758bc0'),
('core.needs_relay', 'f7d9b2945919868ad2a608f581ff49ab209f029c04cd1bb8708ebd87cc845264'),
('core.player_remaining_ms', '50ee6bd0e742c516cb34f2c217d8a8c1a0f47137ed649993457d9a60b12a1d37'),
('core.relay_heard', '1aa325e0e83adb06e2158aaea7d56fc51759e7177b576a7ac1bbd0794f08c314'),
('core.rooms_with_deadline', '288608cc0025c23f624a8c01bede892275c3f985e026766fc7a8c0b8a2269ca3'),
('public.live_answers', 'd363aab7c0f77a3cd779c3704582971a54a242ed26cbdb7c8ae8bd98c0934ca7'),
('public.players', 'f92ffa7f3aa735bd3fd13e3ba2be28c5032bbbab13f14f00babb487a74a7cae2'),
('public.room_choices', '65d356348f5d33261588560254ef4afe791e08d0bb4e6396d8242e73a4bafda8'),
('public.room_questions', '3fa2530ae0255a25c3acf95d176dd0124ffcbd35292f5aaee897c9b2cb2a5929'),
('core.is_host', 'b93f09323bdbe0e447c95205f2e308d26da5d56c1df21ad3e60f7fb0f1fa3175'),
('core.team_list', 'a84a748cf47046934bdf2dbd7252687b3de8f7441e2815277d9219dee229ce5c'),
('core.room_settings', 'c28a4a11f04bd6e61ec81f884c9f27ab17dc327a76a7ff7974399c0556660768'),
('core.room_snapshot', 'dce1d583e0ef799fe996a68fdade97ed686b87e0534d785cdbcade78f890c076'),
('core.host_list', '6ebbbecd1e7a32ed3180625e3b84dd77427998ef55a41672788b1652325eaccb'),
('core.announce_hosts', '6d2141328582f327ffae17d3c0ef71118ae61ce2bae94f92baedb83af1bea689'),
('public.accept_host_invite', 'f9ccc039942fd6c68a6f12facc4725ef91c63c76253cbf689f40ca72d8b237e9'),
('core.owned_room', '9400fc9c62001f6ae4528c6ccefc5c0c26589c3c9127258ffb93268b890ab555'),
('public.hand_over_room', 'c83ba940c8604e34cc4aefa336634119a63ba9c5f701a1bed97c28236a481efa'),
('core.require_host', '67e08153fad8a6d904ce30dcf7119829eed662d1044f3bb73b0899e10b960698'),
('core.has_realtime', '3a23258dccadabff4f5e0fd0a11fe49fbe93aed935dab6fd00d93c1b1bfb7e79'),
('core.use_realtime', 'fe8f752be9cc4df5d8390a33ea7f6390c023f9a84ef675a045cb5a7ce6bcb81b'),
('core.shared_room', '07ae24db4224badd4a956242facdfb11b0a456287bc1ea7386eaa3502477fa74'),
('core.note_hosts', '9f4abc897070d9cba0ad255f63f1a249d19b4bd2f93b5b2e794fc97beff5eb1e'),
('core.event_message', '4b605350276fffce69c07f529d0ff70d89ff624a1c26502ce5f1b50831472d35'),
('core.event_frames', '059a5306f849f388ded3af198dc4dc0ca6a82130c5243cdf4a6253bf0601f524'),
('core.message_for', 'c930de408178475e8d217287a128f09b5507611f6e0a0586a552bacf55869d6f'),
('core.last_message', '3c996ef792cc2514136c3e89416c7d17e4f07e65abcbfc3e668a4f7cc796677d'),
('core.room_view', 'ef589bf4cfbced12adeb030c68b381506869cb447dec32d1620d5bf1ba0ae6d7'),
('core.player_view', 'f14563c70046fa066182447e0ad8a39bb4f77e40de387385fcde6888ba6c2d3c'),
('core.player_list', '4238904ac01d60c2a147149d3edaab5a292c253e6869b9d85a8811258080e95c'),
('core.is_right', 'e0f15ec1d8452da7229d69891b14cbceee0910f7adcd111638c83afc0353ef8c'),
('core.missed_result', 'bd2440dbb10bb4a179fb7d4a073aaa4767ab49d6bef3d0e9fbd7eae9ceac0a43'),
('core.event_messages', '953b07dbef82b6fdeb4a9d0e9fc50148e7849c489c8a9e0918c35d2e7974f2b4'),
('core.relay_host_room', 'b97082d9efe3819cfbc04bc28bed2b33b83e2949316f0439e657a1dcc2c5c2de'),
('core.realtime_entrance', 'fbbefe1543e62beba7e155b605e9eb7a70f0bf3830b4ce5ab0b7d3e8f7d1a433'),
('core.room_topic', '12697013411cc415bf5aac793b4ed8e1e0d3eab1d1ba2470e92410f227046681'),
('public.host_room', 'd3c34f6154170c808f1f91ac46d955694d71394f1db2230656702cbd6d66c376'),
('core.hosted_room', '1c496455c3317e2401a621239e2d693a81a671262065635056f2c1009a78334c'),
('core.new_resume_token', '61771552e2f93becd64d712898a57b928b7472d8fbeb4b66d3fef16ce7275eca'),
('public.invite_host', '4898f092a4bd7c4be5452429933e10b0900223ecd30abfa19bc33d146b0ea8bb'),
('core.may_host', 'e59bbe1c01521979a729fcecc06fc7312edb9f5de4e0776ef49125a57826e20f'),
('public.remove_host', 'fda34d0bde7d60e1c96f0ef72cab8bc48a4ac18f498f30431acb9bc0e793087b'),
('core.require_may_host', 'c21eb76df2d3a1ed66f36878365a481b5e7b44c1d18ba5eba34a85898e672e8b'),
('public.room_hosts', 'a4e054efbae224a5e8452a2037125476c9538a82cc3a1ce6758e9c3702c50e48'),
('core.accept_answers', 'b9396765dbcef8d27cfe0edc9bd7419f1d5582d85fdd914b01c79ecbf5b9ae13'),
('core.is_number', 'a3dad6153272c2bf7777a297e68fef5eeb9aa2ba3163985442f7c6f7a0bb4633'),
('core.rejection_sentences', 'dd102a176f0818c5b006a4dd026eee468ca8ee4a95cf7994ea351e65fdbfe9ad'),
('core.apply_limits', '4acf4ec4f49dc9b528bf8784b2c5339ad3d301c2fcb943be2498512101699602'),
('core.require_live', 'c96d476eea4fa8733eb5fc4a99f28a9d2e6f61c1577a30f979602b4c014eecd1'),
('core.require_question', 'fef6a09f42c452743dd291372a5439ef5e0ba36a268cf4a3be0eae2f92357796'),
('public.close_question', 'bbb1d40132761e41632dc3001cbf9998fcb102e75f9ccc82526e99e3999a0169'),
('core.room_options', '566b779c60776db25d7d32382bbec32a0a461252052596f893e39f245c51672d'),
('core.require_room_left', '10dd9053f5d6b0585e3d11dae7ed3088854080b83a9def19ad191df4a4002759'),
('core.new_room_code', '3e537c388bb9eb266a32043563acbeaa0ad2a762143fdef7589b11be06ff7933'),
('core.tidy_name', '2f71f6fa06d36e79c084d34634b5458c9e9d9e73d92af4e6f52a1701e8b4f49d'),
('core.nickname_key', '5f186927c50ae037b30044dc598a9d12a3bb607ca3ecd6dfcf85b99ed048ee2b'),
('core.name_fault', '91b2a47d20e2acfec55f413b36a3ec9dcea62a7fd5617d868abe8ea9d4afb654'),
('core.clean_team_name', 'c59dc14ca0b019eba143a61e7dac3151451553ebd5fcd47b96b4c052a5154179'),
('core.make_room', '03f39ccadc9c75b6e3552cec1d295c8c8933c7b83b2772313dd8cb9d15e1e5a0'),
('public.create_room', 'b62e89bfc63ba6213f1f0fce84f6e79d019a6ce8519801b60b6c172f941fdffe'),
('public.end_room', 'a8cc756c8b3b549bc8970bb5887bcf0b5342e4f8a003f7b78f86da6002890dac'),
('public.end_rooms_of', '143f9525dd3002864cbd95b80718cd024c5b2d5028d5f625eb4ce875ea2fda5c'),
('public.extend_question', '3b40f529912fd5aca833e818d16dbf3592050baae1192164e83a36d55ea61182'),
('public.hide_word', '3d593fa00d960d420f96bc3a9e0d740423c6acb486b879cccdafc2993b5db904'),
('public.lock_room', '120dc7783d18abf5003ba3a81ce64a036c94d907fc1cf393d0b5e6eee4d79c42'),
('public.next_question', '2ec4a0c11340c1eccda56ab9d92ada37b624ddae35376ac5cb50f8a6d3b27610'),
('public.pause_room', 'c874132b11dac7040a05e720f2e3053c335d597c9fcfb895f1dcc37a56faac43'),
('public.play_again', 'd733ced3f32b12a98410f83e53c3c5aa41a2f5734416a1950b77804381a79e96'),
('core.report_refusals', '3d98b016f9915e5229ed9964950b6cff1c2d515893b7777fbbcad49b7afcb9ae'),
('public.resume_room', '510c2b64d47111cc36e763c92df2b9ce2ea6801269f355c5192abdf0f0d00977'),
('public.show_leaderboard', '2bb20360aac8eec2583abff028c8ce6d1a844709dd8a6748580ee480a7d3fb39'),
('public.skip_question', '54721dfe1e123eb5b8aa6088549fc9c10d2776cf6808ef0f22064aca7e48fd43'),
('public.start_room', '0e14919ffe078f34f8fd23265b756f4fb467a5c5e54f5d2e3ecc35ac1e545fe4'),
('core.clean_nickname', '3a7303e9779f9d497e1d7553be5aabb38bd22a7566d6167e2af0f5d0828c7fe5'),
('core.team_of_newcomer', 'bad0f0ee95c0f7d52e0271b4bff42b4554202e089f292e8a5647b42fc8e92273'),
('core.add_player', '265b87420588ebead34dab21b252b77a4d8830bc5930bc6ffa3615b2a8e424aa'),
('public.claim_player', '03dffd9e7595b5b18f5087ba89e2706b86364318deff4adfe84735bf457fdd36'),
('core.give_topic', '72677481a93d672a0d7b242ce505291b65f749d539e634402f541620e0636a88'),
('core.announcement_audience', '135f1d8dfa8f4656d3337499db7638a51888d39e1880762f2b3e273b9b44d0d4'),
('core.player_welcome', 'de6dfaf66287ed9b152b7f1bf53c5fe3685879015ce8002c73d1a50b5f4718e2'),
('core.enter_room', '20263f1aabc478a4872de5f81ab4ac24522f7ad92b5ac72dba0d920ee08ff46f'),
('public.join_room', '40325015801c7fee9f68a9cfc5c639b4bb032d4c443b873d1188bd37e2a4aed2'),
('core.player_in', '110155ad258fa4cfb2a3c573254804be1b240bfdc4a44574b0485e908295a752'),
('public.kick_player', '617ab7467c87e9ad0278f3bdcdbb214e49e2333cdd1808b51e2d87065fcc4a6d'),
('core.player_disconnected', '13a8e9ab0632738f3943b6580c6f1b39ac61d9f914316430e98ff839d4095d4c'),
('core.relay_join_room', '88f379b6806c1b0c0b96ac74d1ac98596afad934c835e682882e46392b02a0ab'),
('core.relay_watch_room', 'c569871750f654de005059ed38b36c7a3f095da47c7c8de3e95d91459bbd360d'),
('public.set_extra_time', '831d4ef035147b52bf94993edc8a1bd227808f8b109c73b1f9fa8ac49dc2e922'),
('public.set_team', 'c71b31b0bcdce64737d92fc11982f455e17f3891316ea7d8fe5accefdbd46912'),
('public.suggest_nickname', '849e80d4606e673f17288b55e2e1f2cf611e75015552307a301765807da45588'),
('public.validate_room', 'f6cd04925b57cc59597e7957639702fa04f668b283014a05a7bebd95a38ff00d'),
('public.watch_room', '4f32cad4c6dfad1f9170ca3ab889ed4841f9d713e27b3b15c889a5c107c15dbe'),
('core.heartbeat_in_ms', '50007022f823c460ccb82bc32dafbdfd4f6cfa0f2ebd56189b36ebb32b9ed9cc'),
('public.answer_question', 'd29dc2f811873761ee02bbe75fa11420381377b8b73bcc84f3c3447249418be3'),
('core.question_results', '124757b9d512487763f851d002d31fbaff899816a16c5da8d953b13cdee76070'),
('core.broadcast_event', '99b65a43d55df2234882f9f55a288573fb260ae86ea95d0a3b7dd8b771a847cf'),
('core.dismiss_silent_players', 'eb25f7e0e1fc82339ef5749f8927976fb0826739defd8ba889bba9175a6d976f'),
('core.heartbeat_events', '23490d82b29cdc339ef5986dce9d9f996ad1599f09610c3a91b764c6703f3766'),
('core.step_clock', '99b45703f26dc5997382f30418310556c6051f44476cffa4f4435a1f6a750db1'),
('core.room_progress', '823722c39be1df226547555847f6e3064f197eec5237c8f02e987e53489e0c3f'),
('core.look_at_room', 'c44a0d3b128ec84bc32f20eea39b8a54f2448f93731fe25966b3294bd7dd16e6'),
('core.ms_until', 'c15e199fa04a58664a7e1d666ef247572bc80aa22bec53626f58ef4269a94bfd'),
('public.host_heartbeat', 'f73dec9cb2c37da3aa2af0fad216bbc90a8b837cb0600957ea7afea03f927843'),
('public.leave_room', '19167d8d74053f29f7144aa218c469d575b767a20ec52205f349b67762378904'),
('core.may_receive', '34828d95e973a393576b48025b2cd616054c82855b828f2c5c589debd332fe96'),
('core.note_heartbeat', 'c66ed211d7dfd4a3a53c392761ecab4ae7f185cd98aa5268248dba68363bf970'),
('core.require_heartbeat_left', 'aef25a0ba4e88896013b5fccd77853f4c8ac00609ea95cc562dea4c39a2d7ca6'),
('public.player_heartbeat', 'cfef5800c73c62501bd51e456dc0f9cee3a997179a2df90a8e76e080ab1462ef'),
('core.set_up_realtime', 'fdcad3e104f0d00e310ccac6d182cac647ac9aecf96dfa2cac5909c03600e750'),
('core.question_counts', '5bdd57728360251679398959016af8f26f3018ff22119a81a78c60e56311ad3f'),
('core.events_since', 'bcd650b513f212bdc129e727c781f748a03480ba75c11f346aa77096e8d3b170'),
('public.list_played_rooms', '0af080b6673fb0c13380430d95adfb476633ff1a47e5eaa096e41f19ee5fd378'),
('public.list_rooms', '6f4f09a42eb5a0449379c9fd205097093194e7516dbf3334325afb47c9dd0347'),
('core.live_counts', '8a0e9e372c43fd11e6b00a51193460eccb0aaf5feddb6e8ac37cf7f674c29c42'),
('public.room_board', '6a6baee7c885a287f2c489b871c31662c31637bbde0ac8878af158df4a8657b9'),
('public.room_report', '628aebdc5198cd9bee5f13dec234fc82b1c4b9b45a177b6cbeb118bf56227707'),
('public.room_stats', 'c041dd138b25917f886699aad0830181d59f58835f88d31c0d926119663c2626'),
('core.require_trivia_request', 'c9240109454452923a4918f31cd942bf5cb89d8958d337c5dace68c071f1f450'),
('core.trivia_title', 'e1fa8fd6b13e0d22bb3b24e6d27543075b4b5cb6e8f88f9552130bd1b9c985cf'),
('public.check_trivia', '20f1569e8f97e4947abade4c652499b76cafce18b39f33303b822e9f20767f67'),
('core.pick_trivia', '4b2539a6699e0675c311db03922228721c93fecf0a746644c32767fd9b4940b3'),
('public.create_quiz_from_trivia', '47e48f5b735b8b9c2b33862f321d9462eab3e78be48aa51fd1fb56f15ebdea9e'),
('public.list_topics', '3734b855194cdcde89a4506340a65a9045d1c40370335695f9fd420d70d98218'),
('public.pull_trivia', 'a1923ad514cf9d973c9a855a61f60bdb35fef18ef95e9fe904ea4451dbc5ec1c');

select core.set_up_realtime();

notify pgrst, 'reload schema';
commit;
