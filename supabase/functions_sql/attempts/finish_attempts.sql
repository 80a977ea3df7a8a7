create or replace function core.finish_attempts(
    attempt_ids uuid[],   -- in progress, and locked by the caller
    overdue boolean       -- ended by their deadlines: they finish then, or are abandoned if nothing was saved
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan   -- a plan cached while the tables were empty would scan them for ever
as $$
begin
    update core.answers as a
    set (fraction, points) = (
        select marked.fraction, core.question_points(marked.fraction, v.points, t.negative_marking)
        from (select core.mark(v.kind, v.key, a.response) as fraction offset 0) as marked   -- offset 0: mark once
    )
    from core.attempts as t
    inner join core.attempt_questions as aq on aq.attempt_id = t.id
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where t.id = any (attempt_ids)
        and a.attempt_id = t.id
        and a.question_id = aq.question_id
        and a.deleted_at is null;

    update core.attempts as t
    set
        state = total.state,
        finished_at = case when finish_attempts.overdue then t.deadline else now() end,
        overdue = finish_attempts.overdue,
        score = case when total.state = 'finished' then total.score end,
        passed = case when total.state = 'finished' then total.score * 100 >= t.pass_mark * t.max_score end
    from (
        select
            listed.id,
            greatest(0, coalesce(sum(a.points), 0)) as score,
            case
                when finish_attempts.overdue and count(a.question_id) = 0 then 'abandoned' else 'finished'
            end::core.attempt_state as state
        from unnest(attempt_ids) as listed (id)
        left join core.answers as a on a.attempt_id = listed.id and a.deleted_at is null
        group by listed.id
    ) as total
    where t.id = total.id;
end;
$$;

comment on function core.finish_attempts is
'Marks the answers of several attempts and sums their points; a score is never below 0. Only this function scores
attempts, against the versions of the questions that each began with.';
