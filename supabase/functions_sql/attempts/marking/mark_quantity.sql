create or replace function core.mark_quantity(
    key jsonb,        -- {"ranges", "units": [{"unit", "factor"?}], "unit_required", "unit_share"}
    response jsonb
) returns numeric
language sql immutable parallel safe
return (
    select coalesce((
        core.best_range(key -> 'ranges', core.in_first_unit(key -> 'units', response)) ->> 'weight'
    )::numeric, 0) * case
        when read.unit = '' and not (key -> 'unit_required')::boolean then 1
        when exists (
            select from jsonb_array_elements(key -> 'units') as listed (value)
            where core.compared_unit(listed.value ->> 'unit') = read.unit and listed.value ? 'factor'
        ) then 1
        else 1 - (key ->> 'unit_share')::numeric
    end
    from core.read_quantity(response) as read
);

comment on function core.mark_quantity is $$
The mark of a number with its unit. A wrong unit, or a missing one that is required, costs the share of the unit; then
the number counts as one in the first unit.
> select core.mark_quantity('{"ranges": [{"min": 5, "max": 5, "weight": 1}], "units": [{"unit": "km", "factor": 1},
>   {"unit": "m", "factor": 0.001}], "unit_required": true, "unit_share": 0.25}', '"5 000 m"')
1
> select core.mark_quantity('{"ranges": [{"min": 5, "max": 5, "weight": 1}], "units": [{"unit": "km", "factor": 1},
>   {"unit": "m", "factor": 0.001}], "unit_required": true, "unit_share": 0.25}', '5')
0.75
$$;
