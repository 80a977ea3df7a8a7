create or replace function core.plain_number(typed text) returns text
language sql immutable parallel safe
return (
    select case
        when one.number ~ '^[+-]?[1-9]\d{0,2},\d{3}$' then null   -- to some a thousand, to others one and a bit
        when one.number ~ ',.*[.,]|\..*,' then null
        else replace(one.number, ',', '.')
    end
    from (
        select regexp_replace(
            regexp_replace(core.typed_text(typed), '(?<=\d)[ ''](?=\d{3}(?!\d))', '', 'g'),
            '(?<=\d) ?[·×x*] ?10\^([+-]?\d{1,2})$', 'e\1'
        ) as number
    ) as one
);

comment on function core.plain_number is $$
A number as it was typed, with a point for the decimals, without spaces between thousands, and with e for powers of ten.
Null if its separators can be read in two ways. What is no number stays as it is.
> select core.plain_number('−1''234,5'), core.plain_number('1 234'), core.plain_number('2 × 10^5'),
>   core.plain_number('1,234')
-1234.5 | 1234 | 2e5 | null
$$;
