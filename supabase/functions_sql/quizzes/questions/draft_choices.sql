create or replace function core.draft_choices(
    kind core.question_kind,
    choices jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case when kind in ('single_choice', 'multiple_choice', 'ordering', 'poll') then (
    with listed as (
        select
            c.n,
            c.choice,
            (key -> 'weights' ->> (c.choice ->> 'id'))::numeric as weight,
            array_position(array(select jsonb_array_elements_text(key -> 'order')), c.choice ->> 'id') as place
        from jsonb_array_elements(choices) with ordinality as c (choice, n)
    ),

    shorthand as (
        -- whether the weights follow from which choices are right
        select array_agg(listed.weight order by listed.n) = case
            when kind = 'single_choice' then array_agg((listed.weight = 1)::integer::numeric order by listed.n)
            else core.spread_weights(
                array_agg(case when listed.weight > 0 then 1 else -1 end::numeric order by listed.n),
                count(*) filter (where listed.weight > 0)
            )
        end as is_enough
        from listed
        where kind in ('single_choice', 'multiple_choice')
    )

    select jsonb_agg(jsonb_strip_nulls(listed.choice - 'id' || jsonb_build_object(
        'correct', case when shorthand.is_enough then listed.weight > 0 end,
        'weight', case when not shorthand.is_enough then listed.weight end,
        'feedback', key -> 'feedback' -> (listed.choice ->> 'id')
    )) order by listed.place, listed.n)
    from listed cross join shorthand
) end;

comment on function core.draft_choices is $$
The choices of a question in the form of a draft: with correct where that is enough and with weight otherwise, or in the
right order for an ordering. Null if its kind has none.
> select core.draft_choices('ordering', '[{"id": "a", "text": "two"}, {"id": "b", "text": "one"}]',
>   '{"order": ["b", "a"]}')
[{"text": "one"}, {"text": "two"}]
> select core.draft_choices('single_choice', '[{"id": "a", "text": "two"}]',
>   '{"weights": {"a": 1}, "feedback": {"a": "Yes."}}')
[{"text": "two", "correct": true, "feedback": "Yes."}]
$$;
