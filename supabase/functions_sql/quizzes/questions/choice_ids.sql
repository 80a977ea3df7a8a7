create or replace function core.choice_ids(
    texts text[],
    known jsonb   -- [{"id", "text"}]: the choices of the version before
) returns text[]
language sql immutable parallel safe
return (
    with given as (
        select
            listed.n,
            (
                select before.choice ->> 'id'
                from jsonb_array_elements(known) as before (choice)
                where before.choice ->> 'text' = listed.words
            ) as id
        from unnest(texts) with ordinality as listed (words, n)
    ),

    fresh as (
        -- otherwise the letters would show, even after shuffling, which choice the author wrote first
        select listed.n, row_number() over (order by sha256(convert_to(listed.words, 'UTF8')), listed.n) as turn
        from unnest(texts) with ordinality as listed (words, n)
        inner join given on listed.n = given.n
        where given.id is null
    ),

    free as (
        select letters.id, row_number() over (order by letters.n) as turn
        from (
            select n, case when n < 26 then '' else chr(96 + n / 26) end || chr(97 + n % 26) as id
            from generate_series(0, 701) as n
        ) as letters
        where not exists (select from given where given.id = letters.id)
    )

    select array_agg(coalesce(given.id, free.id) order by given.n)
    from given
    left join fresh on given.n = fresh.n
    left join free on fresh.turn = free.turn
);

comment on function core.choice_ids is $$
Ids for choices: texts of the previous version keep their ids; the others get the first free letters, in the order of a
hash of their texts, so that an id does not show where the author put its choice.
> select core.choice_ids('{Rome,Paris,Bonn}', '[{"id": "a", "text": "Oslo"}, {"id": "b", "text": "Paris"}]')
{c,b,a}
$$;
