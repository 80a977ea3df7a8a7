create or replace function core.entry_noun(list text) returns text
language sql immutable parallel safe
return case list when 'rubric' then 'criterion' when 'pages' then 'page range' else rtrim(list, 's') end;

comment on function core.entry_noun is $$
What an entry of a list is called in a sentence for people.
> select core.entry_noun('choices'), core.entry_noun('rubric')
choice | criterion
$$;
