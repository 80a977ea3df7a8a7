create or replace function core.note_progress(job core.jobs, data jsonb) returns text
language plpgsql
set search_path = ''
as $$
declare
    reached numeric := case
        when jsonb_typeof(data -> 'progress') = 'number' then trim_scale(round(least(greatest((data ->> 'progress')::numeric, 0), 1), 3))
    end;
    words text := case when jsonb_typeof(data -> 'message') = 'string' then left(data ->> 'message', 300) end;
    upload core.uploads;
    quiz core.quizzes;
begin
    if job.upload_id is not null then
        update core.uploads as u
        set state = 'processing', progress = coalesce(reached, u.progress), message = coalesce(words, u.message),
            updated_at = now()
        where u.id = job.upload_id and (u.state = 'queued' or reached > u.progress)
        returning * into upload;
        if not found then
            return 'It was further than this already.';
        end if;
        perform core.tell_upload(upload);
        return null;
    end if;
    if job.question_id is not null then
        return null;   -- one question: it is there or it is not
    end if;
    update core.quizzes as q
    set progress = reached
    where q.id = job.quiz_id and reached > q.progress
    returning * into quiz;
    if not found then
        return 'It was further than this already.';
    end if;
    perform core.notify_user(job.owner_id, 'quiz.generating', jsonb_strip_nulls(jsonb_build_object(
        'quiz_id', quiz.id, 'title', quiz.title, 'state', quiz.state, 'progress', quiz.progress, 'message', words
    )));
    return null;
end;
$$;

comment on function core.note_progress is
'Takes down how far a job is and tells its owner. Events may come out of order: it never goes back.';
