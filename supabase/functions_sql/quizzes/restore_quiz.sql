create or replace function public.restore_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, deleted => true, role => 'owner');
begin
    update core.quizzes as q set deleted_at = null where q.id = quiz.id returning q.* into quiz;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.restore_quiz is
'Restores a deleted quiz of the caller''s as it was, and returns it. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found.';

revoke execute on function public.restore_quiz from public, anon;
grant execute on function public.restore_quiz to authenticated;
