create or replace function core.sort_key(words text) returns text
language sql immutable parallel safe
return core.fold_case(core.plain_text(words));

comment on function core.sort_key is $$
What a text is sorted by, and compared with in a search: in lower case and without accents.
> select core.sort_key('Élan vital')
elan vital
$$;
