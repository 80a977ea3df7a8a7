create or replace function core.quiz_words(
    title text,
    tags text[],
    description text,
    language text
) returns tsvector
language sql immutable parallel safe
return core.title_words(concat_ws(' ', title, array_to_string(tags, ' ')))
|| to_tsvector(
    core.search_config(language), core.fold_case(concat_ws(' ', title, array_to_string(tags, ' '), description))
);

comment on function core.quiz_words is $$
What a search finds of a quiz: title and tags by their words, and with the description by their stems.
> select core.quiz_words('Rivers', '{water}', 'Of Europe', 'en')
'europ':6 'river':3 'rivers':1A 'water':2A,4
$$;
