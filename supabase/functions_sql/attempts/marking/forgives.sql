create or replace function core.forgives(key jsonb   -- of a short_text question
) returns text[]
language sql immutable parallel safe
return case
    when key ? 'forgives' then array(select jsonb_array_elements_text(key -> 'forgives'))
    else '{accents}'
end;

comment on function core.forgives is $$
What the marking of texts forgives besides case: of accents, letters, punctuation. Accents, if the author says nothing.
> select core.forgives('{}'), core.forgives('{"forgives": []}')
{accents} | {}
$$;
