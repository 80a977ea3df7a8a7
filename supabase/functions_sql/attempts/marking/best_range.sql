create or replace function core.best_range(
    ranges jsonb,     -- [{"min", "max", "weight", "feedback"?}]
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select listed.range
    from jsonb_array_elements(ranges) with ordinality as listed (range, place)
    where core.read_number(response) between (listed.range ->> 'min')::numeric and (listed.range ->> 'max')::numeric
    order by (listed.range ->> 'weight')::numeric desc, listed.place
    limit 1
);

comment on function core.best_range is $$
The range that a number lies in; if it lies in several, the one that earns most. Both ends belong to a range. Null if it
lies in none.
> select core.best_range('[{"min": 3, "max": 4, "weight": 0.5}, {"min": 3.1, "max": 3.2, "weight": 1}]',
>   '"3,14"') ->> 'weight'
1
> select core.best_range('[{"min": 3, "max": 4, "weight": 1}]', '4.01')
null
$$;
