create or replace function core.append_event(
    room_id uuid,     -- its row must be locked
    type text,
    payload jsonb,
    audience core.event_audience default 'everyone',
    player_id uuid default null   -- for an event whose audience is one player
) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    numbered core.rooms;
begin
    update core.rooms as r
    set seq = r.seq + 1
    where r.id = append_event.room_id
    returning r.* into numbered;

    insert into core.room_events (room_id, seq, type, audience, player_id, payload)
    values (
        numbered.id, numbered.seq, append_event.type, append_event.audience, append_event.player_id,
        append_event.payload
    );

    perform pg_notify('room_' || numbered.code, numbered.seq::text);
    return numbered.seq;
end;
$$;

comment on function core.append_event is
'Writes an event into the log of a room and notifies room_<code>. Returns its seq.';
