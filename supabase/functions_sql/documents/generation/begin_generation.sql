create or replace function core.begin_generation(
    quiz core.quizzes,                 -- locked
    kind core.job_kind,
    request jsonb,                     -- as core.normalise_generation_request gives it
    question_id uuid default null,     -- the question to replace
    retry_of uuid default null
) returns core.jobs
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
    requested integer := request -> 'questions';
begin
    if exists (
        select from core.jobs as j
        where j.quiz_id = quiz.id and j.state in ('waiting', 'accepted')
            and j.question_id is not distinct from begin_generation.question_id
    ) then
        perform core.fail(409, 'already_generating', 'A generation is under way already. Wait until it has ended.');
    end if;
    if question_id is null then
        perform core.require_question_quota(quiz, requested);
    end if;
    job := core.enqueue_job(
        kind, quiz.owner_id, quiz_id => quiz.id, question_id => question_id, request => request, retry_of => retry_of
    );
    if question_id is null then
        update core.quizzes as q
        set state = 'generating', state_code = null, state_reason = null, state_counts = null, progress = 0
        where q.id = quiz.id
        returning * into quiz;
        perform core.notify_quiz_owner(quiz, 'quiz.generating', '{"progress": 0}');
    end if;
    perform core.reserve_credits(quiz.owner_id, quiz.id, job.id::text, requested);
    return job;
end;
$$;

comment on function core.begin_generation is
'Begins a generation: reserves its credits and enqueues its job, in one transaction. Returns the job. PT409
already_generating; PT402 not_enough_credits; PT422 too_many_questions; PT429 too_many_jobs.';
