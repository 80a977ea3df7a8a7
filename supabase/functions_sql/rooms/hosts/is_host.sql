create or replace function core.is_host(room core.rooms) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(room.host_id = core.caller_id(), false) or exists (
        select from core.room_hosts as h where h.room_id = room.id and h.user_id = core.caller_id()
    );
$$;

comment on function core.is_host is 'Whether the caller is the owner or a co-host of a room.';
