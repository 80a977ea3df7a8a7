create or replace function core.mark_slider(
    key jsonb,        -- {"value", "tolerance", "partial_within"?}
    response jsonb
) returns numeric
language sql immutable parallel safe
return (
    select case
        when far.distance <= far.tolerance then 1
        when far.distance < far.partial_within
            then 1 - (far.distance - far.tolerance) / (far.partial_within - far.tolerance)
        else 0
    end
    from (
        select
            abs(core.read_number(response) - (key ->> 'value')::numeric) as distance,
            (key ->> 'tolerance')::numeric as tolerance,
            (key ->> 'partial_within')::numeric as partial_within
    ) as far
);

comment on function core.mark_slider is $$
The mark of a value on a slider: 1 within the tolerance. With partial_within, it falls evenly from there to 0 at that
distance from the right value.
> select core.mark_slider('{"value": 50, "tolerance": 2, "partial_within": 12}', '52'),
>   round(core.mark_slider('{"value": 50, "tolerance": 2, "partial_within": 12}', '45'), 2),
>   core.mark_slider('{"value": 50, "tolerance": 2}', '45')
1 | 0.70 | 0
$$;
