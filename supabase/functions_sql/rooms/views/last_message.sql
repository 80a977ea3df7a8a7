create or replace function core.last_message(
    room_id uuid,
    type text,
    on_phone boolean default false
) returns jsonb
language sql volatile
set search_path = ''
as $$
    select core.event_message(e, on_phone)
    from core.room_events as e
    where e.room_id = last_message.room_id and e.type = last_message.type
    order by e.seq desc
    limit 1;
$$;

comment on function core.last_message is 'The newest event of this type in a room, as a message; null where there is none.';
