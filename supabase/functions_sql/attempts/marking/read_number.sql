create or replace function core.read_number(
    given jsonb   -- a number, or a text such as "3,14", "1 000 000", "−2", "6.02e23", "6.02·10²³", "1/2"
) returns numeric
language sql immutable parallel safe
return case
    when jsonb_typeof(given) = 'number' and length(given::text) <= 100 then given::numeric
    when jsonb_typeof(given) = 'string' and length(given #>> '{}') <= 100 then (
        select case
            when written.plain ~ '^[+-]?\d{1,18}/0*[1-9]\d{0,17}$'
                then split_part(written.plain, '/', 1)::numeric / split_part(written.plain, '/', 2)::numeric
            when written.plain ~ '^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$' then written.plain::numeric
        end
        from (select core.plain_number(given #>> '{}') as plain) as written
    )
end;

comment on function core.read_number is $$
The number in a response, or null if there is none or it can be read in two ways (core.number_fault says which). A comma
is a decimal point, unless it could stand between thousands; spaces and apostrophes between thousands are allowed. The
number is finite, never NaN.
> select core.read_number('"3,14"'), core.read_number('-2'), core.read_number('"1 000 000"'), core.read_number('"ten"')
3.14 | -2 | 1000000 | null
> select core.read_number('"1,234"'), core.read_number('"0,125"'), core.read_number('"½"'),
>   core.read_number('"6.02·10²³"')
null | 0.125 | 0.50000000000000000000 | 602000000000000000000000
$$;
