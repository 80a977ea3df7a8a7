create or replace function public.regenerate_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
    before jsonb := core.last_request(quiz);
    job core.jobs;
begin
    if before is null or (before -> 'sources' = '[]' and before -> 'topic' = 'null') then
        perform core.fail(
            409, 'nothing_to_ask_about',
            'The questions of this quiz were not generated, or what they came from was deleted.'
        );
    end if;
    job := core.begin_generation(
        quiz, 'regenerate_question',
        core.normalise_generation_request(
            before || jsonb_build_object(
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
'Has another question generated in the place of one of one''s own quiz, from the same PDFs and of its kind and
difficulty. Until it comes, the old one stays. It becomes a new version. PT409 nothing_to_ask_about, already_generating,
PT402 not_enough_credits.';

revoke execute on function public.regenerate_question from public, anon;
grant execute on function public.regenerate_question to authenticated;
