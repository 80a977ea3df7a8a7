create or replace function core.number_fault(given jsonb) returns text
language sql immutable parallel safe
return case
    when core.read_number(given) is not null then null
    when jsonb_typeof(given) <> 'string' or trim(given #>> '{}') = '' or length(given #>> '{}') > 100
        then 'The response must be a number.'
    when core.typed_text(given #>> '{}') ~ '^[+-]?\d{1,3},\d{3}$' then format(
        '%s can be read in two ways. Write %s or %s.',
        given, replace(core.typed_text(given #>> '{}'), ',', ''), replace(core.typed_text(given #>> '{}'), ',', '.')
    )
    when core.plain_number(given #>> '{}') is null
        then format('%s can be read in two ways. Write it without separators of thousands.', given)
    when core.typed_text(given #>> '{}') ~ '^[+-]?\d+ \d+/\d+$'
        then format('%s has a whole part and a fraction. Write it with a decimal point.', given)
    else format('%s is not a number. Write only the number, such as 12.5 or 6.02e23.', given)
end;

comment on function core.number_fault is $$
Why a response can't be read as a number, as a sentence; null if it can.
> select core.number_fault('"1,234"')
"1,234" can be read in two ways. Write 1234 or 1.234.
> select core.number_fault('"0x4D2"')
"0x4D2" is not a number. Write only the number, such as 12.5 or 6.02e23.
> select core.number_fault('"3½"')
"3½" has a whole part and a fraction. Write it with a decimal point.
> select core.number_fault('"1/2"')
null
$$;
