create or replace function core.require_host(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.is_host(room) then
        perform core.fail(
            403, 'not_the_host',
            'You do not host a room with this code. Check it, or ask its owner to invite you.'
        );
    end if;
end;
$$;

comment on function core.require_host is
'Refuses everybody but the hosts of a room, and a room that does not exist (null) in the same way: others must not learn
here which codes are in use, since this refusal is not counted as a guess. PT403 not_the_host.';
