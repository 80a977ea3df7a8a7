create or replace function core.event_message(event core.room_events) returns jsonb
language sql volatile
set search_path = ''
as $$
    select jsonb_build_object('type', event.type, 'seq', event.seq) || event.payload || case
        when event.payload ? 'remaining_ms' and event.type <> 'room.paused' then jsonb_build_object(
            'remaining_ms', core.remaining_ms(event.room_id, (event.payload ->> 'number')::integer)
        )
        else '{}'
    end;
$$;

comment on function core.event_message is
'An event as it goes over the wire. A question''s remaining_ms is as of now, however late the event is read.';
