create or replace function public.archive_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
begin
    update core.quizzes as q
    set archived_at = now()
    where q.id = quiz.id and q.archived_at is null;
    return core.quiz_now(quiz.id);
end;
$$;

comment on function public.archive_quiz is
'Puts a quiz of the caller''s into the archive, and returns it: it is in no other list of theirs. Who may take it still
may, and it can be edited and played. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

revoke execute on function public.archive_quiz from public, anon;
grant execute on function public.archive_quiz to authenticated;
