create or replace function core.require_attempt_quota(person uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_attempts_per_day');
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('attempts ' || person, 0));
    if (
        select count(*) from core.attempts as t
        where t.user_id = person and t.started_at > now() - interval '1 day'
    ) >= most then
        perform core.fail(429, 'too_many_attempts', format(
            'You have begun %s attempts in the last 24 hours, and more are not allowed. Try again later.', most
        ));
    end if;
end;
$$;

comment on function core.require_attempt_quota is
'Refuses one more attempt than a person may begin in a day, whatever their quizzes allow. PT429 too_many_attempts.';
