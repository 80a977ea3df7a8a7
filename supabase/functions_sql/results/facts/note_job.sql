create or replace function core.note_job() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.fact_changes (day, fact, label, n, total, seconds)
    select
        (side.created_at at time zone 'UTC')::date, 'job', array[side.kind::text, side.state::text, side.code],
        side.n, side.n * side.posts,
        coalesce(side.n * extract(epoch from side.finished_at - side.created_at), 0)
    from (
        values
            (-1, old.created_at, old.kind, old.state, old.code, old.attempts, old.finished_at),
            (1, new.created_at, new.kind, new.state, new.code, new.attempts, new.finished_at)
    ) as side (n, created_at, kind, state, code, posts, finished_at)
    where side.created_at is not null;     -- before it was made, there was none
    return null;
end;
$$;

comment on function core.note_job is
'Notes for dashboards what became of a job. What it was until now no longer counts.';

create or replace trigger note_job after insert or update on core.jobs
for each row execute function core.note_job();
