create or replace function public.delete_quiz(
    quiz_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
begin
    perform core.require_version(quiz.version, if_version);
    perform core.cancel_jobs(quiz_id => quiz.id);
    update core.quizzes as q set deleted_at = now() where q.id = quiz.id returning q.* into quiz;
    return jsonb_build_object('id', quiz.id, 'deleted_at', quiz.deleted_at);
end;
$$;

comment on function public.delete_quiz is
'Deletes a quiz of the caller''s, and returns {"id", "deleted_at"}. Its generations are cancelled and their reserved
credits released. Its results stay. restore_quiz restores it, purge_quiz deletes it for good. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT412
changed_since.';

revoke execute on function public.delete_quiz from public, anon;
grant execute on function public.delete_quiz to authenticated;
