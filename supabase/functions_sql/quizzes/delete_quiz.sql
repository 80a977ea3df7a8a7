create or replace function public.delete_quiz(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
begin
    perform core.cancel_jobs(quiz_id => quiz.id);
    update core.quizzes as q set deleted_at = now() where q.id = quiz.id returning q.* into quiz;
    return jsonb_build_object('id', quiz.id, 'deleted_at', quiz.deleted_at);
end;
$$;

comment on function public.delete_quiz is
'Takes one''s own quiz out of sight. What is being generated for it stops, and credits that were set
aside come back. Results stay; restore_quiz brings it back, purge_quiz ends it.';

revoke execute on function public.delete_quiz from public, anon;
grant execute on function public.delete_quiz to authenticated;
