create or replace function core.owned_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.locked_room(room_code);
begin
    if room.host_id is distinct from me then
        perform core.fail(403, 'not_the_owner', 'Only the owner of this room may do that.');
    end if;
    return room;
end;
$$;

comment on function core.owned_room is
'The room of this code, locked, if the caller is its owner. PT401 not_signed_in, PT403 not_the_owner.';
