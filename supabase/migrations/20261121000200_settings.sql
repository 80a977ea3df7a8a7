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
    'Who is counted: the id of an account, a player or a guest, else the network that the call came from.';
comment on column core.calls.kind is
    'room_codes: wrong room codes, resume tokens and invitations; joins: entering a room or
beginning as a guest; writes: all other calls.';
comment on column core.calls.process is
    'The process of Postgres that counts in this row. Each has its own, so no call waits for the count of another.';
comment on column core.calls.window_start is 'When the window began in which the last call was.';
comment on column core.calls.calls is 'Calls in that window.';
comment on column core.calls.calls_before is 'Calls in the window before it.';
alter table core.calls enable row level security;

insert into core.settings (key, value, description) values
    ('rate.room_codes', '1200', 'wrong room codes, resume tokens and invitations from one network in a window'),
    ('rate.room_codes_s', '60', 'seconds of that window'),
    ('rate.joins', '2000', 'times that rooms are entered, and quizzes begun as a guest, from one network in a window'),
    ('rate.joins_s', '60', 'seconds of that window'),
    ('rate.writes', '6000', 'calls of one account, player or guest that change something in a window'),
    ('rate.writes_s', '60', 'seconds of that window'),
    ('rate.proxies', '1',
     'proxies before PostgREST that add to X-Forwarded-For: which entry from the end is the client; 0: none');
