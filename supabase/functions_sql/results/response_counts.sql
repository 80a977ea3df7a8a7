create or replace function core.response_counts(
    kind core.question_kind,
    choices jsonb,         -- [{"id", "text"}]
    responses jsonb[],
    size integer,          -- the longest list of texts, numbers or orders
    times bigint[] default null   -- how often each of the responses was given; null: once
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
    else (
        select coalesce(jsonb_agg(
            jsonb_build_object('response', top.response, 'count', top.times) order by top.times desc, top.response asc
        ), '[]')
        from (
            select (array_agg(spelt.response order by spelt.times desc, spelt.response asc))[1] as response,
                sum(spelt.times) as times
            from (
                select given.response, sum(coalesce(given.times, 1)) as times
                from unnest(responses, times) as given (response, times)
                where given.response is not null
                group by given.response
            ) as spelt
            group by core.counted_response(kind, spelt.response)
            order by sum(spelt.times) desc, response asc
            limit size
        ) as top
    )
end;

comment on function core.response_counts is $$
How often each response was given: {choice id: times} for choices and polls; for texts, numbers and orders a list of the
most frequent, in their most frequent spelling.
> select core.response_counts('single_choice', '[{"id": "a"}, {"id": "b"}]', array['["a"]', '["a"]']::jsonb[], 10)
{"a": 2, "b": 0}
> select core.response_counts('short_text', '[]', array['"Rome"', '"rome "', '"Rome"', '"Oslo"']::jsonb[], 10)
[{"count": 3, "response": "Rome"}, {"count": 1, "response": "Oslo"}]
$$;
