create or replace function core.job_counts() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(counted.state, counted.jobs), '{}')
    from (
        select
            j.state,
            count(*) as jobs
        from core.jobs as j
        group by j.state
    ) as counted;
$$;

comment on function core.job_counts is 'How many jobs there are in each state: {"waiting": 2, …}.';

revoke execute on function core.job_counts from public;
grant execute on function core.job_counts to authenticator;
