create or replace function core.mark(
    kind core.question_kind,
    key jsonb,        -- as in core.questions.key
    response jsonb    -- in the form that core.check_response accepts
) returns numeric
language sql immutable parallel safe
return case
    when response is null or response = 'null' then null
    when kind in ('single_choice', 'true_false') then
        -- several choices earn nothing; otherwise their weights would add up
        case
            when jsonb_typeof(response) = 'array' and jsonb_array_length(response) = 1
                then greatest(-1, least(1, core.mark_choices(key -> 'weights', response)))
            else 0
        end
    when kind = 'multiple_choice' then greatest(0, least(1, core.mark_choices(key -> 'weights', response)))
    when kind = 'numeric' and key ? 'units' then core.mark_quantity(key, response)
    when kind = 'numeric' then coalesce((core.best_range(key -> 'ranges', response) ->> 'weight')::numeric, 0)
    when kind = 'short_text' then coalesce((core.best_text(key, response) ->> 'weight')::numeric, 0)
    when kind = 'slider' then core.mark_slider(key, response)
    when kind = 'matching' then core.mark_matching(key -> 'matches', response)
    when kind = 'cloze' then core.mark_cloze(key -> 'gaps', response)
    when kind = 'ordering' then core.mark_order(key -> 'order', response)
end;

comment on function core.mark is $$
The fraction of a question's points that a response earns, from -1 to 1: 1 is all of them, below 0 a wrong choice costs
points. Null if there is nothing to mark (a poll, no response). Never raises an error: a malformed response earns 0.
> select core.mark('multiple_choice', '{"weights": {"a": 0.5, "b": 0.5, "c": -1}}', '["a"]')
0.5
> select core.mark('numeric', '{"ranges": [{"min": 3.13, "max": 3.15, "weight": 1}]}', '"3,14"')
1
> select core.mark('short_text', '{"answers": [{"text": "São Paulo", "weight": 1}]}', '"sao paulo"')
1
> select core.mark('single_choice', '{"weights": {"a": 1, "b": -0.25}}', '["b"]'), core.mark('poll', '{}', '["a"]')
-0.25 | null
$$;
