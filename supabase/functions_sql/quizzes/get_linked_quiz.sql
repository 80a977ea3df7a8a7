create or replace function public.get_linked_quiz(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    quiz jsonb;
begin
    select core.quiz_json(q) into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.deleted_at is null and q.visibility = 'link';
    if quiz is null then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    return quiz;
end;
$$;

comment on function public.get_linked_quiz is
'A quiz that whoever has its link may see. Definer: row-level security lists no such quiz to others. PT404 quiz_not_found.';

revoke execute on function public.get_linked_quiz from public;
grant execute on function public.get_linked_quiz to anon, authenticated;
