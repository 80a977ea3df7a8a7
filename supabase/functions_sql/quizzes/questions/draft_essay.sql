create or replace function core.draft_essay(
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'max_length', nullif((display -> 'max_length')::numeric, 5000),
    'marking_notes', key -> 'marking_notes',
    'rubric', (
        select jsonb_agg(listed.criterion - 'id' order by listed.n)
        from jsonb_array_elements(key -> 'rubric') with ordinality as listed (criterion, n)
    )
);

comment on function core.draft_essay is $$
The fields of an essay in the form of its draft.
> select core.draft_essay('{"max_length": 5000}', '{"rubric": [{"id": "1", "text": "Style", "points": 2}]}') -> 'rubric'
[{"text": "Style", "points": 2}]
$$;
