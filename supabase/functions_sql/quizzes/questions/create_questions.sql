create or replace function public.create_questions(
    quiz_id uuid,
    drafts jsonb     -- a list
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    return (
        select jsonb_build_object('items', coalesce(jsonb_agg(core.question_json(stored) order by stored.position), '[]'))
        from core.store_questions(quiz, core.normalise_questions(drafts)) as stored
    );
end;
$$;

comment on function public.create_questions is
'Puts several questions at the end of one''s own quiz: all of them, or none when one can''t be taken.';

revoke execute on function public.create_questions from public, anon;
grant execute on function public.create_questions to authenticated;
