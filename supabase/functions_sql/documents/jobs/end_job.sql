create or replace function core.end_job(
    job core.jobs,
    state core.job_state,         -- done or failed
    code text default null,
    reason text default null,
    result jsonb default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.jobs as j
    set state = end_job.state, code = left(end_job.code, 100), reason = left(end_job.reason, 1000),
        result = end_job.result, lease = null, deadline = null, finished_at = clock_timestamp()
    where j.id = job.id and j.state in ('waiting', 'accepted')
    returning * into strict job;
    return job;
end;
$$;

comment on function core.end_job is
'Marks a locked, unfinished job as done or failed, and returns it. Raises an error if it has ended already.';
