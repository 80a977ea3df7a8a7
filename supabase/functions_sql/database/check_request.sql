create or replace function public.check_request() returns void
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'role' = 'authenticated' and core.caller_id() is null then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
end;
$$;

comment on function public.check_request is
'Refuses a token whose session was signed out or whose account was deleted or blocked. Runs before each request:
core.call_as calls it, and so does PostgREST, whose setting pgrst.db_pre_request names it. PT401 session_ended.';

revoke execute on function public.check_request from public;
grant execute on function public.check_request to anon, authenticated, service_role, authenticator;
