create or replace function core.require_in_progress(attempt core.attempts) returns void
language plpgsql
set search_path = ''
as $$
begin
    if attempt.overdue then
        perform core.fail(409, 'attempt_overdue', 'The time for this attempt is up. What was saved in time counts.');
    end if;
    if attempt.state = 'finished' then
        perform core.fail(409, 'attempt_finished', 'This attempt is finished; its answers stay as they are.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned. Start a new one.');
    end if;
end;
$$;

comment on function core.require_in_progress is 'PT409 attempt_overdue, attempt_finished, attempt_abandoned.';
