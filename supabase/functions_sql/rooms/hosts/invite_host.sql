create or replace function public.invite_host(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.owned_room(room_code);
    invite text := core.new_resume_token();
begin
    perform core.require_not_ended(room);
    update core.rooms as r
    set invite_hash = sha256(convert_to(invite, 'UTF8'))
    where r.id = room.id;
    return jsonb_build_object('room_code', room.code, 'invite', invite);
end;
$$;

comment on function public.invite_host is
'Makes a token with which one other person may become a co-host. A new token replaces the former one. Returns
{"room_code", "invite"}. PT401 not_signed_in, PT403 not_the_owner, PT409 room_ended.';

revoke execute on function public.invite_host from public, anon;
grant execute on function public.invite_host to authenticated;
