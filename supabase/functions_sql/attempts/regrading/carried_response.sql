create or replace function core.carried_response(
    from_choices jsonb,             -- of the version of a question that the response is to: [{"id", "text"}]
    to_choices jsonb,               -- of another version
    response jsonb,                 -- ids of choices; anything else stays as it is
    gaps boolean default false      -- leave out what the other version has not
) returns jsonb
language sql immutable parallel safe
return case
    when from_choices = to_choices or jsonb_typeof(response) is distinct from 'array' then response
    else (
        select case when gaps or bool_and(there.id is not null) then
            coalesce(jsonb_agg(there.id order by given.place) filter (where there.id is not null), '[]')
        end
        from jsonb_array_elements(response) with ordinality as given (id, place)
        left join lateral (
            select other.value -> 'id' as id
            from jsonb_array_elements(from_choices) as own (value)
            inner join jsonb_array_elements(to_choices) as other (value)
                on other.value ->> 'text' = own.value ->> 'text'
            where own.value -> 'id' = given.id
            order by other.value ->> 'id'
            limit 1
        ) as there on true
    )
end;

comment on function core.carried_response is $$
A response to one version of a question in the ids of another. Choices are the same if their texts are: an id may stand
for different texts in different versions. Null if the other version lacks a choice.
> select core.carried_response('[{"id": "a", "text": "x"}, {"id": "b", "text": "y"}]', '[{"id": "c", "text": "y"}]',
>   '["b"]')
["c"]
> select core.carried_response('[{"id": "a", "text": "x"}]', '[{"id": "a", "text": "y"}]', '["a"]')
null
> select core.carried_response('[]', '[]', '"Rome"')
"Rome"
$$;
