create or replace function core.tidy_name(written text) returns text
language sql immutable parallel safe
return trim(regexp_replace(normalize(coalesce(written, ''), nfkc), '\s+', ' ', 'g'));

comment on function core.tidy_name is $$
The name of a player or a team as it is shown: in NFKC, without spaces around it, with single spaces within.
> select core.tidy_name('  Ａnn   B ')
Ann B
$$;
