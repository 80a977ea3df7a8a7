create or replace function core.require_in_progress(attempt core.attempts) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if attempt.overdue then
        perform core.fail(
            409, 'attempt_overdue', 'The time for this attempt is up. Answers that were saved in time count.'
        );
    end if;
    if attempt.state = 'finished' then
        perform core.fail(409, 'attempt_finished', 'This attempt is finished, so its answers can''t be changed.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned. Start a new one.');
    end if;
end;
$$;

comment on function core.require_in_progress is
'Refuses an attempt that has ended: PT409 attempt_overdue, attempt_finished, attempt_abandoned.';
