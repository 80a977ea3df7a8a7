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
    rescored boolean,                  -- whether its score or its points possible change
    changed_answers bigint,            -- how many of its questions count other points
    kept_by_hand bigint,
    not_offered bigint,
    questions jsonb,     -- what changes or is kept: [{"question_id", "version", "old_points", "new_points", "kept"}]
    changes core.regrade_change[]      -- what is to be written; empty: nothing of it changes
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
            count(*) filter (where c.changed and c.old_points is distinct from c.new_points) as changed_answers,
            count(*) filter (where c.kept = 'by_hand') as kept_by_hand,
            count(*) filter (where c.kept = 'not_offered') as not_offered,
            jsonb_agg(jsonb_build_object(
                'question_id', c.question_id,
                'version', c.asked_version,
                'old_points', trim_scale(c.old_points),
                'new_points', trim_scale(c.new_points),
                'kept', c.kept
            ) order by c.question_id) filter (where c.changed or c.kept is not null) as questions,
            array_agg(c::core.regrade_change) filter (where c.changed) as changes
        from changes as c
        group by c.attempt_id
    ),

    before as (
        select a.attempt_id, sum(a.points) as points
        from core.counted_answers as a
        inner join by_attempt as b on b.attempt_id = a.attempt_id
        group by a.attempt_id
    ),

    scored as (
        select
            t.id,
            t.score as old_score,
            case when t.state = 'finished' then round(greatest(0, coalesce(before.points, 0) + b.more), 4) end
            as new_score,
            t.max_score as old_max_score,
            t.max_score + b.max_more as new_max_score,
            b.*
        from by_attempt as b
        inner join core.attempts as t on t.id = b.attempt_id
        left join before on before.attempt_id = b.attempt_id
    )

    select
        s.id,
        s.old_score,
        s.new_score,
        s.old_max_score,
        s.new_max_score,
        (s.old_score, s.old_max_score) is distinct from (s.new_score, s.new_max_score),
        s.changed_answers,
        s.kept_by_hand,
        s.not_offered,
        coalesce(s.questions, '[]'),
        coalesce(s.changes, '{}')
    from scored as s;
$$;

comment on function core.regraded_attempts is
'What a regrade does to each attempt in its reach. The new score is null as long as an attempt is in progress.';
