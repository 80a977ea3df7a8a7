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

comment on function public.get_question is
'A question of a quiz of the caller''s, with its answer key. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, question_not_found.';

revoke execute on function public.get_question from public, anon;
grant execute on function public.get_question to authenticated;
