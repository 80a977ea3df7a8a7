create or replace function core.finish_attempts(
    attempt_ids uuid[],   -- in progress, and locked by the caller
    overdue boolean       -- ended by their deadlines: they finish then, or are abandoned if nothing was saved
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    update core.attempts as t
    set
        state = ended.state,
        finished_at = case when finish_attempts.overdue then greatest(t.started_at, t.deadline) else now() end,
        overdue = finish_attempts.overdue,
        score = case when ended.state = 'finished' then ended.score end,
        passed = case when ended.state = 'finished' then ended.passed end,
        to_mark = ended.to_mark
    from (
        select
            total.*,
            case when finish_attempts.overdue then core.settled_state(total.answered) else 'finished' end as state
        from unnest(attempt_ids) as listed (id)
        cross join lateral (
            select x.* from core.attempt_totals as x where x.id = listed.id offset 0   -- each by its key, not all
        ) as total
    ) as ended
    where t.id = ended.id;
$$;

comment on function core.finish_attempts is
'Ends several attempts with the points of their saved answers. Only this function and core.rescore_attempts write
scores; core.settled_attempts says what this one would write.';
