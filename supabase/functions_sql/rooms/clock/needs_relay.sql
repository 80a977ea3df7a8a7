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
