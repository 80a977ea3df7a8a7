create or replace function core.finish_attempts(
    attempt_ids uuid[],   -- in progress, and locked by the caller
    overdue boolean       -- ended by their deadlines: finished then, and abandoned where nothing was saved
) returns void
language plpgsql
set search_path = ''
as $$
begin
    update core.answers as a
    set
        fraction = marked.fraction,
        points = core.question_points(marked.fraction, marked.points, marked.negative_marking)
    from (
        select
            given.attempt_id,
            given.question_id,
            v.points,
            t.negative_marking,
            core.mark(v.kind, v.key, given.response) as fraction
        from core.attempts as t
        inner join core.attempt_questions as aq on aq.attempt_id = t.id
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        inner join core.answers as given on given.attempt_id = t.id and given.question_id = aq.question_id
        where t.id = any (attempt_ids) and given.deleted_at is null
    ) as marked
    where a.attempt_id = marked.attempt_id and a.question_id = marked.question_id;

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
'Marks what was answered and adds it up, for many attempts at once; a total is never below 0. Here and nowhere else are
attempts scored, against the questions as they stood when each began.';
