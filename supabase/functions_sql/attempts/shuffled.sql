create or replace function core.shuffled(
    seed text,    -- the same seed gives the same order
    ids text[]
) returns text[]
language sql immutable parallel safe
return array(
    select listed.id
    from unnest(ids) with ordinality as listed (id, place)
    order by md5(seed || ':' || listed.id), listed.place
);

comment on function core.shuffled is $$
The ids in an order that depends on the seed.
> select core.shuffled('7', '{a,b,c,d,e}')
{a,b,e,d,c}
> select core.shuffled('8', '{a,b,c,d,e}')
{a,e,c,b,d}
$$;
