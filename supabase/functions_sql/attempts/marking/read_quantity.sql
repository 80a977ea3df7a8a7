create or replace function core.read_quantity(
    given jsonb,         -- a number, or a text such as "5 km", "1 000 m", "6.02e23/mol"
    out number numeric,  -- null: it does not begin with one
    out unit text        -- as core.compared_unit writes it; '' if there is none
)
language sql immutable parallel safe
return (
    select row(core.read_number(to_jsonb(trim(parts[1]))), core.compared_unit(parts[2]))
    from coalesce(
        regexp_match(
            left(core.typed_text(given #>> '{}'), 200),
            '^([+-]?[0-9.,](?:[0-9 .,'']|/(?=[0-9]))*(?:[eE][+-]?[0-9]+(?![0-9]))?'
            || '(?: ?[·×x*] ?10\^[+-]?[0-9]+)?)(.*)$'
        ),
        array['', given #>> '{}']
    ) as parts
);

comment on function core.read_quantity is $$
A number and the unit behind it. Numbers are read as core.read_number reads them.
> select * from core.read_quantity('"1 000,5 km"')
1000.5 | km
> select * from core.read_quantity('"1/2 m²"')
0.50000000000000000000 | m^2
> select * from core.read_quantity('5')
5 | 
$$;
