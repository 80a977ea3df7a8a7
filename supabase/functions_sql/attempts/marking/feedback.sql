create or replace function core.feedback(
    kind core.question_kind,
    key jsonb,        -- as in core.questions.key
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when kind = 'numeric' and key ? 'units'
        then core.best_range(key -> 'ranges', core.in_first_unit(key -> 'units', response)) ->> 'feedback'
    when kind = 'numeric' then core.best_range(key -> 'ranges', response) ->> 'feedback'
    when kind = 'short_text' then core.best_text(key, response) ->> 'feedback'
    when kind = 'cloze' and jsonb_typeof(response) = 'object' then (
        select string_agg(core.gap_match(gap.key, response -> gap.id) ->> 'feedback', E'\n' order by gap.id::integer)
        from jsonb_each(key -> 'gaps') as gap (id, key)
        where response ? gap.id
    )
    when jsonb_typeof(response) = 'array' then (
        select string_agg(key -> 'feedback' ->> chosen.id, E'\n' order by chosen.place)
        from jsonb_array_elements_text(response) with ordinality as chosen (id, place)
    )
end;

comment on function core.feedback is $$
The author's feedback on a response, with a line for each chosen choice or filled gap. Null if there is none.
> select core.feedback('single_choice', '{"weights": {"a": 1, "b": 0}, "feedback": {"b": "That is its largest city."}}',
>   '["b"]')
That is its largest city.
$$;
