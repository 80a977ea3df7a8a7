create or replace function core.cloze_fault(
    display jsonb,    -- {"gaps": [{"id", "kind", "choices"?}]}
    response jsonb
) returns text
language sql immutable parallel safe
return case
    when jsonb_typeof(response) <> 'object' then 'The response must be an object of responses by gap ids.'
    when response = '{}' then 'The response must fill at least one gap.'
    else (
        select core.gap_fault(given.id, gap.value, given.value)
        from jsonb_each(response) as given (id, value)
        left join jsonb_array_elements(display -> 'gaps') as gap (value) on gap.value ->> 'id' = given.id
        where core.gap_fault(given.id, gap.value, given.value) is not null
        order by given.id
        limit 1
    )
end;

comment on function core.cloze_fault is $$
Why a response fills no gaps, as a sentence; null if it does. Gaps may be left out.
> select core.cloze_fault('{"gaps": [{"id": "1", "kind": "numeric"}]}', '{"1": "many"}')
Gap 1: "many" is not a number. Write only the number, such as 12.5 or 6.02e23.
> select core.cloze_fault('{"gaps": [{"id": "1", "kind": "numeric"}]}', '{"1": "1/2"}')
null
$$;
