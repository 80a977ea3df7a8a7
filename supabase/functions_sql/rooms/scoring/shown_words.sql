create or replace function core.shown_words(
    words jsonb,           -- [{"response": word, "count"}]
    hidden text[],         -- as core.compared_text writes them
    filtered boolean       -- whether the profanity filter is on
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(listed.word order by listed.place), '[]')
    from jsonb_array_elements(words) with ordinality as listed (word, place)
    where core.compared_text(listed.word ->> 'response') <> all (hidden)
        and not (filtered and core.is_blocked(listed.word ->> 'response'));
$$;

comment on function core.shown_words is $$
The words of a word cloud that may be shown.
> select core.shown_words('[{"response": "Tea", "count": 2}, {"response": "Coffee", "count": 1}]', '{coffee}', false)
[{"count": 2, "response": "Tea"}]
$$;
