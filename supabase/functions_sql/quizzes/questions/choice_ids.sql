create or replace function core.choice_ids(
    texts text[],
    known jsonb   -- [{"id", "text"}]: the choices of the versions before, the newest first
) returns text[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if coalesce(known, '[]') = '[]' then   -- what follows comes to the same, and takes ten times as long
        return array(
            select core.choice_letter(turns.turn::integer - 1)
            from (
                select
                    listed.n,
                    row_number() over (order by sha256(convert_to(listed.words, 'UTF8')), listed.n) as turn
                from unnest(texts) with ordinality as listed (words, n)
            ) as turns
            order by turns.n
        );
    end if;
    return (
        with given as (
            select
                listed.n,
                (
                    select before.choice ->> 'id'
                    from jsonb_array_elements(known) with ordinality as before (choice, n)
                    where before.choice ->> 'text' = listed.words
                    order by before.n
                    limit 1
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
                select n, core.choice_letter(n) as id
                from generate_series(0, cardinality(texts) + coalesce(jsonb_array_length(known), 0)) as n
            ) as letters
            -- nor those of choices that are gone: attempts at older versions have them
            where not exists (
                select from jsonb_array_elements(known) as before (choice) where before.choice ->> 'id' = letters.id
            )
        )

        select array_agg(coalesce(given.id, free.id) order by given.n)
        from given
        left join fresh on given.n = fresh.n
        left join free on fresh.turn = free.turn
    );
end;
$$;

comment on function core.choice_ids is $$
Ids for choices: texts of earlier versions keep their ids; the others get letters that no version had, in the order of a
hash of their texts, so that an id does not show where the author put its choice.
> select core.choice_ids('{Rome,Paris,Bonn}', '[{"id": "a", "text": "Oslo"}, {"id": "b", "text": "Paris"}]')
{d,b,c}
$$;
