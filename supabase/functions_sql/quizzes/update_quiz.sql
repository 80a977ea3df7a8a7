create or replace function public.update_quiz(
    quiz_id uuid,
    changes jsonb
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
begin
    return core.quiz_json(core.change_quiz(core.lock_quiz(quiz_id), changes));
end;
$$;

comment on function public.update_quiz is
'Changes the title and the options of one''s own quiz. Attempts that have begun keep their deadline.';

revoke execute on function public.update_quiz from public, anon;
grant execute on function public.update_quiz to authenticated;
