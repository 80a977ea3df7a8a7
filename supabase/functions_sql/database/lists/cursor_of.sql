create or replace function core.cursor_of(variadic place text[]) returns text
language sql immutable parallel safe
return translate(encode(convert_to(to_jsonb(place)::text, 'UTF8'), 'base64'), E'+/=\n', '-_');

comment on function core.cursor_of is $$
The cursor of a row in a list, which the client sends to get the rows after it: the values that the row is sorted by, as
one text. core.read_cursor reads it.
> select core.cursor_of('7', 'b')
WyI3IiwgImIiXQ
$$;
