create or replace function public.check_request() returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'role' is distinct from 'authenticated' then
        return;
    end if;
    if core.caller_id() is null then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
    -- PostgREST makes a transaction read-only for what only reads
    if core.is_counted() and not current_setting('transaction_read_only')::boolean then
        perform core.count_call('writes', core.caller_id()::text);
    end if;
end;
$$;

comment on function public.check_request is
'Refuses a token whose session was signed out or whose account was deleted or blocked, and an account that has called
too often through PostgREST what may write. Runs before each request: core.call_as calls it and PostgREST does, whose
setting pgrst.db_pre_request names it. Functions for callers without an account count their calls themselves. PT401
session_ended; PT429 too_many_requests; PT405 use_post; PT400 plain_call_needed.';

revoke execute on function public.check_request from public;
grant execute on function public.check_request to anon, authenticated, service_role, authenticator;
