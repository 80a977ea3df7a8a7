create or replace function core.settle_quiz(job core.jobs) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    if job.question_id is not null then
        perform core.notify_user(
            job.owner_id,
            case when job.state = 'done' then 'question.ready' else 'question.failed' end,
            jsonb_strip_nulls(jsonb_build_object(
                'quiz_id', job.quiz_id, 'question_id', job.question_id, 'code', job.code, 'reason', job.reason
            ))
        );
        return;
    end if;
    update core.quizzes as q
    set state = case
            when job.state = 'done' or exists (
                select from core.questions as existing where existing.quiz_id = q.id and existing.deleted_at is null
            ) then 'ready'
            else 'failed'
        end::core.quiz_state,
        state_code = job.code, state_reason = job.reason,
        state_counts = (
            select jsonb_object_agg(counted.key, counted.value) from jsonb_each(job.result) as counted
            where counted.key in ('requested', 'delivered')
        ),
        progress = null, updated_at = now()
    where q.id = job.quiz_id
    returning * into quiz;
    perform core.notify_quiz_owner(
        quiz,
        case when job.state = 'done' then 'quiz.ready' else 'quiz.failed' end,
        jsonb_build_object('code', job.code, 'reason', job.reason) || coalesce(job.result, '{}')
    );
end;
$$;

comment on function core.settle_quiz is
'Sets the state of a quiz after a job has ended, and sends its owner the event quiz.ready or quiz.failed. A quiz that
has questions becomes ready even if the generation failed. If the job was to replace a single question, the state stays
as it is, and the event is question.ready or question.failed.';
