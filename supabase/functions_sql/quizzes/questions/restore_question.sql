create or replace function public.restore_question(
    quiz_id uuid,
    question_id uuid
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id, deleted => true);
    existing integer := count(*) from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    perform core.require_question_quota(quiz, 1);
    update core.questions as q
    set deleted_at = null, position = existing + 1
    where q.id = question.id
    returning q.* into question;
    return core.question_json(question);
end;
$$;

comment on function public.restore_question is
'Restores a deleted question at the end of its quiz, which is the caller''s, and returns it. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found, question_not_found; PT422 too_many_questions.';

revoke execute on function public.restore_question from public, anon;
grant execute on function public.restore_question to authenticated;
