create or replace function public.hand_over_room(room_code text, user_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.owned_room(room_code);
begin
    delete from core.room_hosts as h
    where h.room_id = room.id and h.user_id = hand_over_room.user_id;
    if not found then
        perform core.fail(404, 'host_not_found', 'A room can be handed over only to one of its co-hosts.');
    end if;
    insert into core.room_hosts (room_id, user_id)
    values (room.id, room.host_id);
    update core.rooms as r
    set host_id = hand_over_room.user_id
    where r.id = room.id;
    perform core.announce_hosts(room.id);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.hand_over_room is
'Makes a co-host the owner of the room, and the owner a co-host. Returns the room. PT401 not_signed_in, PT404
host_not_found, PT403 not_the_owner.';

revoke execute on function public.hand_over_room from public, anon;
grant execute on function public.hand_over_room to authenticated;
