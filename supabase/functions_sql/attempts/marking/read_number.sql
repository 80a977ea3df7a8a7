create or replace function core.read_number(
    given jsonb   -- a number, or a text such as "3,14", "1 000 000", "−2", "6.02e23"
) returns numeric
language sql immutable parallel safe
return case
    when jsonb_typeof(given) = 'number' and length(given::text) <= 100 then given::numeric
    when jsonb_typeof(given) = 'string' and length(given #>> '{}') <= 100 then
        substring(
            regexp_replace(
                translate(normalize(given #>> '{}', nfkc), '−,', '-.'),
                '(?<=\d)[\s''](?=\d{3}(?!\d))', '', 'g'
            ),
            '^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?)\s*$'
        )::numeric
end;

comment on function core.read_number is $$
The number in a response, or null if there is none. A comma is a decimal point; spaces between thousands are allowed.
The number is finite, never NaN.
> select core.read_number('"3,14"'), core.read_number('-2'), core.read_number('"1 000 000"'), core.read_number('"ten"')
3.14 | -2 | 1000000 | null
$$;
