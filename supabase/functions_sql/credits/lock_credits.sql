create or replace function core.lock_credits(user_id uuid) returns void
language sql
set search_path = ''
as $$
    select pg_advisory_xact_lock(1668441460, hashtext(lock_credits.user_id::text));
$$;

comment on function core.lock_credits is
'Lets one transaction at a time move somebody''s credits. The order for everybody: first this, then their accounts, then
the shared ones, so that nobody waits in a circle. What moves the credits of several people locks them all first, in the
order of their ids.';

revoke execute on function core.lock_credits from public;
