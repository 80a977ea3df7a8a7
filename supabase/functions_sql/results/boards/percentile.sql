create or replace function core.percentile(
    rank bigint,
    equals bigint,      -- how many have this rank
    people bigint
) returns numeric
language sql immutable parallel safe
return round(100 * (people - rank + 1 - equals / 2.0) / nullif(people, 0), 2);

comment on function core.percentile is $$
The percentile rank of a place: how many percent of the people have fewer points, with half of those who have as many.
> select core.percentile(1, 1, 10), core.percentile(10, 1, 10), core.percentile(3, 4, 10)
95.00 | 5.00 | 60.00
$$;
