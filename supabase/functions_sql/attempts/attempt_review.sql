create or replace function public.attempt_review(
    attempt_id uuid,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    attempt core.attempts := core.visible_attempt(attempt_id, person);
    quiz core.quizzes;
    works_on_it boolean;
    marks boolean;
    key boolean;
begin
    select * into quiz from core.quizzes as q where q.id = attempt.quiz_id;
    works_on_it := core.quiz_role(quiz, person) is not null;
    if attempt.state = 'in_progress' then
        perform core.fail(409, 'attempt_in_progress', 'This attempt is not finished yet. Submit it first.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned, so there is nothing to review.');
    end if;

    if not works_on_it and core.is_being_played(quiz) then
        perform core.fail(
            403, 'review_not_shown', 'This quiz is being played just now. The review is shown after the game.'
        );
    end if;
    marks := works_on_it or core.marks_shown(quiz, person);
    key := works_on_it or core.shown_now(quiz.key_shown, quiz, person);
    if not marks and not key then
        perform core.fail(403, 'review_not_shown', case
            when 'after_last_attempt' in (quiz.review_shown, quiz.key_shown) and quiz.attempts_allowed is not null
                then 'The review is shown after your last attempt, or when this quiz has closed.'
            when 'after_last_attempt' in (quiz.review_shown, quiz.key_shown) and quiz.closes_at is null
                then 'This quiz may be taken any number of times, so its owner has to say when the review is shown.'
            when not '{after_close,after_last_attempt}' && array[quiz.review_shown, quiz.key_shown]
                then 'The owner of this quiz does not show the review.'
            when quiz.closes_at is null then 'The review is shown once this quiz has closed.'
            else format(
                'The review is shown after %s, when this quiz has closed.', core.readable_time(core.last_closing(quiz))
            )
        end);
    end if;
    return core.attempt_summary(attempt, person) || jsonb_build_object(
        'marks_shown', marks,
        'key_shown', key,
        'sections', attempt.sections,
        'questions', core.reviewed_questions(attempt, marks, key)
    );
end;
$$;

comment on function public.attempt_review is
'A finished attempt: its summary and "questions", with marks and feedback if review_shown allows, and with right answers
and explanations if key_shown allows. The quiz''s owner and collaborators always see both; others see nothing while one
of these has an open live game of the quiz. PT401 not_signed_in, unknown_guest_token, guest_claimed; PT404
attempt_not_found; PT409 attempt_in_progress, attempt_abandoned; PT403 review_not_shown.';
revoke execute on function public.attempt_review from public;
grant execute on function public.attempt_review to anon, authenticated;
