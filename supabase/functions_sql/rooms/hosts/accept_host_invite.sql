create or replace function public.accept_host_invite(room_code text, invite text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.room_of(room_code);
    is_host boolean;
begin
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.locked_room(room_code);
    is_host := core.is_host(room);
    if not is_host and room.invite_hash is distinct from sha256(convert_to(coalesce(invite, ''), 'UTF8')) then
        return core.refuse_guess(
            403, 'bad_invite', 'This invitation is not valid, or has been used. Ask for a new one.'
        );
    end if;
    perform core.require_not_ended(room);
    if is_host then
        return core.room_snapshot(room.id);
    end if;

    insert into core.room_hosts (room_id, user_id)
    values (room.id, me);
    update core.rooms as r
    set invite_hash = null
    where r.id = room.id;
    perform core.announce_hosts(room.id);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.accept_host_invite is
'Makes the caller a co-host by means of an invitation. Co-hosts may do all that the owner may, except inviting and
removing hosts and handing the room over. Returns the room. PT401 not_signed_in, PT404 room_not_found, PT403 bad_invite,
PT409 room_ended.';

revoke execute on function public.accept_host_invite from public, anon;
grant execute on function public.accept_host_invite to authenticated;
