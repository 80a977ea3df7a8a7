create or replace function core.refuse_job(
    job_id uuid,
    lease uuid,
    code text,
    reason text
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
begin
    if job.state <> 'waiting' or job.lease is distinct from refuse_job.lease then
        return false;
    end if;
    perform core.fail_job(job, code, reason);
    return true;
end;
$$;

comment on function core.refuse_job is
'Notes that the processing server has refused a job, which fails. Returns false, and changes nothing, when the lease is
not the current one or the job is no longer waiting.';

revoke execute on function core.refuse_job from public;
grant execute on function core.refuse_job to authenticator;
