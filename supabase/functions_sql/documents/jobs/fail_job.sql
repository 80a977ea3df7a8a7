create or replace function core.fail_job(
    job core.jobs,         -- locked with its upload or quiz, unfinished
    code text,
    reason text,
    result jsonb default null
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    job := core.end_job(job, 'failed', code, reason, result);
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'failed', code = job.code, reason = job.reason, message = null, updated_at = now()
        where u.id = job.upload_id
        returning * into upload;
        perform core.notify_upload_owner(upload);
        return;
    end if;
    perform core.settle_quiz(job);
    perform core.settle_credits(job.quiz_id, job.id::text, 0);
end;
$$;

comment on function core.fail_job is
'Ends a job as failed, and settles what depends on it: its upload fails too, or its quiz gets its state and the reserved
credits are given back.';
