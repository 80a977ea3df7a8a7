create or replace function core.draft_cloze(
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select jsonb_build_object('gaps', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'kind', gap.kind,
        'weight', nullif((gap.key -> 'weight')::numeric, 1),
        'answers', core.draft_answers(gap.kind, gap.key),
        'case_sensitive', nullif((gap.key -> 'case_sensitive')::boolean, false),
        'forgives', gap.key -> 'forgives',
        'choices', core.draft_choices(gap.kind, core.drawn_choices(
            gap.choices, array(select jsonb_array_elements_text(gap.key -> 'order'))
        ), gap.key)
    )) order by gap.n))
    from (
        select
            listed.n,
            (listed.gap ->> 'kind')::core.question_kind as kind,
            coalesce(listed.gap -> 'choices', '[]') as choices,
            key -> 'gaps' -> (listed.gap ->> 'id') as key
        from jsonb_array_elements(display -> 'gaps') with ordinality as listed (gap, n)
    ) as gap
);

comment on function core.draft_cloze is $$
The gaps of a cloze in the form of its draft.
> select core.draft_cloze('{"gaps": [{"id": "1", "kind": "short_text"}]}',
>   '{"gaps": {"1": {"kind": "short_text", "weight": 2, "answers": [{"text": "Rome", "weight": 1}]}}}')
{"gaps": [{"kind": "short_text", "weight": 2, "answers": [{"text": "Rome"}]}]}
$$;
