create or replace function core.require_host(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if room.host_id is distinct from core.caller_id() and not exists (
        select from core.room_hosts as h where h.room_id = room.id and h.user_id = core.caller_id()
    ) then
        perform core.fail(403, 'not_the_host', 'Only the host of this room may do that.');
    end if;
end;
$$;

comment on function core.require_host is 'Refuses everybody but the hosts of a room. PT403 not_the_host.';
