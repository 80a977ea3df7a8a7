create or replace function public.check_request() returns void
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    claims jsonb := auth.jwt();
begin
    if claims ->> 'role' = 'authenticated' and not exists (
        select from core.profiles as p
        where p.id = (claims ->> 'sub')::uuid
            and p.deleted_at is null
            and (
                not claims ? 'session_id'
                or exists (
                    select from auth.sessions as s
                    where s.id = (claims ->> 'session_id')::uuid
                        and s.user_id = p.id
                        and (s.not_after is null or s.not_after > now())
                )
            )
    ) then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
end;
$$;

comment on function public.check_request is
'Refuses a token whose session was signed out or whose account was deleted. Runs before each request: core.call_as calls
it, and so does PostgREST if pgrst.db_pre_request names it. PT401 session_ended.';
