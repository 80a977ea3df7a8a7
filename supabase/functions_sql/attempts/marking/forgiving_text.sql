create or replace function core.forgiving_text(words text) returns text
language sql immutable parallel safe
return core.fold_case(core.plain_text(words));

comment on function core.forgiving_text is $$
What two texts are compared by where case, accents, spaces and typographic quotes are forgiven.
> select core.forgiving_text('  São   PAULO '), core.forgiving_text('l’été') = core.forgiving_text('L''Ete')
sao paulo | t
$$;
