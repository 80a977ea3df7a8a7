create or replace function core.mark_accepted(job core.jobs) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    since timestamptz := coalesce(job.accepted_at, clock_timestamp());
begin
    update core.jobs as j
    set state = 'accepted',
        accepted_at = since,
        deadline = least(
            clock_timestamp() + core.setting('jobs.callback_s') * interval '1 s',
            since + core.setting('jobs.longest_s') * interval '1 s'
        )
    where j.id = job.id
    returning * into job;
    return job;
end;
$$;

comment on function core.mark_accepted is
'Marks a locked, unfinished job as accepted by the processing server, and sets its deadline to jobs.callback_s from now,
but at most jobs.longest_s after it was first accepted.';
