create or replace function public.remove_host(room_code text, user_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.locked_room(room_code);
begin
    if (me in (room.host_id, remove_host.user_id)) is not true then
        perform core.fail(403, 'not_the_owner', 'Only the owner of this room may do that.');
    end if;
    delete from core.room_hosts as h
    where h.room_id = room.id and h.user_id = remove_host.user_id;
    if not found then
        perform core.fail(404, 'host_not_found', 'This person is not a co-host of this room.');
    end if;
    perform core.announce_hosts(room.id);
    return jsonb_build_object('room_code', room.code, 'user_id', remove_host.user_id);
end;
$$;

comment on function public.remove_host is
'Removes a co-host; co-hosts may remove themselves. Returns {"room_code", "user_id"}. PT401 not_signed_in, PT404
host_not_found, PT403 not_the_owner.';

revoke execute on function public.remove_host from public, anon;
grant execute on function public.remove_host to authenticated;
