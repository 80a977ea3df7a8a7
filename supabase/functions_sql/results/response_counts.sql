create or replace function core.response_counts(
    kind core.question_kind,
    choices jsonb,         -- [{"id", "text"}]
    responses jsonb[],
    size integer,          -- the longest list of texts, numbers or orders
    times bigint[] default null,  -- how often each of the responses was given; null: once
    display jsonb default '{}'    -- as in core.questions.display
) returns jsonb
language sql immutable parallel safe
return case
    when core.is_counted_by_choice(kind) then (
        select jsonb_object_agg(choice.value ->> 'id', (
            select coalesce(sum(coalesce(given.times, 1)), 0)
            from unnest(responses, times) as given (response, times)
            where given.response ? (choice.value ->> 'id')
        ))
        from jsonb_array_elements(choices) as choice (value)
    )
    when core.is_marked_by_hand(kind) then '[]'   -- long texts, each its own
    when kind = 'word_cloud' then core.word_counts(responses, times, 10 * size)
    when display ?| '{items,gaps}' then (
        select jsonb_object_agg(part.value ->> 'id', core.most_given(
            (part.value ->> 'kind')::core.question_kind,
            array(select given.response -> (part.value ->> 'id') from unnest(responses) as given (response)),
            times,
            size
        ))
        from jsonb_array_elements(coalesce(display -> 'items', display -> 'gaps')) as part (value)
    )
    else core.most_given(kind, responses, times, size)
end;

comment on function core.response_counts is $$
How often each response was given: {choice id: times} for choices and polls; for texts, numbers and orders a list of the
most frequent, in their most frequent spelling; for what has parts, such a list for each part; for a
word cloud, a list of words, ten times as long; for essays, which are read one by one, an empty list.
> select core.response_counts('single_choice', '[{"id": "a"}, {"id": "b"}]', array['["a"]', '["a"]']::jsonb[], 10)
{"a": 2, "b": 0}
> select core.response_counts('short_text', '[]', array['"Rome"', '"rome "', '"Oslo"']::jsonb[], 10) -> 0
{"count": 2, "response": "Rome"}
> select core.response_counts('matching', '[]', array['{"a": "c", "b": "d"}', '{"a": "c"}']::jsonb[], 10,
>   display => '{"items": [{"id": "a"}, {"id": "b"}]}')
{"a": [{"count": 2, "response": "c"}], "b": [{"count": 1, "response": "d"}]}
$$;
