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
    -- each attempt by its key, once for all sums
    with attempts as materialized (
        select c.quiz_id, c.live, c.firsts, c.bests, c.lasts, c.alls, f.*
        from unnest(changes) as c
        cross join lateral (
            select x.grade, x.total, x.max_score, x.passed, core.time_bucket(x.seconds) as time_bucket
            from core.attempt_facts as x
            where x.source_id = c.source_id and x.live = c.live
            offset 0
        ) as f
        where c.live or exists (select from core.weights_of(c) as w where w.counted_as = any (of_scores))
    ),

    weighed as (
        select a.*, w.counted_as, w.weight
        from attempts as a
        cross join lateral (
            values
                ('first'::core.counted_as, a.firsts), ('best', a.bests), ('last', a.lasts), ('all', a.alls)
        ) as w (counted_as, weight)
        where w.weight <> 0 and (a.live or w.counted_as = any (of_scores))
    ),

    quizzes as (
        select array_agg(k) as sums
        from (
            select row(
                w.quiz_id,
                w.live,
                w.counted_as,
                sum(w.weight),
                sum(w.weight * w.grade::numeric),
                sum(w.weight * power(w.grade::numeric, 2)),
                sum(w.weight * power(w.grade::numeric, 3)),
                sum(w.weight * power(w.grade::numeric, 4)),
                sum(w.weight * w.total),
                sum(w.weight * w.total * w.total),
                sum(w.weight * w.max_score),
                coalesce(sum(w.weight) filter (where w.passed), 0),
                coalesce(sum(w.weight) filter (where w.passed is not null), 0)
            )::core.quiz_sums as k
            from weighed as w
            group by w.quiz_id, w.live, w.counted_as
        ) as s
    ),

    quiz_counts as (
        select array_agg(k) as sums
        from (
            select row(w.quiz_id, w.live, w.counted_as, b.axis, b.bucket, sum(w.weight))::core.quiz_counts as k
            from weighed as w
            cross join lateral (
                values ('score'::core.quiz_axis, w.grade), ('time', w.time_bucket)
            ) as b (axis, bucket)
            group by w.quiz_id, w.live, w.counted_as, b.axis, b.bucket
        ) as s
    ),

    marks as materialized (
        select c.quiz_id, c.live, c.firsts, c.bests, c.lasts, c.alls, f.*
        from unnest(changes) as c
        cross join lateral (
            select
                x.question_id, x.version, x.mark, x.total, x.total - x.mark as rest, x.max_score, x.answered,
                x.to_mark, x.response
            from core.mark_facts as x
            where x.source_id = c.source_id and x.live = c.live
            offset 0
        ) as f
        where c.live or exists (select from core.weights_of(c) as w where w.counted_as = any (of_questions))
    ),

    weighed_marks as materialized (
        select m.*, w.counted_as, w.weight
        from marks as m
        cross join lateral (
            values
                ('first'::core.counted_as, m.firsts), ('best', m.bests), ('last', m.lasts), ('all', m.alls)
        ) as w (counted_as, weight)
        where w.weight <> 0 and (m.live or w.counted_as = any (of_questions))
    ),

    questions as (
        select array_agg(k) as sums
        from (
            select row(
                w.quiz_id,
                w.live,
                w.counted_as,
                w.question_id,
                w.version,
                sum(w.weight),
                coalesce(sum(w.weight) filter (where w.answered), 0),
                coalesce(sum(w.weight) filter (where w.to_mark), 0),
                coalesce(sum(w.weight) filter (where w.mark is not null), 0),
                coalesce(sum(w.weight * w.mark), 0),
                coalesce(sum(w.weight * w.mark * w.mark), 0),
                coalesce(sum(w.weight * w.rest), 0),
                coalesce(sum(w.weight * w.rest * w.rest), 0),
                coalesce(sum(w.weight * w.mark * w.rest), 0),
                coalesce(sum(w.weight * w.max_score) filter (where w.mark is not null), 0)
            )::core.question_sums as k
            from weighed_marks as w
            group by w.quiz_id, w.live, w.counted_as, w.question_id, w.version
        ) as s
    ),

    question_counts as (
        select array_agg(k) as sums
        from (
            select row(
                w.quiz_id, w.live, w.counted_as, w.question_id, w.version, b.axis, b.bucket,
                sum(w.weight), sum(w.weight * b.points)
            )::core.question_counts as k
            from weighed_marks as w
            cross join lateral (
                values
                    ('mark'::core.question_axis, trim_scale(w.mark), w.mark),
                    ('rest', core.whole_percent(w.rest, w.max_score), w.rest),
                    ('score', core.whole_percent(w.total, w.max_score), w.mark)
            ) as b (axis, bucket, points)
            where w.mark is not null
            group by w.quiz_id, w.live, w.counted_as, w.question_id, w.version, b.axis, b.bucket
        ) as s
    ),

    responses as (
        select array_agg(k) as sums
        from (
            select row(
                w.quiz_id, w.live, w.counted_as, w.question_id, w.version,
                md5(w.response::text)::uuid, w.response, sum(w.weight)
            )::core.response_sums as k
            from weighed_marks as w
            where w.response is not null
            group by w.quiz_id, w.live, w.counted_as, w.question_id, w.version, w.response
        ) as s
    )

    select
        coalesce(quizzes.sums, '{}'), coalesce(quiz_counts.sums, '{}'), coalesce(questions.sums, '{}'),
        coalesce(question_counts.sums, '{}'), coalesce(responses.sums, '{}')
    into sums.quizzes, sums.quiz_counts, sums.questions, sums.question_counts, sums.responses
    from quizzes, quiz_counts, questions, question_counts, responses;
    return sums;
end;
$$;

comment on function core.sums_of is
'What these changes, of which no two are of the same attempt, add to the sums of statistics.';
