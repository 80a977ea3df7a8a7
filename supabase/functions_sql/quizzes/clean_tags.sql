create or replace function core.clean_tags(tags text[]) returns text[]
language sql immutable parallel safe
return array(
    select cleaned.tag
    from (
        select
            core.fold_case(core.clean_name(given.tag)) as tag,
            min(given.n) as n
        from unnest(tags) with ordinality as given (tag, n)
        group by core.fold_case(core.clean_name(given.tag))
    ) as cleaned
    where cleaned.tag is not null
    order by cleaned.n
);

comment on function core.clean_tags is $$
Tags as they are stored: in lower case, as single lines, each once, without empty ones.
> select core.clean_tags('{" Grade 7",Biology,"",biology}')
{"grade 7",biology}
$$;
