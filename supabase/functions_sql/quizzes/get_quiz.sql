create or replace function public.get_quiz(quiz_id uuid) returns jsonb
language plpgsql stable security invoker
set search_path = ''
as $$
declare
    quiz jsonb;
begin
    -- Row-level security shows one's own quizzes and the public ones.
    select to_jsonb(q) || public.get_quiz_facts(q.id) into quiz
    from public.quizzes as q
    where q.id = quiz_id;
    return coalesce(quiz, public.get_linked_quiz(quiz_id));
end;
$$;

comment on function public.get_quiz is
'A quiz and its options: one''s own, a public one, or one whose link (its id) one was given. Its questions come with
start_attempt, or for its owner with list_questions. PT404 quiz_not_found.';

revoke execute on function public.get_quiz from public;
grant execute on function public.get_quiz to anon, authenticated;
