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
