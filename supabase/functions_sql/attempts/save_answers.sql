create or replace function public.save_answers(
    attempt_id uuid,
    answers jsonb,                    -- [{"question_id", "response", "version"?}]; a blank response withdraws one
    guest_token text default null     -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.locked_attempt(attempt_id, person);
    faults jsonb;
begin
    perform core.require_in_progress(attempt);
    faults := core.store_answers(attempt, answers);
    return core.attempt_summary(attempt, person) || jsonb_build_object(
        'saved', jsonb_array_length(answers) - jsonb_array_length(faults),
        'versions', core.answer_versions(attempt, answers),
        'rejected', faults,
        'readings', core.number_readings(attempt, answers)
    );
end;
$$;

comment on function public.save_answers is
'Saves answers, and returns the attempt''s summary with "saved" (how many), "rejected" (the faults, as
core.store_answers returns them), "versions" (as core.answer_versions returns them) and "readings" (as
core.number_readings returns them). Each answer is judged by itself, and those without faults are saved, so one mistake
loses no work. PT401 not_signed_in, unknown_guest_token, guest_claimed; PT404 attempt_not_found; PT409 attempt_overdue,
attempt_finished, attempt_abandoned; PT422 invalid_answers, too_many_answers.';
revoke execute on function public.save_answers from public;
grant execute on function public.save_answers to anon, authenticated;
