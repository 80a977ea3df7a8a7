create or replace function core.require_may_claim(
    quiz core.quizzes,
    guest core.guests,
    person uuid
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    allowed integer := quiz.attempts_allowed
    + coalesce((core.allowance_of(quiz, person)).extra_attempts, 0);
    used bigint;
    in_progress bigint;
begin
    if guest.claimed_by is not null then
        perform core.fail(409, 'already_claimed', 'Somebody else has this result in their account.');
    end if;
    if core.quiz_role(quiz, person) is not null then
        perform core.fail(403, 'own_quiz', 'You work on this quiz, so your account can have no result in it.');
    end if;
    perform core.require_admitted(quiz, person);
    select count(*), count(*) filter (where t.state = 'in_progress') into used, in_progress
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id in (person, guest.id) and not t.preview and t.deleted_at is null;
    if used > allowed then
        perform core.fail(409, 'no_attempts_left', format(
            'With this result, your account would have more attempts than this quiz allows (%s).', allowed
        ));
    end if;
    if in_progress > 1 then
        perform core.fail(
            409, 'other_in_progress', 'Your account has an attempt at this quiz in progress too. End one of them first.'
        );
    end if;
end;
$$;

comment on function core.require_may_claim is
'Refuses to move a guest''s result into an account that may not have it. PT403 own_quiz, not_on_allow_list,
email_not_confirmed; PT409 already_claimed,
no_attempts_left, other_in_progress.';
