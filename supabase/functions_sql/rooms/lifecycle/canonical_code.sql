create or replace function core.canonical_code(written text) returns text
language sql immutable parallel safe
return translate(regexp_replace(upper(normalize(written, nfkc)), '[^0-9A-Z]', '', 'g'), 'BGNSUZ', '86M5V2');

comment on function core.canonical_code is $$
A room code in its stored form. Upper and lower case, spaces and hyphens make no difference. Letters that no code
contains are replaced by the character that they look or sound like (S by 5, B by 8, N by M).
> select core.canonical_code(' 7k-s 3nx ')
7K53MX
$$;

grant execute on function core.canonical_code to authenticator;
