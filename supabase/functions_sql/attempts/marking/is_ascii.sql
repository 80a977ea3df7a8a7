create or replace function core.is_ascii(words text) returns boolean
language sql immutable parallel safe
return octet_length(words) = char_length(words);

comment on function core.is_ascii is $$
Whether a text has ASCII characters only. Such a text has no accents, no other digits and no invisible characters, so
what compares texts need not look for them, which takes most of its time.
> select core.is_ascii('Rome'), core.is_ascii('Málaga')
t | f
$$;
