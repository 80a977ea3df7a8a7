create or replace function core.note_attempts() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    full_up boolean;
begin
    if tg_op = 'INSERT' then
        insert into core.fact_changes (day, fact, quiz_id, user_id, questions)
        select
            (t.started_at at time zone 'UTC')::date, 'attempt_started', t.quiz_id, t.user_id, (not exists (
                select
                from (
                    select o.preview, o.deleted_at
                    from core.attempts as o
                    where o.quiz_id = t.quiz_id and o.user_id = t.user_id and o.number < t.number
                    order by o.quiz_id, o.user_id, o.number   -- by this key, not all attempts at the quiz
                    offset 0
                ) as earlier
                where not earlier.preview and earlier.deleted_at is null
            ))::integer
        from new_rows as t
        where not t.preview and t.deleted_at is null;
        return null;
    end if;

    -- Both sides of each row, counted and not joined: this is planned for one attempt, and a join would compare each
    -- of thousands with each. What is alike on both sides is counted twice.
    with both_sides as materialized (
        select
            b.*,
            count(*) over (
                partition by
                    b.id, b.user_id, b.started_at, b.preview, b.deleted_at, b.state, b.score, b.max_score, b.passed,
                    b.finished_at
            ) = 1 as changed,
            count(*) over (partition by b.id, b.user_id, b.started_at, b.preview, b.deleted_at) = 1 as moved,
            max(b.state) filter (where b.side = -1) over (partition by b.id) as old_state
        from (
            select
                -1 as side, o.id, o.quiz_id, o.user_id, o.number, o.state, o.score, o.max_score, o.passed, o.started_at,
                o.finished_at, o.preview, o.deleted_at
            from old_rows as o
            union all
            select
                1, n.id, n.quiz_id, n.user_id, n.number, n.state, n.score, n.max_score, n.passed, n.started_at,
                n.finished_at, n.preview, n.deleted_at
            from new_rows as n
        ) as b
    ),

    sides as (
        select b.*, case when b.side = 1 and b.old_state = 'in_progress' then b.id end as just_ended
        from both_sides as b
        where b.changed and not b.preview and b.deleted_at is null
    ),

    takers as (
        select distinct s.quiz_id, s.user_id from sides as s where s.moved
    ),

    -- the first attempt of each of them, before and now
    firsts as (
        select f.*
        from takers as k
        cross join lateral (
            (
                select -1 as n, t.quiz_id, t.user_id, t.started_at
                from (
                    select s.quiz_id, s.user_id, s.number, s.started_at from sides as s where s.side = -1
                    union all
                    select a.quiz_id, a.user_id, a.number, a.started_at
                    from core.attempts as a
                    where not a.preview and a.deleted_at is null
                        and a.id not in (select b.id from both_sides as b where b.changed)
                ) as t
                where t.quiz_id = k.quiz_id and t.user_id = k.user_id
                order by t.number
                limit 1
            )
            union all
            (
                select 1, t.quiz_id, t.user_id, t.started_at
                from core.attempts as t
                where t.quiz_id = k.quiz_id and t.user_id = k.user_id and not t.preview and t.deleted_at is null
                order by t.number
                limit 1
            )
        ) as f
    ),

    facts as (
        select
            s.side as n, (s.started_at at time zone 'UTC')::date as day, 'attempt_started' as fact, s.quiz_id,
            s.user_id, null::uuid as attempt_id, 0 as total, 0 as seconds, 0 as questions, null::boolean as passed
        from sides as s
        union all
        -- who took the quiz belongs to the day of their first attempt
        select f.n, (f.started_at at time zone 'UTC')::date, 'taker', f.quiz_id, f.user_id, null, 0, 0, 0, null
        from firsts as f
        union all
        select
            s.side, (s.finished_at at time zone 'UTC')::date, 'attempt_' || s.state, s.quiz_id, s.user_id,
            s.just_ended, coalesce(100 * s.score / nullif(s.max_score, 0), 0),
            extract(epoch from s.finished_at - s.started_at), 0, s.passed
        from sides as s
        where s.state <> 'in_progress'
    ),

    noted as (
        insert into core.fact_changes (
            day, fact, quiz_id, user_id, attempt_id, n, total, seconds, questions, passed
        )
        select
            f.day, f.fact::core.fact_kind, f.quiz_id, f.user_id, max(f.attempt_id::text)::uuid, sum(f.n), f.total,
            f.seconds, f.questions, f.passed
        from facts as f
        group by f.day, f.fact, f.quiz_id, f.user_id, f.total, f.seconds, f.questions, f.passed
        having sum(f.n) <> 0
        returning id
    )

    select bool_or(noted.id % 1000 = 0) into full_up from noted;

    if full_up then
        perform core.fold_facts(5000);   -- where no sweep does so
    end if;
    return null;
end;
$$;

comment on function core.note_attempts is
'Notes for dashboards that attempts began, ended, were deleted, restored or marked anew.';

create or replace trigger note_inserted_attempts after insert on core.attempts
referencing new table as new_rows
for each statement execute function core.note_attempts();

create or replace trigger note_updated_attempts after update on core.attempts
referencing old table as old_rows new table as new_rows
for each statement execute function core.note_attempts();
