create or replace function core.missed_events(
    room_id uuid,
    since bigint,            -- seq of the last event that the client has; null: none
    role text,               -- host, player, projector or spectator
    player_id uuid default null
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.event_messages(
        r.id,
        case
            when since is not null then greatest(since, r.seq - core.setting('live.missed_events'))
        end,
        role, player_id
    )
    from core.rooms as r
    where r.id = missed_events.room_id;
$$;

comment on function core.missed_events is
'What somebody who comes back has missed: the messages of the newest live.missed_events events after since, as a list.
Whoever has missed more goes by the welcome, which has the room as it is now.';
