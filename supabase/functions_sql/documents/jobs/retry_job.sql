create or replace function core.retry_job(job_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.lock_job(job_id);
    upload core.uploads;
    quiz core.quizzes;
begin
    if job.id is null then
        perform core.fail(404, 'job_not_found', format('There is no job %s.', job_id));
    end if;
    if job.state <> 'failed' then
        perform core.fail(
            409, 'job_not_failed', format('Only a failed job can be retried; the state of this one is %s.', job.state)
        );
    end if;
    if job.upload_id is not null then
        select * into upload from core.uploads as u where u.id = job.upload_id;
        if upload.state <> 'failed' or upload.deleted_at is not null then
            perform core.fail(409, 'nothing_to_retry', 'Its upload was deleted or has been read since.');
        end if;
        perform core.requeue_upload(upload, retry_of => job.id);
    else
        select * into quiz from core.quizzes as q where q.id = job.quiz_id;
        if quiz.deleted_at is not null or exists (select from core.jobs as j where j.retry_of = job.id) then
            perform core.fail(409, 'nothing_to_retry', 'Its quiz was deleted, or the job was retried before.');
        end if;
        perform core.begin_generation(quiz, job.kind, job.request, job.question_id, retry_of => job.id);
    end if;
    return jsonb_build_object('id', job.id, 'retried', true);
end;
$$;

comment on function core.retry_job is
'Enqueues a new job that repeats the work of a failed one, which stays as it is. Credits are reserved again. Returns
{"id", "retried": true}. PT402 not_enough_credits; PT404 job_not_found; PT409 job_not_failed, nothing_to_retry.';

revoke execute on function core.retry_job from public;
grant execute on function core.retry_job to authenticator;
