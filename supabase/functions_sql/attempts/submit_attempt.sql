create or replace function public.submit_attempt(
    quiz_id uuid,
    answers jsonb default '[]',      -- [{"question_id", "response", "version"?}], in addition to saved ones
    attempt_id uuid default null,    -- null: the one in progress, or the last
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts;
    faults jsonb;
begin
    select * into attempt
    from core.attempts as t
    where t.quiz_id = submit_attempt.quiz_id
        and t.user_id = person
        and t.deleted_at is null
        and (submit_attempt.attempt_id is null or t.id = submit_attempt.attempt_id)
    order by t.number desc
    limit 1;

    if attempt.id is null then
        perform core.fail(409, 'not_started', 'You have no attempt at this quiz. Start it first.');
    end if;
    attempt := core.locked_attempt(attempt.id, person);
    if attempt.state = 'finished' or attempt.overdue then
        return core.attempt_summary(attempt, person) || '{"rejected": []}';   -- submitted before, or too late
    end if;
    perform core.require_in_progress(attempt);

    faults := core.store_answers(attempt, answers);
    if jsonb_array_length(faults) = jsonb_array_length(answers) then
        perform core.refuse_faults(faults);
    end if;
    perform core.finish_attempts(array[attempt.id], overdue => false);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    return core.attempt_summary(attempt, person) || jsonb_build_object('rejected', faults);
end;
$$;

comment on function public.submit_attempt is
'Finishes an attempt with these answers and those saved before, scores it, and returns its summary with "rejected": the
faults of these answers, as core.store_answers returns them. An answer with a fault is left out, and all others count;
if all have faults, nothing is submitted, and the error has the code of the first. Submitting again returns the same
result. After the deadline and its grace, only answers that were saved in time count (overdue is true).
PT401 not_signed_in, unknown_guest_token, guest_claimed; PT409 not_started, attempt_abandoned; PT422 invalid_answers,
too_many_answers, and as core.refuse_faults.';
revoke execute on function public.submit_attempt from public;
grant execute on function public.submit_attempt to anon, authenticated;
