create or replace function public.unarchive_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
begin
    update core.quizzes as q
    set archived_at = null
    where q.id = quiz.id and q.archived_at is not null;
    return core.quiz_now(quiz.id);
end;
$$;

comment on function public.unarchive_quiz is
'Takes a quiz of the caller''s out of the archive, and returns it. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found.';

revoke execute on function public.unarchive_quiz from public, anon;
grant execute on function public.unarchive_quiz to authenticated;
