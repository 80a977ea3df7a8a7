create or replace function public.delete_question(
    quiz_id uuid,
    question_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
begin
    perform core.require_version(question.version, if_version);
    update core.questions as q set deleted_at = now() where q.id = question.id returning q.* into question;
    update core.questions as q
    set position = q.position - 1
    where q.quiz_id = quiz.id and q.deleted_at is null and q.position > question.position;
    perform core.require_draws(quiz);
    return jsonb_build_object('id', question.id, 'deleted_at', question.deleted_at);
end;
$$;

comment on function public.delete_question is
'Deletes a question of a quiz of the caller''s, and returns {"id", "deleted_at"}; restore_question restores it. Attempts
and rooms that have it keep it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found; PT409 too_few_questions; PT412 changed_since.';

revoke execute on function public.delete_question from public, anon;
grant execute on function public.delete_question to authenticated;
