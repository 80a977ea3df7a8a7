create or replace function core.title_words(title text) returns tsvector
language sql immutable parallel safe
return setweight(
    to_tsvector('simple'::regconfig, regexp_replace(core.sort_key(title), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A'
);

comment on function core.title_words is $$
The words of a title or a name, of any language, for core.title_query.
> select core.title_words('L''Été: semi-final')
'ete':2A 'final':4A 'l':1A 'semi':3A
$$;
