create or replace function core.settled(attempt_id uuid) returns core.attempts
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select s.*
    from core.settled_attempts as s
    where s.id = attempt_id;
$$;

comment on function core.settled is
'An attempt as it is once it is settled. For the view public.attempts, which shows the caller only attempts that they
may see, and joins nothing.';

revoke execute on function core.settled from public;
-- these roles read core.standings, which calls it
grant execute on function core.settled to authenticated, service_role, dashboard_reader;
