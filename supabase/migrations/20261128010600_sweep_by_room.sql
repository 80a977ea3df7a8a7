-- A sweep finds the rooms whose periods are over by an index, and never looks at a room again.
alter table core.rooms
add column events_swept boolean not null default false,
add column answers_swept boolean not null default false;
comment on column core.rooms.events_swept is
    'Whether the event log was deleted after live.events_kept_days, all but the final leaderboard.';
comment on column core.rooms.answers_swept is 'Whether the answers were deleted after live.answers_kept_days.';

-- Rooms from which a sweep has deleted everything before there were these columns
update core.rooms as r
set events_swept = not exists (
        select from core.room_events as e
        where e.room_id = r.id and e.type <> 'room.ended'
    ),
    answers_swept = not exists (select from core.live_answers as a where a.room_id = r.id)
where r.ended_at is not null;

create index rooms_events_due_idx on core.rooms (ended_at) where ended_at is not null and not events_swept;
create index rooms_answers_due_idx on core.rooms (ended_at) where ended_at is not null and not answers_swept;
drop index core.room_events_created_at_idx;
drop index core.live_answers_received_at_idx;

create index profiles_deleted_at_idx on core.profiles (deleted_at) where deleted_at is not null;
