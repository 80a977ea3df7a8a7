create or replace function core.matching_fault(
    choices jsonb,    -- [{"id", "text"}]
    display jsonb,    -- {"items": [{"id", "text"}]}
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'object' then 'The response must be an object of choice ids by item ids.'
    when response = '{}' then 'The response must match at least one item.'
    when exists (
        select from jsonb_each(response) as given (item, choice)
        where not display -> 'items' @> jsonb_build_array(jsonb_build_object('id', given.item))
    ) then 'The response has an id that is not one of the items.'
    when exists (
        select from jsonb_each(response) as given (item, choice)
        where jsonb_typeof(given.choice) <> 'string'
            or not choices @> jsonb_build_array(jsonb_build_object('id', given.choice))
    ) then 'The response has an id that is not one of the choices.'
end;

comment on function core.matching_fault is $$
Why a response is no matching, as a sentence; null if it is one. Items may be left out.
> select core.matching_fault('[{"id": "a"}, {"id": "b"}]', '{"items": [{"id": "a"}, {"id": "b"}]}', '{"a": "b"}')
null
> select core.matching_fault('[{"id": "a"}, {"id": "b"}]', '{"items": [{"id": "a"}, {"id": "b"}]}', '{"c": "b"}')
The response has an id that is not one of the items.
$$;
