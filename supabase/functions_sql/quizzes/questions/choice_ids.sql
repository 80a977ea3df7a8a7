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
        -- letters in the order of writing would say which choice the author wrote first, however they are shuffled
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
Ids for choices: a text that was there before keeps its own, the others get the first free letters,
by a hash of their texts, so that no id tells where its choice stood.
> select core.choice_ids('{Rome,Paris,Bonn}', '[{"id": "a", "text": "Oslo"}, {"id": "b", "text": "Paris"}]')
{c,b,a}
$$;
