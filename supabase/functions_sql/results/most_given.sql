create or replace function core.most_given(
    kind core.question_kind,
    responses jsonb[],
    times bigint[],        -- how often each of them was given; null: once
    size integer           -- how many at most
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(
        jsonb_build_object('response', top.response, 'count', top.times) order by top.times desc, top.response asc
    ), '[]')
    from (
        select
            (array_agg(spelt.response order by spelt.times desc, spelt.response asc))[1] as response,
            sum(spelt.times) as times
        from (
            select given.response, sum(coalesce(given.times, 1)) as times
            from unnest(responses, times) as given (response, times)
            where given.response is not null
            group by given.response
        ) as spelt
        group by core.counted_response(kind, spelt.response)
        order by times desc, response asc
        limit size
    ) as top
);

comment on function core.most_given is $$
The most frequent responses, each in its most frequent spelling.
> select core.most_given('short_text', array['"Rome"', '"rome "', '"Rome"', '"Oslo"']::jsonb[], null, 10)
[{"count": 3, "response": "Rome"}, {"count": 1, "response": "Oslo"}]
$$;
