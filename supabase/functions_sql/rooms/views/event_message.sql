create or replace function core.event_message(event core.room_events) returns jsonb
language plpgsql volatile   -- runs for every event; plpgsql computes an expression without a query
set search_path = pg_catalog, pg_temp
as $$
begin
    return (jsonb_build_object('type', event.type, 'seq', event.seq) || event.payload || case
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
    end) - 'for_relays';
end;
$$;

comment on function core.event_message is
'An event as the message that clients receive, with all its fields; core.event_frames says who receives it.
remaining_ms, next_in_ms and opens_in_ms are computed when the event is read, so a late reader gets the right time.';
