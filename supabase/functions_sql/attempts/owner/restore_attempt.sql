create or replace function public.restore_attempt(quiz_id uuid, attempt_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id, deleted => true);
begin
    if attempt.state = 'in_progress' then
        perform core.require_none_other(attempt);
    end if;
    update core.attempts as t
    set
        deleted_at = null,
        deadline = case
            when t.state = 'in_progress' then core.deadline_of(t, quiz, core.allowance_of(quiz, t.user_id))
            else t.deadline
        end
    where t.id = attempt.id
    returning * into attempt;
    perform core.settle_overdue(quiz.id, attempt.user_id, null);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    perform core.notify_user(attempt.user_id, 'attempt.restored', core.attempt_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.restored', jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'state', attempt.state
    ), attempt.user_id);
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.restore_attempt is
'Restores a deleted attempt at a quiz of the caller''s, and returns its summary (core.attempt_summary). It counts again,
even if its taker has begun another in its place since. One that was in progress goes on if its time is not up. Its
taker is told (event attempt.restored). PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
attempt_not_found; PT409 other_in_progress.';

revoke execute on function public.restore_attempt from public, anon;
grant execute on function public.restore_attempt to authenticated;
