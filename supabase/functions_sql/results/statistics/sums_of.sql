create or replace function core.sums_of(
    changes core.statistics_changes[],
    of_scores core.counted_as[] default '{first,best,last,all}',       -- which sums over attempts are needed
    of_questions core.counted_as[] default '{first,best,last,all}'     -- and over questions; those of games always are
) returns core.statistics_sums
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    sums core.statistics_sums := row('{}', '{}', '{}', '{}', '{}');
begin
    if changes = '{}' then
        return sums;
    end if;
    -- The facts of each attempt are read by its key, and once for all sums.
    with attempts as materialized (
        select
            c.quiz_id, c.live, c.firsts, c.bests, c.lasts, c.alls,
            f.grade, f.grade::numeric as grade_1, f.total, f.max_score, f.passed, core.time_bucket(f.seconds) as time
        from unnest(changes) as c
        cross join lateral (
            select x.* from core.attempt_facts as x where x.source_id = c.source_id and x.live = c.live offset 0
        ) as f
        where c.live or exists (
            select from core.weights_of(c.firsts, c.bests, c.lasts, c.alls) as w where w.counted_as = any (of_scores)
        )
    ),

    marks as materialized (
        select
            c.quiz_id, c.live, c.firsts, c.bests, c.lasts, c.alls,
            f.question_id, f.version, f.answered, f.to_mark, f.mark, f.total - f.mark as rest, f.total, f.max_score,
            f.response
        from unnest(changes) as c
        cross join lateral (
            select x.* from core.mark_facts as x where x.source_id = c.source_id and x.live = c.live offset 0
        ) as f
        where c.live or exists (
            select from core.weights_of(c.firsts, c.bests, c.lasts, c.alls) as w where w.counted_as = any (of_questions)
        )
    ),

    -- Attempts that count alike are added up first, and then as often as they count.
    quizzes as (
        select
            a.quiz_id, a.live, a.firsts, a.bests, a.lasts, a.alls,
            count(*) as n,
            sum(a.grade_1) as grade_1,
            sum(a.grade_1 * a.grade_1) as grade_2,
            sum(a.grade_1 * a.grade_1 * a.grade_1) as grade_3,
            sum(a.grade_1 * a.grade_1 * a.grade_1 * a.grade_1) as grade_4,
            sum(a.total) as total_1,
            sum(a.total * a.total) as total_2,
            sum(a.max_score) as max_1,
            count(*) filter (where a.passed) as passed,
            count(a.passed) as decided
        from attempts as a
        group by a.quiz_id, a.live, a.firsts, a.bests, a.lasts, a.alls
    ),

    quiz_counts as (
        select a.quiz_id, a.live, a.firsts, a.bests, a.lasts, a.alls, b.axis, b.bucket, count(*) as n
        from attempts as a
        cross join lateral (values ('score'::core.quiz_axis, a.grade), ('time', a.time)) as b (axis, bucket)
        group by a.quiz_id, a.live, a.firsts, a.bests, a.lasts, a.alls, b.axis, b.bucket
    ),

    questions as (
        select
            m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version,
            count(*) as asked,
            count(*) filter (where m.answered) as answered,
            count(*) filter (where m.to_mark) as to_mark,
            count(m.mark) as n,
            coalesce(sum(m.mark), 0) as mark_1,
            coalesce(sum(m.mark * m.mark), 0) as mark_2,
            coalesce(sum(m.rest), 0) as rest_1,
            coalesce(sum(m.rest * m.rest), 0) as rest_2,
            coalesce(sum(m.mark * m.rest), 0) as mark_rest,
            coalesce(sum(m.max_score) filter (where m.mark is not null), 0) as max_1
        from marks as m
        group by m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version
    ),

    question_counts as (
        select
            m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version, b.axis, b.bucket,
            count(*) as n,
            sum(b.points) as points
        from marks as m
        cross join lateral (
            values
                ('mark'::core.question_axis, trim_scale(m.mark), m.mark),
                ('rest', core.whole_percent(m.rest, m.max_score), m.rest),
                ('score', core.whole_percent(m.total, m.max_score), m.mark)
        ) as b (axis, bucket, points)
        where m.mark is not null
        group by
            m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version, b.axis, b.bucket
    ),

    responses as (
        select
            m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version, m.response, count(*) as n
        from marks as m
        where m.response is not null
        group by m.quiz_id, m.live, m.firsts, m.bests, m.lasts, m.alls, m.question_id, m.version, m.response
    )

    select
        array(
            select row(
                s.quiz_id, s.live, w.counted_as, sum(w.weight * s.n), sum(w.weight * s.grade_1),
                sum(w.weight * s.grade_2), sum(w.weight * s.grade_3), sum(w.weight * s.grade_4),
                sum(w.weight * s.total_1), sum(w.weight * s.total_2), sum(w.weight * s.max_1),
                sum(w.weight * s.passed), sum(w.weight * s.decided)
            )::core.quiz_sums
            from quizzes as s
            cross join lateral core.weights_of(s.firsts, s.bests, s.lasts, s.alls) as w
            where s.live or w.counted_as = any (of_scores)
            group by s.quiz_id, s.live, w.counted_as
        ),
        array(
            select row(s.quiz_id, s.live, w.counted_as, s.axis, s.bucket, sum(w.weight * s.n))::core.quiz_counts
            from quiz_counts as s
            cross join lateral core.weights_of(s.firsts, s.bests, s.lasts, s.alls) as w
            where s.live or w.counted_as = any (of_scores)
            group by s.quiz_id, s.live, w.counted_as, s.axis, s.bucket
        ),
        array(
            select row(
                s.quiz_id, s.live, w.counted_as, s.question_id, s.version, sum(w.weight * s.asked),
                sum(w.weight * s.answered), sum(w.weight * s.to_mark), sum(w.weight * s.n), sum(w.weight * s.mark_1),
                sum(w.weight * s.mark_2), sum(w.weight * s.rest_1), sum(w.weight * s.rest_2),
                sum(w.weight * s.mark_rest), sum(w.weight * s.max_1)
            )::core.question_sums
            from questions as s
            cross join lateral core.weights_of(s.firsts, s.bests, s.lasts, s.alls) as w
            where s.live or w.counted_as = any (of_questions)
            group by s.quiz_id, s.live, w.counted_as, s.question_id, s.version
        ),
        array(
            select row(
                s.quiz_id, s.live, w.counted_as, s.question_id, s.version, s.axis, s.bucket, sum(w.weight * s.n),
                sum(w.weight * s.points)
            )::core.question_counts
            from question_counts as s
            cross join lateral core.weights_of(s.firsts, s.bests, s.lasts, s.alls) as w
            where s.live or w.counted_as = any (of_questions)
            group by s.quiz_id, s.live, w.counted_as, s.question_id, s.version, s.axis, s.bucket
        ),
        array(
            select row(
                s.quiz_id, s.live, w.counted_as, s.question_id, s.version, md5(s.response::text)::uuid, s.response,
                sum(w.weight * s.n)
            )::core.response_sums
            from responses as s
            cross join lateral core.weights_of(s.firsts, s.bests, s.lasts, s.alls) as w
            where s.live or w.counted_as = any (of_questions)
            group by s.quiz_id, s.live, w.counted_as, s.question_id, s.version, s.response
        )
    into sums.quizzes, sums.quiz_counts, sums.questions, sums.question_counts, sums.responses;
    return sums;
end;
$$;

comment on function core.sums_of is
'What these changes, of which no two are of the same attempt, add to the sums of statistics.';
