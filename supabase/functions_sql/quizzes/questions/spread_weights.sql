create or replace function core.spread_weights(
    weights numeric[],
    divisor numeric     -- of the negative weights
) returns numeric[]
language sql immutable parallel safe
return (
    with parts as (
        select
            listed.n,
            listed.weight > 0 as counts,
            round(listed.weight / case
                when listed.weight > 0 then sum(greatest(listed.weight, 0)) over () else divisor
            end, 6) as part
        from unnest(weights) with ordinality as listed (weight, n)
    ),

    rounded as (
        select
            parts.n,
            parts.part,
            parts.counts and row_number() over (order by parts.part desc, parts.n asc) = 1 as takes_rest,
            1 - sum(parts.part) filter (where parts.counts) over () as rest
        from parts
    )

    select array_agg(trim_scale(part + case when takes_rest then rest else 0 end) order by n)
    from rounded
);

comment on function core.spread_weights is $$
Scales the positive weights so that they add up to exactly 1, where the largest takes the rounding error, and divides
the negative ones by divisor.
> select core.spread_weights('{1,1,-1,1}', 3)
{0.333334,0.333333,-0.333333,0.333333}
> select core.spread_weights('{0.5,0.5,-1,0}', 1)
{0.5,0.5,-1,0}
$$;
