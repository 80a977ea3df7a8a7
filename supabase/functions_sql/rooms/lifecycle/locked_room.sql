create or replace function core.locked_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
begin
    select r.* into room
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code))
    for update;
    return room;
end;
$$;

comment on function core.locked_room is
'The room of this code, locked: only one transaction at a time changes a room, and its events commit in order. Null if
there is none.';
