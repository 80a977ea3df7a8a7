create or replace function core.sweep_jobs() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most_attempts bigint := core.setting('jobs.max_attempts');
    overdue uuid;
    job core.jobs;
    ended integer := 0;
begin
    -- One job per transaction, because each locks its quiz and its owner's accounts; the caller repeats this call
    select j.id into overdue
    from core.jobs as j
    where (j.state = 'accepted' and j.deadline <= clock_timestamp())
        or (j.state = 'waiting' and j.run_at <= clock_timestamp() and j.attempts >= most_attempts)
    order by j.run_at
    limit 1;
    job := core.lock_job(overdue);   -- all null when there is none
    if job.state = 'accepted' and job.deadline <= clock_timestamp() then
        perform core.fail_job(job, 'timeout', 'The processing server accepted this but did not report on it in time.');
        ended := 1;
    elsif job.state = 'waiting' and job.run_at <= clock_timestamp() and job.attempts >= most_attempts then
        perform core.fail_job(job, 'unreachable', format(
            'The processing server did not accept this in %s attempts.', job.attempts
        ));
        ended := 1;
    end if;
    return ended;
end;
$$;

comment on function core.sweep_jobs is
'Ends one job whose deadline has passed, or whose last attempt was never finished. Returns how many jobs it ended,
0 or 1; the caller repeats it until that is 0.';

revoke execute on function core.sweep_jobs from public;
grant execute on function core.sweep_jobs to authenticator;
