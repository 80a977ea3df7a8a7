create or replace function core.lock_job(job_id uuid) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    select * into job from core.jobs as j where j.id = job_id;
    -- every function that locks both locks the upload or quiz first, which avoids deadlocks
    perform from core.uploads as u where u.id = job.upload_id for no key update;
    perform from core.quizzes as q where q.id = job.quiz_id for no key update;
    select * into job from core.jobs as j where j.id = job_id for no key update;
    return job;
end;
$$;

comment on function core.lock_job is
'A job, locked together with its upload or quiz; all null if there is no such job.';
