create or replace function public.reopen_attempt(
    quiz_id uuid,
    attempt_id uuid,
    more_time jsonb     -- {"minutes"} from now on, or {"until"}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
    until timestamptz := core.given_end(more_time, now());
    before jsonb;
begin
    if attempt.state = 'in_progress' then
        perform core.fail(409, 'attempt_in_progress', 'This attempt is in progress. It can be extended.');
    end if;
    perform core.require_none_other(attempt);
    before := jsonb_build_object(
        'state', attempt.state,
        'finished_at', attempt.finished_at,
        'score', trim_scale(attempt.score),
        'marks_shown', core.marks_shown(quiz, attempt.user_id),
        'key_shown', core.shown_now(quiz.key_shown, quiz, attempt.user_id) and not core.is_being_played(quiz)
    );
    update core.attempts as t
    set state = 'in_progress', finished_at = null, overdue = false, score = null, passed = null,
        to_mark = 0, extended_to = until
    where t.id = attempt.id
    returning * into attempt;
    update core.attempts as t
    set deadline = core.deadline_of(attempt, quiz, core.allowance_of(quiz, attempt.user_id))
    where t.id = attempt.id
    returning * into attempt;
    perform core.notify_user(attempt.user_id, 'attempt.reopened', core.deadline_told(attempt, quiz));
    perform core.note_act(quiz, 'attempt.reopened', before || jsonb_build_object(
        'attempt_id', attempt.id, 'number', attempt.number, 'deadline', attempt.deadline
    ), attempt.user_id);
    return core.attempt_summary(attempt) || jsonb_build_object('before', before);
end;
$$;

comment on function public.reopen_attempt is
'Puts an attempt that has ended, at a quiz of the caller''s, in progress again, with its answers, until the given time
at least: later if the quiz and the taker''s allowance give it more. It has no score until it ends again. Its taker is
told (event attempt.reopened). Returns its summary and "before": its state, finished_at and score, and whether its taker
could see the marks of this attempt (marks_shown) and the answer key (key_shown) until now. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found, attempt_not_found; PT409 attempt_in_progress, other_in_progress; PT422 as
core.given_end.';

revoke execute on function public.reopen_attempt from public, anon;
grant execute on function public.reopen_attempt to authenticated;
