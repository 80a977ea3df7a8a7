create or replace function core.last_message(room_id uuid, type text, role text) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.message_for(e, r.question_on_phones, last_message.role, null)
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    where e.room_id = last_message.room_id and e.type = last_message.type
    order by e.seq desc
    limit 1;
$$;

comment on function core.last_message is
'The newest event of this type in a room, as this role receives it; null if there is none.';
