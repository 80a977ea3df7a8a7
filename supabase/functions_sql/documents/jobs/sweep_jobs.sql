create or replace function core.sweep_jobs() returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
    overdue uuid;
    job core.jobs;
    ended integer := 0;
begin
    -- One at a time, because each locks its quiz and its owner's accounts: the caller asks again while there are more
    select j.id into overdue
    from core.jobs as j
    where (j.state = 'accepted' and j.deadline <= clock_timestamp())
        or (j.state = 'waiting' and j.run_at <= clock_timestamp() and j.attempts >= core.setting('jobs.max_attempts'))
    order by j.run_at
    limit 1;
    job := core.lock_job(overdue);   -- all null when there is none
    if job.state = 'accepted' and job.deadline <= clock_timestamp() then
        perform core.fail_job(job, 'timeout', 'The processing server took this on, and was not heard of again in time.');
        ended := 1;
    elsif job.state = 'waiting' and job.run_at <= clock_timestamp() and job.attempts >= core.setting('jobs.max_attempts') then
        perform core.fail_job(job, 'unreachable', format(
            'The processing server could not be reached in %s attempts.', job.attempts
        ));
        ended := 1;
    end if;
    delete from core.webhook_events as e
    where e.id in (
        select old.id
        from core.webhook_events as old
        where old.received_at < now() - core.setting('webhooks.kept_days') * interval '1 day'
        limit 1000
        for update skip locked
    );
    return ended;
end;
$$;

comment on function core.sweep_jobs is
'Ends one job that was accepted and never answered, or whose last worker died; returns how many, so 1 means: ask again.
Also forgets what webhooks told long ago.';

revoke execute on function core.sweep_jobs from public;
grant execute on function core.sweep_jobs to authenticator;
