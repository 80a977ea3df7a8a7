create or replace function core.sums_of(changes core.statistics_changes[]) returns core.statistics_sums
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    sums core.statistics_sums := row('{}', '{}', '{}', '{}', '{}');
    attempts core.weighed_attempt[];
    marks core.weighed_mark[];
begin
    if changes = '{}' then
        return sums;
    end if;
    -- each by its key, and once for all sums
    attempts := array(
        select row(c, f)::core.weighed_attempt
        from unnest(changes) as c
        cross join lateral (
            select x.* from core.attempt_facts as x where x.source_id = c.source_id and x.live = c.live offset 0
        ) as f
    );
    marks := array(
        select row(c, f)::core.weighed_mark
        from unnest(changes) as c
        cross join lateral (
            select x.* from core.mark_facts as x where x.source_id = c.source_id and x.live = c.live offset 0
        ) as f
    );

    sums.quizzes := array(
        select row(
            (f.change).quiz_id,
            (f.change).live,
            w.counted_as,
            sum(w.weight),
            sum(w.weight * (f.fact).grade::numeric),
            sum(w.weight * power((f.fact).grade::numeric, 2)),
            sum(w.weight * power((f.fact).grade::numeric, 3)),
            sum(w.weight * power((f.fact).grade::numeric, 4)),
            sum(w.weight * (f.fact).total),
            sum(w.weight * (f.fact).total * (f.fact).total),
            sum(w.weight * (f.fact).max_score),
            coalesce(sum(w.weight) filter (where (f.fact).passed), 0),
            coalesce(sum(w.weight) filter (where (f.fact).passed is not null), 0)
        )::core.quiz_sums
        from unnest(attempts) as f
        cross join lateral core.weights_of(f.change) as w
        group by (f.change).quiz_id, (f.change).live, w.counted_as
    );
    sums.quiz_counts := array(
        select row(
            (f.change).quiz_id, (f.change).live, w.counted_as, b.axis, b.bucket, sum(w.weight)
        )::core.quiz_counts
        from unnest(attempts) as f
        cross join lateral (
            values ('score'::core.quiz_axis, (f.fact).grade), ('time', core.time_bucket((f.fact).seconds))
        ) as b (axis, bucket)
        cross join lateral core.weights_of(f.change) as w
        group by (f.change).quiz_id, (f.change).live, w.counted_as, b.axis, b.bucket
    );
    sums.questions := array(
        select row(
            (f.change).quiz_id,
            (f.change).live,
            w.counted_as,
            (f.fact).question_id,
            (f.fact).version,
            sum(w.weight),
            coalesce(sum(w.weight) filter (where (f.fact).answered), 0),
            coalesce(sum(w.weight) filter (where (f.fact).to_mark), 0),
            coalesce(sum(w.weight) filter (where (f.fact).mark is not null), 0),
            coalesce(sum(w.weight * (f.fact).mark), 0),
            coalesce(sum(w.weight * (f.fact).mark * (f.fact).mark), 0),
            coalesce(sum(w.weight * ((f.fact).total - (f.fact).mark)), 0),
            coalesce(sum(w.weight * ((f.fact).total - (f.fact).mark) * ((f.fact).total - (f.fact).mark)), 0),
            coalesce(sum(w.weight * (f.fact).mark * ((f.fact).total - (f.fact).mark)), 0),
            coalesce(sum(w.weight * (f.fact).max_score) filter (where (f.fact).mark is not null), 0)
        )::core.question_sums
        from unnest(marks) as f
        cross join lateral core.weights_of(f.change) as w
        group by (f.change).quiz_id, (f.change).live, w.counted_as, (f.fact).question_id, (f.fact).version
    );
    sums.question_counts := array(
        select row(
            (f.change).quiz_id, (f.change).live, w.counted_as, (f.fact).question_id, (f.fact).version, b.axis, b.bucket,
            sum(w.weight), sum(w.weight * b.points)
        )::core.question_counts
        from unnest(marks) as f
        cross join lateral (
            values
                ('mark'::core.question_axis, trim_scale((f.fact).mark), (f.fact).mark),
                (
                    'rest',
                    core.whole_percent((f.fact).total - (f.fact).mark, (f.fact).max_score),
                    (f.fact).total - (f.fact).mark
                ),
                ('score', core.whole_percent((f.fact).total, (f.fact).max_score), (f.fact).mark)
        ) as b (axis, bucket, points)
        cross join lateral core.weights_of(f.change) as w
        where (f.fact).mark is not null
        group by
            (f.change).quiz_id, (f.change).live, w.counted_as, (f.fact).question_id, (f.fact).version, b.axis, b.bucket
    );
    sums.responses := array(
        select row(
            (f.change).quiz_id, (f.change).live, w.counted_as, (f.fact).question_id, (f.fact).version,
            md5((f.fact).response::text)::uuid, (f.fact).response, sum(w.weight)
        )::core.response_sums
        from unnest(marks) as f
        cross join lateral core.weights_of(f.change) as w
        where (f.fact).response is not null
        group by
            (f.change).quiz_id, (f.change).live, w.counted_as, (f.fact).question_id, (f.fact).version,
            (f.fact).response
    );
    return sums;
end;
$$;

comment on function core.sums_of is
'What these changes, of which no two are of the same attempt, add to the sums of statistics.';
