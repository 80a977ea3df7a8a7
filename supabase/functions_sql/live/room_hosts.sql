create or replace function public.room_hosts(room_code text) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    room core.rooms := core.shared_room(room_code);
begin
    perform core.require_host(room);
    return (
        select jsonb_build_object('items', jsonb_agg(jsonb_build_object(
            'user_id', hosting.id, 'display_name', person.display_name, 'owner', hosting.id = room.host_id
        ) order by hosting.id <> room.host_id, hosting.since))
        from (
            select room.host_id as id, room.created_at as since
            union all
            select h.user_id, h.added_at from core.room_hosts as h where h.room_id = room.id
        ) as hosting
        inner join core.profiles as person on person.id = hosting.id
    );
end;
$$;

comment on function public.room_hosts is
'Who hosts a room: the one whose it is first. PT404 room_not_found, PT403 not_the_host.';

revoke execute on function public.room_hosts from public, anon;
grant execute on function public.room_hosts to authenticated;
