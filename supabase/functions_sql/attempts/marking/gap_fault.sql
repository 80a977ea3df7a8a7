create or replace function core.gap_fault(
    id text,
    gap jsonb,        -- {"id", "kind", "choices"?}; null: there is no gap with this id
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when gap is null then 'The response has an id that is not one of the gaps.'
    when gap ->> 'kind' = 'single_choice' then case
        when not gap -> 'choices' @> jsonb_build_array(jsonb_build_object('id', response))
            then format('Gap %s: The response must be the id of one of its choices.', id)
    end
    else nullif(
        format('Gap %s: %s', id, case
            when gap ->> 'kind' = 'numeric' then core.number_fault(response)
            else core.text_fault(response)
        end),
        format('Gap %s: ', id)
    )
end;

comment on function core.gap_fault is $$
Why a response does not fill a gap, as a sentence; null if it does.
> select core.gap_fault('2', '{"id": "2", "kind": "single_choice", "choices": [{"id": "a"}]}', '"b"')
Gap 2: The response must be the id of one of its choices.
> select core.gap_fault('1', '{"id": "1", "kind": "numeric"}', '"1/2"')
null
$$;
