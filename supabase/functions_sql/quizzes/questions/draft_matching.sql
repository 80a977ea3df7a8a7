create or replace function core.draft_matching(
    choices jsonb,
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'pairs', (
        select jsonb_agg((listed.item - 'id') || jsonb_build_object('match', (
            select choice -> 'text' from jsonb_array_elements(choices) as choice
            where choice -> 'id' = key -> 'matches' -> (listed.item ->> 'id')
        )) order by listed.n)
        from jsonb_array_elements(display -> 'items') with ordinality as listed (item, n)
    ),
    'distractors', (
        select jsonb_agg(listed.choice -> 'text' order by listed.n)
        from jsonb_array_elements(choices) with ordinality as listed (choice, n)
        where not exists (
            select from jsonb_each(key -> 'matches') as matched (item, choice)
            where matched.choice = listed.choice -> 'id'
        )
    )
);

comment on function core.draft_matching is $$
The pairs and distractors of a matching, in the form of its draft.
> select core.draft_matching('[{"id": "a", "text": "Rome"}, {"id": "b", "text": "Bonn"}, {"id": "c", "text": "Paris"}]',
>   '{"items": [{"id": "a", "text": "France"}, {"id": "b", "text": "Italy"}]}', '{"matches": {"a": "c", "b": "a"}}')
{"pairs": [{"text": "France", "match": "Paris"}, {"text": "Italy", "match": "Rome"}], "distractors": ["Bonn"]}
$$;
