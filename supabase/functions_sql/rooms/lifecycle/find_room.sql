create or replace function core.find_room(room_code text) returns core.rooms
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    if room.id is null then
        perform core.fail(404, 'room_not_found', 'There is no room with this code.');
    end if;
    return room;
end;
$$;

comment on function core.find_room is 'The room of this code, however it is written. PT404 room_not_found.';
