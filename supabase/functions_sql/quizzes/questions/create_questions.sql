create or replace function public.create_questions(
    quiz_id uuid,
    drafts jsonb     -- a list
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.question_json(stored) order by stored.position), '[]')
        )
        from core.store_questions(quiz, core.normalise_questions(drafts)) as stored
    );
end;
$$;

comment on function public.create_questions is
'Adds several questions at the end of a quiz of the caller''s: all of them, or none if one can''t be accepted. Returns
{"items": [question]}. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_questions_in_all;
PT422 as core.normalise_question, too_many_questions; the sentence names the first draft that can''t be accepted.';

revoke execute on function public.create_questions from public, anon;
grant execute on function public.create_questions to authenticated;
