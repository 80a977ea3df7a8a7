create or replace function public.create_question(
    quiz_id uuid,
    draft jsonb
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    return (
        select core.question_json(stored)
        from core.store_questions(quiz, jsonb_build_array(core.normalise_question(draft))) as stored
    );
end;
$$;

comment on function public.create_question is
'Adds a question at the end of a quiz of the caller''s, and returns it. draft: {"kind", "prompt", …}, as
core.normalise_question accepts it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409
too_many_questions_in_all; PT422 as core.normalise_question, too_many_questions.';

revoke execute on function public.create_question from public, anon;
grant execute on function public.create_question to authenticated;
