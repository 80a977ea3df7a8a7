create or replace function core.highest_product(counts core.question_counts[]) returns numeric
language sql immutable parallel safe
return (
    with steps as (
        select
            c.axis,
            c.points / c.n as value,
            sum(c.n) over (partition by c.axis order by c.bucket) as upto,
            c.n
        from unnest(counts) as c
        where c.n > 0 and c.axis in ('mark', 'rest')
    )

    select sum((least(m.upto, r.upto) - greatest(m.upto - m.n, r.upto - r.n)) * m.value * r.value)
    from steps as m
    inner join steps as r on r.axis = 'rest' and r.upto - r.n < m.upto and r.upto > m.upto - m.n
    where m.axis = 'mark'
);

comment on function core.highest_product is $$
The sum of the products of marks and rests if the highest mark went with the highest rest, and so on: what it could be
at most. Rests are those of their steps of a whole percent, on average.
> select trim_scale(core.highest_product(array[
>   jsonb_populate_record(null::core.question_counts, '{"axis": "mark", "bucket": 0, "n": 1, "points": 0}'),
>   jsonb_populate_record(null::core.question_counts, '{"axis": "mark", "bucket": 1, "n": 1, "points": 1}'),
>   jsonb_populate_record(null::core.question_counts, '{"axis": "rest", "bucket": 50, "n": 1, "points": 2}'),
>   jsonb_populate_record(null::core.question_counts, '{"axis": "rest", "bucket": 75, "n": 1, "points": 3}')]))
3
$$;
