create or replace function public.regenerate_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
    question core.questions := core.find_question(quiz, question_id);
    previous jsonb := core.last_request(quiz);
    job core.jobs;
begin
    if previous is null or (previous -> 'sources' = '[]' and previous -> 'topic' = 'null') then
        perform core.fail(
            409, 'nothing_to_ask_about',
            'The questions of this quiz were not generated, or the PDFs that they were made from have been deleted.'
        );
    end if;
    job := core.begin_generation(
        quiz, 'regenerate_question',
        core.normalise_generation_request(
            previous || jsonb_build_object(
                'questions', 1, 'kinds', jsonb_build_array(question.kind), 'difficulty', question.difficulty
            ),
            quiz.owner_id
        ),
        question.id
    );
    return jsonb_build_object('quiz_id', quiz.id, 'question_id', question.id, 'job_id', job.id, 'state', 'generating');
end;
$$;

comment on function public.regenerate_question is
'Generates another question to replace one in a quiz of the caller''s, from the same PDFs and of the same kind and
difficulty. The old one stays until the new one arrives and becomes its next version. Returns {"quiz_id", "question_id",
"job_id", "state"}. PT401 not_signed_in; PT402 not_enough_credits; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found, upload_not_found; PT409 nothing_to_ask_about, already_generating, upload_not_ready; PT422 as
core.normalise_generation_request; PT429 too_many_jobs.';

revoke execute on function public.regenerate_question from public, anon;
grant execute on function public.regenerate_question to authenticated;
