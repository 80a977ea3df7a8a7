create or replace function core.canonical_code(written text) returns text
language sql immutable parallel safe
return translate(regexp_replace(upper(normalize(written, nfkc)), '[^0-9A-Z]', '', 'g'), 'BGNSUZ', '86M5V2');

comment on function core.canonical_code is $$
A room code as it is stored, however it was written: case, spaces and hyphens are forgiven, and the letters that no
code has stand for what they look or sound like (S 5, B 8, N M).
> select core.canonical_code(' 7k-s 3nx ')
7K53MX
$$;
