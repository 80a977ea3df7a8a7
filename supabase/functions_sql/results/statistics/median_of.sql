create or replace function core.median_of(counts core.quiz_counts[], asked_axis core.quiz_axis) returns numeric
language sql immutable parallel safe
return (
    select avg(placed.bucket)
    from (
        select
            c.bucket,
            sum(c.n) over (order by c.bucket) as upto,
            c.n,
            sum(c.n) over () as of_all
        from unnest(counts) as c
        where c.axis = asked_axis
    ) as placed
    -- the one in the middle, or the two: places (n + 1) / 2 and (n + 2) / 2, rounded down
    cross join lateral (values ((placed.of_all + 1) / 2), ((placed.of_all + 2) / 2)) as middle (place)
    where floor(middle.place) > placed.upto - placed.n and floor(middle.place) <= placed.upto
);

comment on function core.median_of is $$
The median of a histogram, as a bucket: the mean of both, if there are two in the middle. Null without attempts.
> select core.median_of(array[jsonb_populate_record(null::core.quiz_counts, '{"axis": "score", "bucket": 10, "n": 1}'),
>   jsonb_populate_record(null::core.quiz_counts, '{"axis": "score", "bucket": 20, "n": 1}')], 'score')
15.0000000000000000
$$;
