create or replace function core.field_place(
    place text,    -- of what has the field, such as 'Question 4: '
    field text
) returns text
language sql immutable parallel safe
return place || case when position('_' in field) > 0 then format('“%s”', field) else field end;

comment on function core.field_place is $$
The place of a field, as the beginning of a sentence for people. A name that is no word is in quotes.
> select core.field_place('Question 4: ', 'points'), core.field_place('', 'time_limit_ms')
Question 4: points | “time_limit_ms”
$$;

grant execute on function core.field_place to authenticator;
