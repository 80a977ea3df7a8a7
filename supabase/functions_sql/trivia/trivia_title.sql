create or replace function core.trivia_title(topic text) returns text
language sql immutable parallel safe
return coalesce('Trivia: ' || initcap(topic), 'Trivia');

comment on function core.trivia_title is $$
The title of a quiz of trivia to which its owner gives none.
> select core.trivia_title('world history'), core.trivia_title(null)
Trivia: World History | Trivia
$$;
