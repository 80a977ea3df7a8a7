create or replace function core.defer_job(
    job_id uuid,
    lease uuid,
    reason text,                        -- a sentence
    retry_after_ms bigint default 0     -- the Retry-After of the processing server
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    wait_ms bigint := greatest(
        least(retry_after_ms, core.setting('jobs.max_delay_ms')),
        core.backoff_ms(
            job.attempts, core.setting('jobs.first_delay_ms'), core.setting('jobs.max_delay_ms'), random()
        )
    );
begin
    if job.state <> 'waiting' or job.lease is distinct from defer_job.lease then
        return false;
    end if;
    if job.attempts >= core.setting('jobs.max_attempts') then
        perform core.fail_job(job, 'unreachable', format(
            'The processing server did not accept this in %s attempts. The last time: %s', job.attempts, reason
        ));
        return true;
    end if;
    update core.jobs as j
    set run_at = clock_timestamp() + wait_ms * interval '1 ms', lease = null, reason = defer_job.reason
    where j.id = job.id;
    return true;
end;
$$;

comment on function core.defer_job is
'Notes that posting a job has failed for now. The job is posted again after a pause; after jobs.max_attempts it fails.
Returns false, and changes nothing, when the lease is not the current one or the job is no longer waiting.';

revoke execute on function core.defer_job from public;
grant execute on function core.defer_job to authenticator;
