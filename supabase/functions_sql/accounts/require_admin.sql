create or replace function core.require_admin() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'role' = 'service_role' then
        return;   -- whoever runs the server
    end if;
    if not exists (select from core.admins as a where a.person_id = core.person_id()) then
        perform core.fail(403, 'not_an_admin', 'Only admins may do this.');
    end if;
end;
$$;

comment on function core.require_admin is
'Checks that the caller is an admin, or the service role. PT401 not_signed_in, session_ended; PT403 not_an_admin.';
