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
create index user_events_tx_idx on core.user_events (user_id, tx, id);
alter table core.user_events enable row level security;

create table core.event_followers (
    user_id uuid primary key references core.profiles (id) on delete cascade,
    until timestamptz not null
) with (fillfactor = 50);
comment on table core.event_followers is
    'People with an open stream of events: only their events are notified. core.follow_events writes them.';
comment on column core.event_followers.user_id is 'The person whose events are followed.';
comment on column core.event_followers.until is 'Until when, unless the stream is still open then.';
alter table core.event_followers enable row level security;

insert into core.settings (key, value, description) values
    ('events.followed_s', '60', 'seconds that events are notified after a process said that a stream is open'),
    ('events.kept_days', '7', 'days that a person''s past events can be read again');
