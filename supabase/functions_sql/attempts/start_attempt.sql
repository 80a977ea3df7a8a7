create or replace function public.start_attempt(
    quiz_id uuid,
    share_email boolean default false,     -- the owner may see the caller's address, where the quiz asks for it
    student_number text default null,      -- where the quiz asks for it
    password text default null,            -- where the quiz has an attempt password
    guest_token text default null          -- of a guest; null: the caller
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    quiz core.quizzes;
    attempt core.attempts;
    refusal jsonb;
begin
    select * into quiz from core.quizzes as q where q.id = start_attempt.quiz_id for key share;
    if quiz.id is null then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;

    -- so that two concurrent calls make one attempt
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || person, 0));
    perform core.settle_overdue(quiz.id, person, null);
    select * into attempt
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person and t.state = 'in_progress' and t.deleted_at is null;

    if attempt.id is not null then
        return core.attempt_payload(attempt, person) || '{"resumed": true}';
    end if;
    perform core.require_may_start(quiz, person);
    perform core.require_attempt_quota(person);
    refusal := core.refuse_attempt_password(quiz, person, password);
    if refusal is not null then
        return refusal;
    end if;
    perform core.keep_taker_details(quiz, person, share_email, student_number);
    attempt := core.new_attempt(quiz, person);
    return core.attempt_payload(attempt, person) || '{"resumed": false}';
end;
$$;

comment on function public.start_attempt is
'Begins an attempt, or returns the one in progress with its saved answers; "resumed" says which. The deadline is the
time limit or the closing time, whichever is first. The questions are in the order drawn for the attempt. An attempt of
somebody who works on the quiz is a preview. The attempt password is asked for a new attempt only. A guest gets their
token from start_as_guest. PT401 not_signed_in, unknown_guest_token, guest_claimed; PT404 quiz_not_found; PT410
quiz_deleted; PT409 quiz_not_open, quiz_closed, no_attempts_left, attempt_too_soon, quiz_empty; PT422 email_not_shared,
student_number_missing, too_long; PT403 attempt_password_missing, attempt_password_wrong, guests_not_allowed,
not_on_allow_list, email_not_confirmed; PT429 too_many_attempts, too_many_requests; PT400 plain_call_needed.';

revoke execute on function public.start_attempt from public;
grant execute on function public.start_attempt to anon, authenticated;
