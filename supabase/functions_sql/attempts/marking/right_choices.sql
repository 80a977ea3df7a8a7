create or replace function core.right_choices(
    ids jsonb,        -- of the choices, in their order
    weights jsonb,    -- {choice id: -1..1}
    several boolean   -- whether all that earn anything are right, or only those that earn most
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(choice.id order by choice.place), '[]')
    from jsonb_array_elements(ids) with ordinality as choice (id, place)
    where (weights ->> (choice.id #>> '{}'))::numeric >= case
        when several then 0.000001
        else (select max(listed.weight::numeric) from jsonb_each_text(weights) as listed (id, weight))
    end
);

comment on function core.right_choices is $$
The ids of the right choices.
> select core.right_choices('["a", "b", "c"]', '{"a": 0.5, "b": -1, "c": 0.5}', true)
["a", "c"]
$$;
