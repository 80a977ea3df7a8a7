create or replace function core.overdue_before() returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select now() - make_interval(secs => core.setting('quiz.submit_grace_s'));
$$;

comment on function core.overdue_before is
'An attempt in progress whose deadline is before this is over: the deadline and the grace after it, which allows for
delays of the network, have passed. now() is the start of the transaction, so time spent waiting for a lock does not
count.';

-- these roles read core.standings, which calls it
revoke execute on function core.overdue_before from public;
grant execute on function core.overdue_before to authenticated, service_role, dashboard_reader;
