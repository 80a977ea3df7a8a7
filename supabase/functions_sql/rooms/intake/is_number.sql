create or replace function core.is_number(
    value jsonb,
    lowest numeric,
    highest numeric,
    whole boolean
) returns boolean
language sql immutable parallel safe
return case
    when jsonb_typeof(value) = 'number' then
        value::numeric between lowest and highest and not (whole and value::numeric % 1 <> 0)
    else false
end;

comment on function core.is_number is $$
Whether a JSON value is a number within these bounds, and an integer if it must be whole.
> select core.is_number('3', 1, 5, true), core.is_number('2.5', 1, 5, true), core.is_number('"3"', 1, 5, false)
t | f | f
$$;
