create or replace function core.draft_answers(
    kind core.question_kind,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case when kind in ('numeric', 'short_text') then (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', listed.answer -> 'text',
        'wildcards', listed.answer -> 'wildcards',
        'value', listed.answer -> 'value',
        'tolerance', case
            when listed.answer ? 'value'
                then nullif((listed.answer ->> 'max')::numeric - (listed.answer ->> 'value')::numeric, 0)
        end,
        'min', case when not listed.answer ? 'value' then listed.answer -> 'min' end,
        'max', case when not listed.answer ? 'value' then listed.answer -> 'max' end,
        'weight', nullif((listed.answer ->> 'weight')::numeric, 1),
        'feedback', listed.answer -> 'feedback'
    )) order by listed.n)
    from jsonb_array_elements(coalesce(key -> 'ranges', key -> 'answers')) with ordinality as listed (answer, n)
) end;

comment on function core.draft_answers is $$
The accepted answers of a question in the form of a draft. Null if its kind has none.
> select core.draft_answers('numeric', '{"ranges": [{"min": 3.1, "max": 3.2, "value": 3.15, "weight": 1}]}')
[{"value": 3.15, "tolerance": 0.05}]
> select core.draft_answers('short_text', '{"answers": [{"text": "Rome", "weight": 0.5}]}')
[{"text": "Rome", "weight": 0.5}]
$$;
