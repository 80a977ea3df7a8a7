create or replace function core.credits(hundredths bigint) returns numeric
language sql immutable parallel safe
return round(hundredths / 100.0, 2);

comment on function core.credits is $$
Hundredths of a credit, converted to credits.
> select core.credits(1040)
10.40
$$;
