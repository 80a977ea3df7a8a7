create or replace function core.draft_answers(
    kind core.question_kind,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case when kind in ('numeric', 'short_text') then (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', answer -> 'text',
        'value', answer -> 'value',
        'tolerance', case
            when answer ? 'value' then nullif((answer ->> 'max')::numeric - (answer ->> 'value')::numeric, 0)
        end,
        'min', case when not answer ? 'value' then answer -> 'min' end,
        'max', case when not answer ? 'value' then answer -> 'max' end,
        'weight', nullif((answer ->> 'weight')::numeric, 1),
        'feedback', answer -> 'feedback'
    )) order by n)
    from jsonb_array_elements(coalesce(key -> 'ranges', key -> 'answers')) with ordinality as listed (answer, n)
) end;

comment on function core.draft_answers is $$
The accepted answers of a question as its draft has them. null: its kind has none.
> select core.draft_answers('numeric', '{"ranges": [{"min": 3.1, "max": 3.2, "value": 3.15, "weight": 1}]}')
[{"value": 3.15, "tolerance": 0.05}]
> select core.draft_answers('short_text', '{"answers": [{"text": "Rome", "weight": 0.5}]}')
[{"text": "Rome", "weight": 0.5}]
$$;
