create or replace function core.right_answer(
    kind core.question_kind,
    choices jsonb,    -- [{"id", "text"}]
    key jsonb         -- as in core.questions.key
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('single_choice', 'true_false', 'multiple_choice') then (
        select coalesce(jsonb_agg(choice.value -> 'id' order by choice.place), '[]')
        from jsonb_array_elements(choices) with ordinality as choice (value, place)
        where (key -> 'weights' ->> (choice.value ->> 'id'))::numeric >= case
            when kind = 'multiple_choice' then 0.000001
            else (select max(listed.weight::numeric) from jsonb_each_text(key -> 'weights') as listed (id, weight))
        end
    )
    when kind = 'numeric' then (
        select jsonb_agg(listed.range - '{weight,feedback}'::text[] order by listed.place)
        from jsonb_array_elements(key -> 'ranges') with ordinality as listed (range, place)
        where (listed.range ->> 'weight')::numeric = (
            select max((every.range ->> 'weight')::numeric) from jsonb_array_elements(key -> 'ranges') as every (range)
        )
    )
    when kind = 'slider' then core.slider_answer(key)
    when kind = 'short_text' then (
        select jsonb_agg(listed.answer -> 'text' order by listed.place)
        from jsonb_array_elements(key -> 'answers') with ordinality as listed (answer, place)
        where (listed.answer ->> 'weight')::numeric = (
            select max((every.answer ->> 'weight')::numeric)
            from jsonb_array_elements(key -> 'answers') as every (answer)
        )
    )
    when kind = 'ordering' then key -> 'order'
    when kind = 'matching' then key -> 'matches'
end;

comment on function core.right_answer is $$
The right answer as reviews show it: a list of choice ids, of ranges {"min", "max", "value"?}, of accepted texts, of
all choice ids in the right order, or an object of choice ids by item ids. null for a poll.
> select core.right_answer('multiple_choice', '[{"id": "a"}, {"id": "b"}, {"id": "c"}]',
>   '{"weights": {"a": 0.5, "b": -1, "c": 0.5}}')
["a", "c"]
> select core.right_answer('numeric', '[]',
>   '{"ranges": [{"min": 3, "max": 4, "weight": 1}, {"min": 0, "max": 9, "weight": 0.2}]}')
[{"max": 4, "min": 3}]
> select core.right_answer('short_text', '[]',
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "Roma", "weight": 1}]}')
["Rome", "Roma"]
$$;
