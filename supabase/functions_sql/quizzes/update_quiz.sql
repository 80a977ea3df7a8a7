create or replace function public.update_quiz(
    quiz_id uuid,
    changes jsonb
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.quiz_json(core.change_quiz(core.lock_quiz(quiz_id), changes));
end;
$$;

comment on function public.update_quiz is
'Changes the title and the options of a quiz of the caller''s. Attempts in progress keep the options they began with,
but end at an earlier closing time.';

revoke execute on function public.update_quiz from public, anon;
grant execute on function public.update_quiz to authenticated;
