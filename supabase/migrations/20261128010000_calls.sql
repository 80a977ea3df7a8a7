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
