-- Rooms pay for Realtime only if somebody uses it, heartbeats look at a room once a second, and the time in which no
-- relay was there is given back to those only who were cut off.
alter table core.rooms add column on_realtime boolean not null default false;
comment on column core.rooms.on_realtime is
    'Whether somebody has entered the room by rpc() in a database with Realtime. Else no event goes out by Realtime.';
update core.rooms   -- what was entered before this was noted
set on_realtime = true
where state <> 'ended' and exists (
    select from pg_trigger as t where t.tgrelid = 'core.room_events'::regclass and t.tgname = 'broadcast_event'
);

alter table core.players add column realtime_during tstzrange;
comment on column core.players.realtime_during is
    'From when, and until when, the player has been on Realtime; without an end: still. Relays that are away cut off
nobody there (core.clock_pauses). Whoever changes to and fro has been there all the time between.';
update core.players set realtime_during = tstzrange(joined_at, null) where topic_key is not null;
alter table core.players add column heartbeats_until timestamptz;
comment on column core.players.heartbeats_until is
    'Each heartbeat of the player moves this on by a second, from now on at least. More of them are refused while it is
more than live.heartbeat_burst seconds ahead.';

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

insert into core.settings (key, value, description) values
    ('live.heartbeat_burst', '10',
     'heartbeats that a player without a connection may send at once; later ones are refused if more come than one a
second'),
    ('live.heartbeat_events', '100', 'events that a heartbeat returns at most; the next one returns those after them');

-- One who is signed out has no role in a room.
create or replace view public.rooms with (security_invoker = true) as
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
