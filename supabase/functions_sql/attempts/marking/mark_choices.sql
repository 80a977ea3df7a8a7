create or replace function core.mark_choices(
    weights jsonb,    -- {choice id: -1..1}
    response jsonb    -- [choice id, …]
) returns numeric
language sql immutable parallel safe
return (
    -- loops over the weights, not over the response, so that a repeated id counts once
    select coalesce(sum(listed.weight::numeric), 0)
    from jsonb_each_text(weights) as listed (id, weight)
    where jsonb_typeof(response) = 'array' and response ? listed.id
);

comment on function core.mark_choices is $$
The sum of the weights of the chosen choices.
> select core.mark_choices('{"a": 0.5, "b": 0.5, "c": -1}', '["a", "c", "a"]')
-0.5
$$;
