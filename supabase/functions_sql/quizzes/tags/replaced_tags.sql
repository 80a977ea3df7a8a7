create or replace function core.replaced_tags(
    tags text[],
    old text[],
    new text       -- null: none
) returns text[]
language sql immutable parallel safe
return core.clean_tags(array(
    select case when listed.tag <> all(old) then listed.tag else new end
    from unnest(tags) with ordinality as listed (tag, n)
    order by listed.n
));

comment on function core.replaced_tags is $$
Tags with one in the place of several of them, or without these.
> select core.replaced_tags('{rivers,lake,lakes}', '{lake,lakes}', 'water'), core.replaced_tags('{a,b}', '{b}', null)
{rivers,water} | {a}
$$;
