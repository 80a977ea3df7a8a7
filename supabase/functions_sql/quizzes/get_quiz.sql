create or replace function public.get_quiz(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.deleted_at is null and (q.owner_id = auth.uid() or q.visibility <> 'private');
    if not found then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.get_quiz is
'A quiz and its options: one''s own, a public one, or one whose link (its id) one was given. Its questions come with
start_attempt, or for its owner with list_questions.';

revoke execute on function public.get_quiz from public;
grant execute on function public.get_quiz to anon, authenticated;
