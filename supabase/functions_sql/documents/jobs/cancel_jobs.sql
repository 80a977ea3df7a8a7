create or replace function core.cancel_jobs(
    upload_id uuid default null,
    quiz_id uuid default null
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    for job in
        select j.*
        from core.jobs as j
        where j.state in ('waiting', 'accepted')
            and (j.upload_id = cancel_jobs.upload_id or j.quiz_id = cancel_jobs.quiz_id)
        order by j.id
        for update
    loop
        perform core.fail_job(job, 'cancelled', 'It was deleted before the work was finished.');
    end loop;
end;
$$;

comment on function core.cancel_jobs is
'Ends the unfinished jobs of a locked upload or quiz as failed, and gives the credits that were reserved for them
back.';
