create or replace function core.score_statistics(
    sums core.quiz_sums,
    counts core.quiz_counts[],
    figures core.question_figure[]     -- of all its questions
) returns jsonb
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with moments as (
            select
                sums.n::numeric as n,
                sums.grade_1 / nullif(sums.n, 0) / 1000000 as mean,
                sums.grade_2 / nullif(sums.n, 0) / 1000000.0 ^ 2 as raw_2,
                sums.grade_3 / nullif(sums.n, 0) / 1000000.0 ^ 3 as raw_3,
                sums.grade_4 / nullif(sums.n, 0) / 1000000.0 ^ 4 as raw_4,
                (sums.total_2 - sums.total_1 * sums.total_1 / nullif(sums.n, 0)) / nullif(sums.n - 1, 0) as variance
        ),

        central as (
            select
                m.*,
                m.raw_2 - m.mean ^ 2 as m2,
                m.raw_3 - 3 * m.mean * m.raw_2 + 2 * m.mean ^ 3 as m3,
                m.raw_4 - 4 * m.mean * m.raw_3 + 6 * m.mean ^ 2 * m.raw_2 - 3 * m.mean ^ 4 as m4
            from moments as m
        ),

        statistics as (
            select
                c.*,
                case when c.m2 > 0.0000000001 then c.n * c.m2 / nullif(c.n - 1, 0) end as k2,
                c.n ^ 2 * c.m3 / nullif((c.n - 1) * (c.n - 2), 0) as k3,
                c.n ^ 2 * ((c.n + 1) * c.m4 - 3 * (c.n - 1) * c.m2 ^ 2)
                / nullif((c.n - 1) * (c.n - 2) * (c.n - 3), 0) as k4
            from central as c
        ),

        items as (
            select
                count(*) as number,
                sum(f.variance) as variance,
                bool_and((f.sums).n = sums.n) as same
            from unnest(figures) as f
            where (f.sums).n > 0
        ),

        consistent as (
            select
                s.*,
                100 * sqrt(s.n * s.m2 / nullif(s.n - 1, 0)) as deviation,
                case
                    when s.k2 is not null and i.same and i.number > 1
                        then 100 * i.number / (i.number - 1.0) * (1 - i.variance / nullif(s.variance, 0))
                end as consistency,
                case
                    when s.n = 0 then 'not_asked'
                    when s.n = 1 then 'one_attempt'
                    when s.k2 is null then 'equal_scores'
                    when i.number < 2 then 'one_question'
                    when i.same is not true then 'questions_differ'
                end as inconsistent
            from statistics as s
            cross join items as i
        )

        select jsonb_build_object(
            'attempts', c.n,
            'mean', round(100 * c.mean, 2),
            'median', round(core.median_of(counts, 'score') / 10000, 2),
            'deviation', round(c.deviation, 2),
            'skewness', round(c.k3 / c.k2 ^ 1.5, 4),
            'kurtosis', round(c.k4 / c.k2 ^ 2, 4),
            'consistency', round(c.consistency, 2),
            'error_ratio', round(100 * sqrt(greatest(0, 1 - c.consistency / 100)), 2),
            'standard_error', round(sqrt(greatest(0, 1 - c.consistency / 100)) * c.deviation, 2),
            'median_seconds', round(1.01 ^ (core.median_of(counts, 'time') + 0.5), 1),
            'reasons', jsonb_strip_nulls(jsonb_build_object(
                'mean', case when c.n = 0 then 'not_asked' end,
                'median', case when c.n = 0 then 'not_asked' end,
                'deviation', case when c.n < 2 then c.inconsistent end,
                'skewness', case
                    when c.n < 2 or c.k2 is null then c.inconsistent when c.k3 is null then 'two_attempts'
                end,
                'kurtosis', case
                    when c.n < 2 or c.k2 is null then c.inconsistent when c.k4 is null then 'three_attempts'
                end,
                'consistency', c.inconsistent,
                'error_ratio', c.inconsistent,
                'standard_error', c.inconsistent,
                'median_seconds', case when core.median_of(counts, 'time') is null then 'not_asked' end
            ))
        )
        from consistent as c
    );
end;
$$;

comment on function core.score_statistics is $$
Figures of the scores of a quiz in percent of the points possible, not raised to 0, by the formulas of Moodle's page
"Quiz statistics calculations": mean, median, deviation (standard deviation of a sample), skewness, kurtosis,
consistency (the coefficient of internal consistency, which is Cronbach's alpha in percent), error_ratio and
standard_error. median_seconds is that of the time taken, from a histogram whose steps are 1 % wide. Null with a reason:
not_asked, one_attempt, two_attempts and three_attempts are too few; equal_scores; one_question; questions_differ: not
all attempts had the same versions of questions with marks.
> select core.score_statistics(null, '{}', '{}') -> 'mean'
null
$$;
