create or replace function core.find_snapshot(quiz core.quizzes, snapshot_id uuid) returns core.quiz_snapshots
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    snapshot core.quiz_snapshots;
begin
    select * into snapshot from core.quiz_snapshots as s where s.quiz_id = quiz.id and s.id = snapshot_id;
    if not found then
        perform core.fail(404, 'snapshot_not_found', 'The history of this quiz has no such version any more.');
    end if;
    return snapshot;
end;
$$;

comment on function core.find_snapshot is 'A snapshot of this quiz. PT404 snapshot_not_found.';
