create or replace function core.event_message(
    event core.room_events,
    on_phone boolean default false   -- for a phone that may not show a question's words
) returns jsonb
language sql volatile
set search_path = ''
as $$
    select jsonb_build_object('type', event.type, 'seq', event.seq)
        || case
            when on_phone and event.type in ('question.opened', 'question.announced') then core.phone_view(event.payload)
            else event.payload
        end
        || case
            when event.payload ? 'remaining_ms' and event.type <> 'room.paused' then jsonb_build_object(
                'remaining_ms', core.remaining_ms(event.room_id, (event.payload ->> 'number')::integer)
            )
            when event.payload ? 'next_in_ms' then jsonb_build_object(
                'next_in_ms', core.advance_in_ms(event.room_id, (event.payload ->> 'number')::integer)
            )
            when event.payload ? 'opens_in_ms' then jsonb_build_object(
                'opens_in_ms', core.advance_in_ms(event.room_id, (event.payload ->> 'number')::integer - 1)
            )
            else '{}'
        end;
$$;

comment on function core.event_message is
'An event as it goes over the wire. A question''s remaining_ms is as of now, however late the event is read; so are
next_in_ms and opens_in_ms.';
