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
        select
            array_agg(side.quiz_id), array_agg(side.user_id), array_agg(side.finished_at), array_agg(side.id)
        into quiz_ids, person_ids, instants, attempt_ids
        from old_rows as o
        inner join new_rows as n on n.id = o.id
        cross join lateral (
            values
                (o.id, o.quiz_id, o.user_id, o.finished_at, o.state, o.preview, o.deleted_at),
                (n.id, n.quiz_id, n.user_id, n.finished_at, n.state, n.preview, n.deleted_at)
        ) as side (id, quiz_id, user_id, finished_at, state, preview, deleted_at)
        where side.state = 'finished' and not side.preview and side.deleted_at is null
            and (o.user_id, o.state, o.score, o.max_score, o.passed, o.finished_at, o.number, o.preview, o.deleted_at)
            is distinct from (
                n.user_id, n.state, n.score, n.max_score, n.passed, n.finished_at, n.number, n.preview, n.deleted_at
            );
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
