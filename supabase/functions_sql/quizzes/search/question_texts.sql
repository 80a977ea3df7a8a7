create or replace function core.question_texts(question core.questions) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(found.value #>> '{}', ' ')
    from jsonb_path_query(
        jsonb_build_array(question.choices, question.display, question.key), 'strict $.**?(exists(@.text)).text'
    ) as found (value);
$$;

comment on function core.question_texts is $$
What a question says besides its prompt: its choices, items, gaps, accepted answers and rubric.
> select core.question_texts(jsonb_populate_record(null::core.questions, '{"choices": [{"id": "a", "text": "Rome"}]}'))
Rome
$$;
