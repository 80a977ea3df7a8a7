create or replace function core.enqueue_job(
    kind core.job_kind,
    owner uuid,
    upload_id uuid default null,
    quiz_id uuid default null,
    question_id uuid default null,
    request jsonb default '{}',
    retry_of uuid default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
    most bigint := core.setting('jobs.max_open_per_person');
begin
    -- without this lock, concurrent requests could exceed the limit
    perform pg_advisory_xact_lock(hashtextextended('jobs ' || owner, 0));
    if (
        select count(*) from core.jobs as j where j.owner_id = owner and j.state in ('waiting', 'accepted')
    ) >= most then
        perform core.fail(429, 'too_many_jobs', format(
            'You have %s unfinished requests, and more are not allowed. Wait until one has finished.', most
        ));
    end if;
    insert into core.jobs (kind, owner_id, upload_id, quiz_id, question_id, request, retry_of)
    values (
        enqueue_job.kind, owner, enqueue_job.upload_id, enqueue_job.quiz_id, enqueue_job.question_id,
        enqueue_job.request, enqueue_job.retry_of
    )
    returning * into job;
    perform pg_notify('jobs', '');
    return job;
end;
$$;

comment on function core.enqueue_job is
'Adds a job to the queue, in the caller''s transaction, notifies the workers, and returns the job. PT429
too_many_jobs.';
