create or replace function public.get_quiz_facts(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz
    from core.quizzes as q
    where q.id = quiz_id and q.deleted_at is null and (q.visibility <> 'private' or q.owner_id = auth.uid());
    if quiz.id is null then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    return core.quiz_facts(quiz);
end;
$$;

comment on function public.get_quiz_facts is
'What goes with a quiz beside its row, for whoever may see it: its owner''s name, how many questions and points. Definer:
takers may not count the questions themselves, since they may not read them. PT404 quiz_not_found.';

revoke execute on function public.get_quiz_facts from public;
grant execute on function public.get_quiz_facts to anon, authenticated;
