create or replace function core.require_may_start(
    quiz core.quizzes,
    person uuid          -- null: somebody who becomes a guest
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    before record;
    next_start timestamptz;
    allowance core.allowances := core.allowance_of(quiz, person);
    works_on_it boolean := core.quiz_role(quiz, person) is not null;
    opens_at timestamptz := coalesce(allowance.opens_at, quiz.opens_at);
    closes_at timestamptz := coalesce(allowance.closes_at, quiz.closes_at);
    attempts_allowed integer := quiz.attempts_allowed + coalesce(allowance.extra_attempts, 0);
begin
    if quiz.visibility = 'private' and not works_on_it then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');   -- others must not learn that it exists
    end if;
    if quiz.deleted_at is not null then
        perform core.fail(410, 'quiz_deleted', 'This quiz was deleted.');
    end if;
    if works_on_it then
        return;   -- a preview
    end if;
    perform core.require_admitted(quiz, person);
    if opens_at > now() then
        perform core.fail(409, 'quiz_not_open', format('This quiz opens at %s.', core.readable_time(opens_at)));
    end if;
    if closes_at <= now() then
        perform core.fail(409, 'quiz_closed', format('This quiz closed at %s.', core.readable_time(closes_at)));
    end if;

    select count(*) as attempts, max(t.finished_at) as last_end into before
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person and not t.preview and t.deleted_at is null;

    if before.attempts >= attempts_allowed then
        perform core.fail(409, 'no_attempts_left', format(
            'You have used all the attempts that this quiz allows (%s).', attempts_allowed
        ));
    end if;
    next_start := before.last_end + make_interval(secs => quiz.attempt_delay_s);
    if next_start > now() then
        perform core.fail(
            409, 'attempt_too_soon', format('The next attempt may start at %s.', core.readable_time(next_start))
        );
    end if;
end;
$$;

comment on function core.require_may_start is
'Refuses an attempt that this person may not begin now, by the quiz and their allowance. Abandoned attempts count as
used, because their questions were seen. PT404 quiz_not_found; PT410 quiz_deleted; PT403
guests_not_allowed, not_on_allow_list, email_not_confirmed; PT409 quiz_not_open, quiz_closed,
no_attempts_left, attempt_too_soon.';
