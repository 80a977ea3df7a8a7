create or replace function public.delete_answer(
    attempt_id uuid,
    question_id uuid,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.locked_attempt(attempt_id, person);
begin
    perform core.require_in_progress(attempt);
    if (question_id = any (attempt.question_ids)) is not true then
        perform core.fail(404, 'question_not_found', 'This question is not one of the attempt''s.');
    end if;
    update core.answers as a
    set deleted_at = now(), fraction = null, points = null, version = a.version + 1
    where a.attempt_id = attempt.id and a.question_id = delete_answer.question_id and a.deleted_at is null;
    return core.attempt_summary(attempt, person);
end;
$$;

comment on function public.delete_answer is
'Withdraws a saved answer, whose row stays, marked as deleted, and returns the attempt''s summary. Does nothing if no
answer was saved. PT401 not_signed_in, unknown_guest_token, guest_claimed; PT404 attempt_not_found, question_not_found;
PT409 attempt_overdue, attempt_finished, attempt_abandoned.';
revoke execute on function public.delete_answer from public;
grant execute on function public.delete_answer to anon, authenticated;
