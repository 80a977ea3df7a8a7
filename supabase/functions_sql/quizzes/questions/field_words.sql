create or replace function core.field_words(field text) returns text
language sql immutable parallel safe
return case when position('_' in field) > 0 then format('“%s”', field) else field end;

comment on function core.field_words is $$
A field in a sentence for people. A name that is no word is in quotes.
> select core.field_words('points'), core.field_words('time_limit_ms')
points | “time_limit_ms”
$$;

grant execute on function core.field_words to authenticator;
