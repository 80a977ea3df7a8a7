create or replace function core.place_words(place text) returns text   -- a JSON Pointer
language sql immutable parallel safe
return (
    with parts as (
        select
            listed.part,
            listed.n,
            lag(listed.part) over (order by listed.n) as list,
            lead(listed.part) over (order by listed.n) as entry
        from string_to_table(substr(place, 2), '/') with ordinality as listed (part, n)
        where place <> ''
    ),

    words as (
        select n, case
            when part ~ '^\d+$' then core.entry_noun(list) || ' ' || part::bigint + 1
            else core.field_words(part)
        end as words
        from parts
        where part ~ '^\d+$' or entry is null or entry !~ '^\d+$'
    )

    select coalesce(
        string_agg(case when n = 2 then upper(left(words, 1)) || substr(words, 2) else words end, ', ' order by n)
        || ': ', ''
    )
    from words
);

comment on function core.place_words is $$
A place in a request, as the beginning of a sentence for people.
> select core.place_words('/questions/3') || 'it must be an object.'
Question 4: it must be an object.
> select core.place_words('/questions/3/choices/0') || 'text is missing or empty.'
Question 4, choice 1: text is missing or empty.
> select core.place_words('/rubric/1/levels/0') || 'it must be an object.', core.place_words('') = ''
Criterion 2, level 1: it must be an object. | t
$$;

grant execute on function core.place_words to authenticator;
