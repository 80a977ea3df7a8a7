create or replace function core.require_host(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.is_host(room) then
        perform core.fail(403, 'not_the_host', 'Only the host of this room may do that.');
    end if;
end;
$$;

comment on function core.require_host is 'Refuses everybody but the hosts of a room. PT403 not_the_host.';
