create or replace function public.generate_questions(
    quiz_id uuid,
    wish jsonb default '{}'     -- what is left out is as it was the last time
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    before jsonb := core.last_request(quiz);
begin
    if jsonb_typeof(wish) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'What is wanted must be an object.');
    end if;
    -- a mix of difficulties fits the number it was made for
    if wish ? 'questions' then
        before := before - 'difficulty';
    end if;
    perform core.begin_generation(
        quiz, 'generate_questions',
        core.normalise_wish(coalesce(before, jsonb_build_object('language', quiz.language)) || wish, quiz.owner_id)
    );
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_questions is
'Has more questions made for one''s own quiz, none like those that it has. wish: as for generate_quiz. PT402
not_enough_credits, PT409 already_generating, upload_not_ready, PT422 nothing_to_ask_about, too_many_questions.';

revoke execute on function public.generate_questions from public, anon;
grant execute on function public.generate_questions to authenticated;
