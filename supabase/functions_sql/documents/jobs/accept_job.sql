create or replace function core.accept_job(
    job_id uuid,
    lease uuid,
    server text default null   -- the name of the built-in server, for core.repost_jobs; null for another server
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    upload core.uploads;
begin
    if job.state not in ('waiting', 'accepted') or job.lease is distinct from accept_job.lease then
        return false;   -- the job has ended (by its webhook or a cancellation), or another worker has taken it
    end if;
    perform core.mark_accepted(job);
    update core.jobs as j set server = accept_job.server, lease = null where j.id = job.id;
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'processing', updated_at = now()
        where u.id = job.upload_id and u.state = 'queued'
        returning * into upload;
        if found then
            perform core.notify_upload_owner(upload);
        end if;
    end if;
    return true;
end;
$$;

comment on function core.accept_job is
'Notes that the processing server has accepted a job. Returns false, and changes nothing, when the lease is not the
current one or the job has ended.';

revoke execute on function core.accept_job from public;
grant execute on function core.accept_job to authenticator;
