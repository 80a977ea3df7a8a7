create or replace function core.hosted_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.locked_room(room_code);
begin
    perform core.require_host(room);
    perform core.stop_intake(room);
    if room.host_seen_at < now() - interval '30 s' then   -- not after each command: relays note it too
        perform core.note_hosts(array[room.id]);
    end if;
    return room;
end;
$$;

comment on function core.hosted_room is
'A room that the caller hosts, locked, while no answers are taken: the beginning of every change of its state or
clock. PT404 room_not_found, PT403 not_the_host.';
