create or replace function core.take_job() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    update core.jobs as j
    set run_at = now() + core.setting('jobs.lease_s') * interval '1 s', lease = gen_random_uuid(),
        attempts = j.attempts + 1
    where j.id = (
        select due.id
        from core.jobs as due
        where due.state = 'waiting' and due.run_at <= now() and due.attempts < core.setting('jobs.max_attempts')
        order by due.run_at
        limit 1
        for update skip locked
    )
    returning * into job;
    return jsonb_build_object(
        'job', case when job.id is not null then core.job_request(job) end,
        'next_in_ms', (
            select ceil(extract(epoch from min(due.run_at) - clock_timestamp()) * 1000)
            from core.jobs as due
            where due.state = 'waiting'
        )
    );
end;
$$;

comment on function core.take_job is
'Leases the job that has been due longest, if there is one, to a worker: {"job": what to post (core.job_request) or
null, "next_in_ms": milliseconds until the next one is due}. The worker then calls accept_job, defer_job or refuse_job
with the lease. If it calls none of them, another worker gets the job when the lease has ended.';

revoke execute on function core.take_job from public;
grant execute on function core.take_job to authenticator;
