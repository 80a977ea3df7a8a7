create or replace function core.locked_attempt(attempt_id uuid, person uuid) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    attempt core.attempts;
begin
    select * into attempt
    from core.attempts as t
    where t.id = locked_attempt.attempt_id and t.user_id = person and t.deleted_at is null
    for update;

    if attempt.id is null then
        perform core.fail(404, 'attempt_not_found', 'You have no such attempt.');
    end if;
    if attempt.state = 'in_progress' and core.is_over(attempt.deadline) then
        perform core.finish_attempts(array[attempt.id], overdue => true);
        select * into attempt from core.attempts as t where t.id = attempt.id;
    end if;
    return attempt;
end;
$$;

comment on function core.locked_attempt is
'An attempt of a person''s, locked until the transaction ends, so that its changes are made one after the other. If
its time is up, it is finished first. PT404 attempt_not_found.';
