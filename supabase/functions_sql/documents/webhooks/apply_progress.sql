create or replace function core.apply_progress(job core.jobs, data jsonb) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    reached numeric := case when jsonb_typeof(data -> 'progress') = 'number'
        then trim_scale(round(least(greatest((data ->> 'progress')::numeric, 0), 1), 3)) end;
    words text := case when jsonb_typeof(data -> 'message') = 'string' then left(data ->> 'message', 300) end;
    counted jsonb := case when jsonb_typeof(data -> 'done') = 'number' and jsonb_typeof(data -> 'of') = 'number'
        then jsonb_build_object('done', data -> 'done', 'of', data -> 'of') else '{}' end;
    upload core.uploads;
    quiz core.quizzes;
begin
    if job.question_id is not null then
        return null;   -- the progress of a single question is not shown
    end if;
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'processing', progress = coalesce(reached, u.progress), message = coalesce(words, u.message),
            updated_at = now()
        where u.id = job.upload_id and (u.state = 'queued' or reached > u.progress)
        returning * into upload;
    else
        update core.quizzes as q
        set progress = reached
        where q.id = job.quiz_id and reached > q.progress
        returning * into quiz;
    end if;
    if not found then
        return 'More progress was reported before.';
    end if;
    if job.upload_id is not null then
        perform core.notify_upload_owner(upload, counted);
    else
        perform core.notify_quiz_owner(
            quiz, 'quiz.generating', jsonb_build_object('progress', quiz.progress, 'message', words)
        );
    end if;
    return null;
end;
$$;

comment on function core.apply_progress is
'Applies the events upload.processing and quiz.generating: stores how far a job is and notifies its owner. Because
events may arrive out of order, progress never decreases. Returns null, or a sentence that says why the event was
ignored.';
