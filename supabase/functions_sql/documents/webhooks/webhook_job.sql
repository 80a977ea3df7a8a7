create or replace function core.webhook_job(about text, subject_id uuid, event jsonb) returns core.jobs
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    id_field text := case about when 'upload' then 'upload_id' else 'exam_id' end;
    types text[] := case about
        when 'upload' then '{upload.processing,upload.processed,upload.failed}'::text[]
        else '{quiz.generating,quiz.generated,quiz.failed}'
    end;
    deleted_at timestamptz;
    job core.jobs;
begin
    if (
        jsonb_typeof(event) = 'object' and jsonb_typeof(event -> 'data') = 'object' and event ->> 'type' = any (types)
        and event -> 'data' ->> id_field = subject_id::text
    ) is not true then
        perform core.fail(422, 'not_an_event', format(
            'This is not an event for this address: “type” must be one of %s, and “data.%s” the id in the address.',
            array_to_string(types, ', '), id_field
        ));
    end if;
    if about = 'upload' then
        select u.deleted_at into deleted_at from core.uploads as u where u.id = subject_id;
    else
        select q.deleted_at into deleted_at from core.quizzes as q where q.id = subject_id;
    end if;
    if not found then
        perform core.fail(404, about || '_not_found', format('There is no such %s.', about));
    end if;
    if deleted_at is not null then
        perform core.fail(410, about || '_deleted', format('This %s was deleted.', about));
    end if;
    select * into job
    from core.jobs as j
    where j.id::text = event -> 'data' ->> 'job_id' and subject_id in (j.upload_id, j.quiz_id);
    if not found then
        perform core.fail(409, 'wrong_job', format('“data.job_id” is not a job of this %s.', about));
    end if;
    return job;
end;
$$;

comment on function core.webhook_job is
'The job that an event is about, for the upload or quiz whose address was called. PT422 not_an_event, PT404 …_not_found,
PT410 …_deleted, PT409 wrong_job.';
