create or replace function core.in_first_unit(
    units jsonb,      -- [{"unit", "factor"?}]
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select to_jsonb(read.number * coalesce((
        select (listed.value ->> 'factor')::numeric
        from jsonb_array_elements(units) as listed (value)
        where core.compared_unit(listed.value ->> 'unit') = read.unit
    ), 1))
    from core.read_quantity(response) as read
);

comment on function core.in_first_unit is $$
The number in a response, in the first of the units. A number with a wrong unit, or with none, counts as one in it. Null
if there is none.
> select core.in_first_unit('[{"unit": "km", "factor": 1}, {"unit": "m", "factor": 0.5}]', '"4 m"')
2.0
$$;
