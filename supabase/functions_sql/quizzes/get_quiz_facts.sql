create or replace function public.get_quiz_facts(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
    return (select core.quiz_facts(q) from core.quizzes as q where q.id = quiz_id and q.deleted_at is null);
end;
$$;

comment on function public.get_quiz_facts is
'What goes with a quiz beside its row, for whoever has its id: its owner''s name, how many questions and points. Definer:
takers may not count the questions themselves, since they may not read them.';

revoke execute on function public.get_quiz_facts from public;
grant execute on function public.get_quiz_facts to anon, authenticated;
