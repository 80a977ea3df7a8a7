create or replace function public.room_hosts(room_code text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    return jsonb_build_object('items', core.host_list(room));
end;
$$;

comment on function public.room_hosts is
'The hosts of a room, the owner first: {"items": [{"user_id", "display_name", "owner"}]}. PT403 not_the_host.';

revoke execute on function public.room_hosts from public, anon;
grant execute on function public.room_hosts to authenticated;
