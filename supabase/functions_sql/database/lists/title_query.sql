create or replace function core.title_query(q text) returns tsquery
language sql immutable parallel safe
return (
    nullif(
        plainto_tsquery('simple'::regconfig, regexp_replace(core.sort_key(q), '[!-/:-@[-`{-~]+', ' ', 'g'))::text, ''
    ) || ':*A'
)::tsquery;

comment on function core.title_query is $$
Finds titles with all of these words, the last of which may still be incomplete. Null if there are none.
> select core.title_query('Été fin'), core.title_query('?!')
'ete' & 'fin':*A | null
$$;
