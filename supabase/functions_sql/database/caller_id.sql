create or replace function core.caller_id() returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select p.id
    from core.profiles as p
    inner join auth.users as u on u.id = p.id
    where p.id = auth.uid()
        and p.deleted_at is null
        and (u.banned_until is null or u.banned_until <= now())
        and case when auth.jwt() ? 'session_id' then exists (
            select from auth.sessions as s
            where s.id = (auth.jwt() ->> 'session_id')::uuid
                and s.user_id = p.id
                and (s.not_after is null or s.not_after > now())
        ) else true end;
$$;

comment on function core.caller_id is
'Who is calling. Null for nobody, and for whoever has a token that has not expired yet but whose account was deleted or
blocked, or whose session was signed out. Functions and policies ask here rather than auth.uid(), so such a token gives
no access, whichever way it comes.';

grant execute on function core.caller_id to authenticated, service_role;
