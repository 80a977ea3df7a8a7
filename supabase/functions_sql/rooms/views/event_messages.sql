create or replace function core.event_messages(
    room_id uuid,
    since bigint,            -- events after this one; null: none
    for_host boolean,
    for_player uuid default null,
    on_phone boolean default false
) returns jsonb
language sql volatile
set search_path = ''
as $$
    select coalesce(jsonb_agg(core.event_message(e, on_phone and not r.question_on_phones) order by e.seq), '[]')
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    where e.room_id = event_messages.room_id
        and e.seq > event_messages.since
        and (e.audience = 'everyone' or (e.audience = 'host' and for_host) or e.player_id = for_player);
$$;

comment on function core.event_messages is 'The events that somebody missed, as the messages that they would have got.';
