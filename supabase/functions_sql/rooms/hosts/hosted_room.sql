create or replace function core.hosted_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    room := core.locked_room(room_code);
    perform core.require_host(room);   -- as it is now
    perform core.stop_intake(room);
    if room.host_seen_at < now() - interval '30 s' then   -- relays note it too, so not at each command
        perform core.note_hosts(array[room.id]);
    end if;
    return room;
end;
$$;

comment on function core.hosted_room is
'The room of this code, locked and with its intake stopped, if the caller hosts it. Every change of a room''s state or
clock begins with this. PT403 not_the_host.';
