create or replace function core.owned_attempt(
    quiz core.quizzes,             -- locked by its owner
    attempt_id uuid,
    deleted boolean default false
) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    taker uuid := (select t.user_id from core.attempts as t where t.id = owned_attempt.attempt_id);
    attempt core.attempts;
begin
    -- as start_attempt does, so that nobody starts another attempt at the same time
    perform pg_advisory_xact_lock(hashtextextended('start ' || quiz.id || taker, 0));
    perform core.settle_overdue(quiz.id, taker, null);
    select * into attempt
    from core.attempts as t
    where t.id = owned_attempt.attempt_id and t.quiz_id = quiz.id
        and (t.deleted_at is not null) = owned_attempt.deleted
    for update;
    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', format(
            'This quiz has no such %sattempt.', case when owned_attempt.deleted then 'deleted ' end
        ));
    end if;
    return attempt;
end;
$$;

comment on function core.owned_attempt is
'An attempt at a quiz for the quiz''s owner, settled if its time is up, and locked until the transaction ends. PT404
attempt_not_found.';
