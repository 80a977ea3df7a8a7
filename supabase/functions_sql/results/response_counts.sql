create or replace function core.response_counts(
    kind core.question_kind,
    choices jsonb,         -- [{"id", "text"}]
    responses jsonb[],
    size integer           -- the longest list of texts, numbers or orders
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('single_choice', 'multiple_choice', 'true_false', 'poll') then (
        select jsonb_object_agg(choice.value ->> 'id', (
            select count(*) from unnest(responses) as given (response) where given.response ? (choice.value ->> 'id')
        ))
        from jsonb_array_elements(choices) as choice (value)
    )
    else (
        select coalesce(jsonb_agg(
            jsonb_build_object('response', top.response, 'count', top.times) order by top.times desc, top.response asc
        ), '[]')
        from (
            select mode() within group (order by given.response) as response, count(*) as times
            from unnest(responses) as given (response)
            group by case kind
                when 'short_text' then to_jsonb(core.compared_text(given.response #>> '{}'))
                when 'numeric' then to_jsonb(trim_scale(core.read_number(given.response)))
                else given.response
            end
            order by count(*) desc, mode() within group (order by given.response)
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
