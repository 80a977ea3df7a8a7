create or replace function core.refuse_job(
    job_id uuid,
    lease uuid,
    code text,
    reason text
) returns boolean
language plpgsql security definer
set search_path = ''
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
'The processing server refused a job for good. False where this outcome no longer counts.';

revoke execute on function core.refuse_job from public;
grant execute on function core.refuse_job to authenticator;
