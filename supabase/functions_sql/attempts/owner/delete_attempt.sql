create or replace function public.delete_attempt(quiz_id uuid, attempt_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
begin
    update core.attempts as t set deleted_at = now() where t.id = attempt.id returning * into attempt;
    perform core.notify_user(attempt.user_id, 'attempt.deleted', core.attempt_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.deleted', jsonb_strip_nulls(jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'state', attempt.state, 'score', trim_scale(attempt.score)
    )), attempt.user_id);
    return jsonb_build_object('id', attempt.id, 'deleted_at', attempt.deleted_at);
end;
$$;

comment on function public.delete_attempt is
'Deletes one attempt at a quiz of the caller''s, and returns {"id", "deleted_at"}. It no longer counts: its taker may
begin another in its place, and boards, results and statistics are without it. Its taker is told (event
attempt.deleted). restore_attempt restores it. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
attempt_not_found.';

revoke execute on function public.delete_attempt from public, anon;
grant execute on function public.delete_attempt to authenticated;
