create or replace function core.word_counts(
    responses jsonb[],     -- a word or a list of words each
    times bigint[],        -- how often each of them was given; null: once
    size integer           -- how many words at most
) returns jsonb
language sql immutable parallel safe
return (
    select core.most_given(
        'word_cloud',
        array_agg(to_jsonb(listed.word) order by listed.place),
        array_agg(listed.times order by listed.place),
        size
    )
    from (
        -- who gives a word twice is one person
        select distinct on (given.place, core.compared_text(one.word))
            one.word, coalesce(given.times, 1) as times, given.place
        from unnest(responses, times) with ordinality as given (response, times, place)
        cross join lateral jsonb_array_elements_text(case
            when jsonb_typeof(given.response) = 'array' then given.response else jsonb_build_array(given.response)
        end) as one (word)
        where given.response is not null
        order by given.place, core.compared_text(one.word), one.word
    ) as listed
);

comment on function core.word_counts is $$
How many people gave each word, the most frequent words first. Words that differ in case or accents only are one.
> select core.word_counts(array['["Tea", "tea"]', '"TEA"', '["Coffee", "Tea"]']::jsonb[], null, 10)
[{"count": 3, "response": "Tea"}, {"count": 1, "response": "Coffee"}]
$$;
