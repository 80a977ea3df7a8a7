create or replace function core.quantity_fault(
    display jsonb,    -- {"units": [name, …]}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when jsonb_typeof(response) not in ('number', 'string') or length(response #>> '{}') > 100
            then 'The response must be a number with its unit.'
        when read.number is null then coalesce(
            core.number_fault(to_jsonb(trim(replace(core.typed_text(response #>> '{}'), read.unit, '')))),
            'The response must begin with a number.'
        )
        when read.unit <> '' and not exists (
            select from jsonb_array_elements_text(display -> 'units') as offered (unit)
            where core.compared_unit(offered.unit) = read.unit
        ) then format('%s is none of the units: %s.', to_jsonb(read.unit), (
            select string_agg(offered.unit, ', ' order by offered.place)
            from jsonb_array_elements_text(display -> 'units') with ordinality as offered (unit, place)
        ))
    end
    from core.read_quantity(response) as read
);

comment on function core.quantity_fault is $$
Why a response is no number with one of the units, as a sentence; null if it is. The unit may be left out.
> select core.quantity_fault('{"units": ["km", "m"]}', '"5 kg"')
"kg" is none of the units: km, m.
> select core.quantity_fault('{"units": ["km", "m"]}', '"5,5 m"'), core.quantity_fault('{"units": ["km"]}', '5')
null | null
> select core.quantity_fault('{"units": ["km", "m"]}', '"1,234 m"')
"1,234" can be read in two ways. Write 1234 or 1.234.
$$;
