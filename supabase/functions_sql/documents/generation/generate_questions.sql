create or replace function public.generate_questions(
    quiz_id uuid,
    wish jsonb default '{}'     -- a generation request; what is left out is as it was the last time
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    before jsonb := core.last_request(quiz);
begin
    -- a mix of difficulties adds up to the number of questions that it was made for
    if wish ? 'questions' then
        before := before - 'difficulty';
    end if;
    perform core.begin_generation(
        quiz, 'generate_questions',
        core.normalise_generation_request(
            coalesce(before, jsonb_build_object('language', quiz.language)) || wish, quiz.owner_id
        )
    );
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_questions is
'Has more questions generated for one''s own quiz, none of which it has already. wish: as for generate_quiz. PT402
not_enough_credits, PT409 already_generating, upload_not_ready, PT422 nothing_to_ask_about, too_many_questions.';

revoke execute on function public.generate_questions from public, anon;
grant execute on function public.generate_questions to authenticated;
