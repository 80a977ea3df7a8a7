create or replace function core.event_messages(
    room_id uuid,
    since bigint,            -- events after this one; null: none
    role text,               -- host, player, projector or spectator
    player_id uuid default null
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(seen.message order by e.seq) filter (where seen.message is not null), '[]')
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    cross join lateral (
        select core.message_for(e, r.question_on_phones, event_messages.role, event_messages.player_id) as message
    ) as seen
    where e.room_id = event_messages.room_id and e.seq > event_messages.since;
$$;

comment on function core.event_messages is
'The messages that somebody missed, in the order of their events, as a list. Empty if since is null.';
