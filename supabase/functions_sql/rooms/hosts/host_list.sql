create or replace function core.host_list(room core.rooms) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(jsonb_build_object(
        'user_id', hosting.id, 'display_name', person.display_name, 'owner', hosting.id = room.host_id
    ) order by hosting.id <> room.host_id, hosting.since)
    from (
        select room.host_id as id, room.created_at as since
        union all
        select h.user_id, h.added_at from core.room_hosts as h where h.room_id = room.id
    ) as hosting
    inner join core.profiles as person on person.id = hosting.id;
$$;

comment on function core.host_list is 'The hosts of a room, the owner first: [{"user_id", "display_name", "owner"}].';
