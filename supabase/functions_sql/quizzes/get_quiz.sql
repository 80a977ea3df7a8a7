create or replace function public.get_quiz(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.deleted_at is null and (
        q.visibility <> 'private' or core.quiz_role(q, core.caller_id()) is not null
    );
    if not found then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.get_quiz is
'A quiz and its options: one that the caller works on, a public one, or one with a link, whose id is enough to read
it. It bypasses row-level security, which hides linked quizzes and all questions from others. PT404 quiz_not_found.';

revoke execute on function public.get_quiz from public;
grant execute on function public.get_quiz to anon, authenticated;
