create or replace function core.missed_events(
    room_id uuid,
    since bigint,            -- seq of the last event that the client has; null: none
    role text,               -- host, player, projector or spectator
    player_id uuid default null
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when missed_events.since is null then '[]'   -- a newcomer, of whom there may be hundreds in a moment
        else (
            select core.event_messages(
                r.id, greatest(missed_events.since, r.seq - core.setting('live.missed_events')),
                missed_events.role, missed_events.player_id
            )
            from core.rooms as r
            where r.id = missed_events.room_id
        )
    end;
$$;

comment on function core.missed_events is
'What somebody who comes back has missed: the messages of the newest live.missed_events events after since, as a list.
Whoever has missed more goes by the welcome, which has the room as it is now.';
