create or replace function core.sort_key(words text) returns text
language sql immutable parallel safe
return core.compared_text(words, forgives => '{letters}');

comment on function core.sort_key is $$
What a text is sorted by, and compared with in a search: in lower case and without accents.
> select core.sort_key('Élan vital'), core.sort_key('Año')
elan vital | ano
$$;
