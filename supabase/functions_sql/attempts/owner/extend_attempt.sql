create or replace function public.extend_attempt(
    quiz_id uuid,
    attempt_id uuid,
    more_time jsonb     -- {"minutes"}, in addition to its deadline, or {"until"}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
    before timestamptz := attempt.deadline;
begin
    if attempt.state <> 'in_progress' then
        perform core.fail(409, 'attempt_ended', 'This attempt has ended. It can be reopened.');
    end if;
    if before is null then
        perform core.fail(409, 'no_deadline', 'This attempt has no deadline, so it needs no more time.');
    end if;
    update core.attempts as t
    set extended_to = core.given_end(more_time, greatest(before, now()))
    where t.id = attempt.id
    returning * into attempt;
    if attempt.extended_to < before then
        perform core.fail(409, 'attempt_not_shortened', 'The attempt ends later than that already. Give a later time.');
    end if;
    perform core.move_deadlines(quiz);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    perform core.note_act(quiz, 'attempt.extended', jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'deadline', jsonb_build_array(before, attempt.deadline)
    ), attempt.user_id);
    return core.attempt_summary(attempt);
end;
$$;

comment on function public.extend_attempt is
'Lets one attempt in progress at a quiz of the caller''s go on for more minutes (1 to 10080), or until a time: past the
time limit and closing, and whatever they change to later. Its taker is told at once (event attempt.deadline). Returns
its summary (core.attempt_summary). PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, attempt_not_found;
PT409 attempt_ended, no_deadline, attempt_not_shortened; PT422 as core.given_end.';

revoke execute on function public.extend_attempt from public, anon;
grant execute on function public.extend_attempt to authenticated;
