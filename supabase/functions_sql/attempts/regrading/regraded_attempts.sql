create or replace function core.regraded_attempts(
    quiz core.quizzes,
    rules jsonb,
    attempts jsonb,
    by_hand boolean
) returns table (
    attempt_id uuid,
    old_score numeric,
    new_score numeric,
    old_max_score numeric,
    new_max_score numeric,
    changed boolean,     -- whether anything of it changes
    questions jsonb      -- what changes or is kept: [{"question_id", "version", "old_points", "new_points", "kept"}]
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with changes as materialized (
        select * from core.regrade_changes(quiz, rules, attempts, by_hand)
    ),

    by_attempt as (
        select
            c.attempt_id,
            sum(coalesce(c.new_points, 0) - coalesce(c.old_points, 0)) as more,
            sum(c.new_max_points - c.old_max_points) as max_more,
            bool_or(c.changed) as changed,
            jsonb_agg(jsonb_build_object(
                'question_id', c.question_id,
                'version', c.asked_version,
                'old_points', trim_scale(c.old_points),
                'new_points', trim_scale(c.new_points),
                'kept', c.kept
            ) order by c.question_id) filter (where c.changed or c.kept is not null) as questions
        from changes as c
        group by c.attempt_id
    )

    select
        t.id,
        t.score,
        case when t.state = 'finished' then round(greatest(0, b.more + (
            select coalesce(sum(a.points), 0) from core.counted_answers as a where a.attempt_id = t.id
        )), 4) end,
        t.max_score,
        t.max_score + b.max_more,
        b.changed,
        coalesce(b.questions, '[]')
    from by_attempt as b
    inner join core.attempts as t on t.id = b.attempt_id;
$$;

comment on function core.regraded_attempts is
'What a regrade does to each attempt in its reach. The new score is null as long as an attempt is in progress.';
