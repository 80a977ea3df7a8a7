create or replace function core.forgiving_text(words text) returns text
language sql immutable parallel safe
return core.fold_case(core.plain_text(words));

comment on function core.forgiving_text is $$
A text in the form in which texts are compared when case, accents, spaces and typographic quotes do not matter.
> select core.forgiving_text('  São   PAULO '), core.forgiving_text('l’été') = core.forgiving_text('L''Ete')
sao paulo | t
$$;
