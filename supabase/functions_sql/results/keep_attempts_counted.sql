create or replace function core.keep_attempts_counted() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    quiz_ids uuid[];
    person_ids uuid[];
    instants timestamptz[];
    attempt_ids uuid[];
begin
    if tg_op = 'INSERT' then
        select array_agg(n.quiz_id), array_agg(n.user_id), array_agg(n.finished_at), array_agg(n.id)
        into quiz_ids, person_ids, instants, attempt_ids
        from new_rows as n
        where n.state = 'finished' and not n.preview and n.deleted_at is null;
    elsif tg_op = 'DELETE' then
        select array_agg(o.quiz_id), array_agg(o.user_id), array_agg(o.finished_at), array_agg(o.id)
        into quiz_ids, person_ids, instants, attempt_ids
        from old_rows as o
        where o.state = 'finished' and not o.preview and o.deleted_at is null;
    else
        -- Both sides of each row, counted and not joined: this is planned for one attempt, and a join would compare
        -- each of thousands with each. What is alike on both sides is counted twice.
        select
            array_agg(side.quiz_id), array_agg(side.user_id), array_agg(side.finished_at), array_agg(side.id)
        into quiz_ids, person_ids, instants, attempt_ids
        from (
            select
                b.*,
                count(*) over (
                    partition by
                        b.id, b.user_id, b.state, b.score, b.max_score, b.passed, b.finished_at, b.number, b.preview,
                        b.deleted_at
                ) = 1 as changed
            from (
                select
                    o.id, o.quiz_id, o.user_id, o.state, o.score, o.max_score, o.passed, o.finished_at, o.number,
                    o.preview, o.deleted_at
                from old_rows as o
                union all
                select
                    n.id, n.quiz_id, n.user_id, n.state, n.score, n.max_score, n.passed, n.finished_at, n.number,
                    n.preview, n.deleted_at
                from new_rows as n
            ) as b
        ) as side
        where side.changed and side.state = 'finished' and not side.preview and side.deleted_at is null;
    end if;
    if quiz_ids is not null then
        perform core.keep_standings(quiz_ids, person_ids, instants);
        -- after the standings of the people are locked
        perform core.note_statistics(quiz_ids, person_ids, attempt_ids);
    end if;
    return null;
end;
$$;

comment on function core.keep_attempts_counted is
'Keeps standings, boards and statistics right after any change of attempts: one that ends, a regrade, a deletion.';

create or replace trigger keep_inserted_attempts_counted after insert on core.attempts
referencing new table as new_rows
for each statement execute function core.keep_attempts_counted();

create or replace trigger keep_updated_attempts_counted after update on core.attempts
referencing old table as old_rows new table as new_rows
for each statement execute function core.keep_attempts_counted();

create or replace trigger keep_deleted_attempts_counted after delete on core.attempts
referencing old table as old_rows
for each statement execute function core.keep_attempts_counted();
