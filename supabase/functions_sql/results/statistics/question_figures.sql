create or replace function core.question_figures(
    quiz_id uuid,
    counted_as core.counted_as,
    lives boolean[],                      -- false: attempts; true: games
    waiting core.statistics_sums,
    people core.quiz_counts[]             -- core.kept_quiz_counts
) returns core.question_figure[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with kept as (
            select k.*
            from core.question_sums as k
            where k.quiz_id = question_figures.quiz_id
            union all
            select w.* from unnest(waiting.questions) as w
        ),

        summed as (
            select row(
                question_figures.quiz_id, false, question_figures.counted_as, k.question_id, k.version,
                sum(k.asked), sum(k.answered), sum(k.to_mark), sum(k.n), sum(k.mark_1), sum(k.mark_2), sum(k.rest_1),
                sum(k.rest_2), sum(k.mark_rest), sum(k.max_1)
            )::core.question_sums as s
            from kept as k
            where k.live = any (lives)
                and k.counted_as = case when k.live then 'all' else question_figures.counted_as end
            group by k.question_id, k.version
            having sum(k.asked) > 0
        ),

        bucketed as (
            select c.question_id, c.version, c.axis, c.bucket, sum(c.n) as n, sum(c.points) as points
            from (
                select k.*
                from core.question_counts as k
                where k.quiz_id = question_figures.quiz_id
                union all
                select w.* from unnest(waiting.question_counts) as w
            ) as c
            where c.live = any (lives)
                and c.counted_as = case when c.live then 'all' else question_figures.counted_as end
            group by c.question_id, c.version, c.axis, c.bucket
            having sum(c.n) > 0
        ),

        counted as (
            select
                b.question_id,
                b.version,
                array_agg(row(
                    question_figures.quiz_id, false, question_figures.counted_as, b.question_id, b.version, b.axis,
                    b.bucket, b.n, b.points
                )::core.question_counts) filter (where b.axis = 'score') as by_score,
                array_agg(row(
                    question_figures.quiz_id, false, question_figures.counted_as, b.question_id, b.version, b.axis,
                    b.bucket, b.n, b.points
                )::core.question_counts) filter (where b.axis <> 'score') as others
            from bucketed as b
            group by b.question_id, b.version
        )

        select array_agg(row(
            u.s,
            f.mark_mark / f.less,
            f.mark_rest / f.less,
            f.mark_rest / nullif(sqrt(f.mark_mark) * sqrt(f.rest_rest), 0),
            (core.highest_product(c.others) - (u.s).mark_1 * (u.s).rest_1 / nullif((u.s).n, 0)) / f.less,
            case
                when f.mark_mark + f.mark_rest >= 0 then (u.s).n * sqrt((f.mark_mark + f.mark_rest) / f.less)
            end,
            g.upper,
            g.lower
        )::core.question_figure)
        from summed as u
        inner join core.question_versions as v on v.question_id = (u.s).question_id and v.version = (u.s).version
        left join counted as c on c.question_id = (u.s).question_id and c.version = (u.s).version
        cross join lateral (
            select
                nullif((u.s).n - 1, 0)::numeric as less,
                (u.s).mark_2 - (u.s).mark_1 * (u.s).mark_1 / nullif((u.s).n, 0) as mark_mark,
                (u.s).rest_2 - (u.s).rest_1 * (u.s).rest_1 / nullif((u.s).n, 0) as rest_rest,
                (u.s).mark_rest - (u.s).mark_1 * (u.s).rest_1 / nullif((u.s).n, 0) as mark_rest
        ) as raw
        -- division rounds: what is nearly no spread is none
        cross join lateral (
            select
                raw.less,
                case when raw.mark_mark > 0.000000001 then raw.mark_mark else 0 end as mark_mark,
                case when raw.rest_rest > 0.000000001 then raw.rest_rest else 0 end as rest_rest,
                case when abs(raw.mark_rest) > 0.000000001 then raw.mark_rest else 0 end as mark_rest
        ) as f
        left join lateral core.group_percents(c.by_score, people, v.points) as g on true
    );
end;
$$;

comment on function core.question_figures is
'What the sums of each version of each question of a quiz come to. Variances and covariances divide by n - 1.';
