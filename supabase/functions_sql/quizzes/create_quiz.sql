create or replace function public.create_quiz(draft jsonb) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.make_quiz(draft);
begin
    perform core.require_draws(quiz);
    return core.quiz_json(quiz);
end;
$$;

comment on function public.create_quiz is
'Makes a quiz of the caller''s, and returns it. draft: {"title", …options}, the fields of core.change_quiz. PT401
not_signed_in; PT409 too_many_quizzes, too_few_questions; PT422 as core.change_quiz.';

revoke execute on function public.create_quiz from public, anon;
grant execute on function public.create_quiz to authenticated;
