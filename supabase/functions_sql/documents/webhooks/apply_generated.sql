create or replace function core.apply_generated(
    job core.jobs,         -- locked with its quiz, unfinished
    data jsonb             -- of the event quiz.generated
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    replaced core.questions;
    accepted record;
    delivered integer;
    requested integer := job.request -> 'questions';
    shortfall text := case when jsonb_typeof(data -> 'shortfall') = 'string'
        then nullif(trim(left(data ->> 'shortfall', 900)), '') end;
    fewer text;
    result jsonb;
begin
    select * into quiz from core.quizzes as q where q.id = job.quiz_id;
    select * into replaced from core.questions as q where q.id = job.question_id and q.deleted_at is null;
    if job.question_id is not null and replaced.id is null then
        perform core.fail_job(job, 'cancelled', 'The question was deleted before another was made.');
        return;
    end if;
    select a.questions, a.dropped into accepted
    from core.accepted_questions(
        job, case when jsonb_typeof(data -> 'questions') = 'array' then data -> 'questions' else '[]' end
    ) as a;
    delivered := jsonb_array_length(accepted.questions);
    result := jsonb_build_object(
        'requested', requested,
        'delivered', delivered,
        'dropped',
        case when jsonb_typeof(data -> 'dropped') = 'object' then data -> 'dropped' else '{}' end || accepted.dropped
    );
    if delivered = 0 then
        perform core.fail_job(
            job, 'no_questions', coalesce(shortfall, 'No question could be made from these sources.'), result
        );
        return;
    end if;
    if replaced.id is not null then
        perform core.replace_question(replaced, accepted.questions -> 0);
    else
        perform core.store_questions(quiz, accepted.questions);
    end if;
    if delivered < requested then
        fewer := format('%s of %s questions could be made.', delivered, requested);
    end if;
    job := core.end_job(
        job, 'done',
        code => case when delivered < requested then 'shortfall' when shortfall is not null then 'differs' end,
        reason => coalesce(shortfall, fewer),
        result => result
    );
    perform core.settle_quiz(job);
    perform core.settle_credits(job.quiz_id, job.id::text, delivered);
end;
$$;

comment on function core.apply_generated is
'Applies the event quiz.generated: adds the accepted questions to the quiz (or replaces the question of the job with
one), ends the job, and settles its credits for the number of these questions. Without any, the job fails.';
