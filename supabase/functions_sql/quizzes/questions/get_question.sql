create or replace function public.get_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.question_json(core.find_question(core.own_quiz(quiz_id), question_id));
end;
$$;

comment on function public.get_question is 'A question of a quiz of the caller''s, with its answer key.';

revoke execute on function public.get_question from public, anon;
grant execute on function public.get_question to authenticated;
