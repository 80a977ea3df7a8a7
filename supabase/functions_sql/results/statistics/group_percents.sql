create or replace function core.group_percents(
    counts core.question_counts[],    -- of one question, by score
    people core.quiz_counts[],        -- of the quiz
    points numeric,                   -- of the question
    out upper numeric,
    out lower numeric
)
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    with steps as (
        select
            core.whole_percent(p.bucket, 1000000) as bucket,
            sum(p.n) as n
        from unnest(people) as p
        where p.axis = 'score'
        group by 1
    ),

    -- how much of each step is among the best and the weakest 27 %
    parts as (
        select
            s.bucket,
            greatest(0, least(s.n, 0.27 * sum(s.n) over () - (
                sum(s.n) over (order by s.bucket desc) - s.n
            ))) / s.n as of_upper,
            greatest(0, least(s.n, 0.27 * sum(s.n) over () - (
                sum(s.n) over (order by s.bucket) - s.n
            ))) / s.n as of_lower
        from steps as s
        where s.n > 0
    )

    select
        100 * sum(p.of_upper * c.points) / nullif(sum(p.of_upper * c.n) * group_percents.points, 0),
        100 * sum(p.of_lower * c.points) / nullif(sum(p.of_lower * c.n) * group_percents.points, 0)
    into upper, lower
    from unnest(counts) as c
    inner join parts as p on p.bucket = c.bucket;
end;
$$;

comment on function core.group_percents is $$
The mean mark of a question in percent of its points among the 27 % of attempts with the highest scores (upper), and
among the 27 % with the lowest (lower). Scores are compared in whole percents; where the limit lies within a step, its
attempts count in proportion, so that nothing depends on the order of equals. Null: nobody there has a mark.
> select round(upper), round(lower) from core.group_percents(
>   array[jsonb_populate_record(null::core.question_counts, '{"bucket": 0, "n": 5, "points": 0}'),
>     jsonb_populate_record(null::core.question_counts, '{"bucket": 100, "n": 5, "points": 5}')],
>   array[jsonb_populate_record(null::core.quiz_counts, '{"axis": "score", "bucket": 0, "n": 5}'),
>     jsonb_populate_record(null::core.quiz_counts, '{"axis": "score", "bucket": 1000000, "n": 5}')], 1)
100 | 0
$$;
