create or replace function core.right_answer(
    kind core.question_kind,
    choices jsonb,    -- [{"id", "text"}]
    key jsonb         -- as in core.questions.key
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('single_choice', 'true_false', 'multiple_choice') then core.right_choices(
        jsonb_path_query_array(choices, '$[*].id'), key -> 'weights', kind = 'multiple_choice'
    )
    when kind = 'numeric' and key ? 'units' then (
        select jsonb_agg(
            listed.range || jsonb_build_object('unit', key -> 'units' -> 0 -> 'unit') order by listed.place
        )
        from jsonb_array_elements(core.best_answers(key -> 'ranges')) with ordinality as listed (range, place)
    )
    when kind = 'numeric' then core.best_answers(key -> 'ranges')
    when kind = 'slider' then core.slider_answer(key)
    when kind = 'short_text' then core.best_answers(key -> 'answers')
    when kind = 'ordering' then key -> 'order'
    when kind = 'matching' then key -> 'matches'
    when kind = 'essay' then key -> 'rubric'
    when kind = 'cloze' then (
        select jsonb_object_agg(gap.id, case gap.key ->> 'kind'
            when 'single_choice' then core.right_choices(gap.key -> 'order', gap.key -> 'weights', false)
            else core.best_answers(coalesce(gap.key -> 'ranges', gap.key -> 'answers'))
        end)
        from jsonb_each(key -> 'gaps') as gap (id, key)
    )
end;

comment on function core.right_answer is $$
The right answer as reviews show it: a list of choice ids, of ranges {"min", "max", "value"?}, of accepted texts, of
all choice ids in the right order, or an object of choice ids by item ids; of
a cloze, an object of such lists by gap ids; of an essay, its rubric. null for a poll.
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
