create or replace function core.best_text(
    key jsonb,        -- {"answers": [{"text", "weight", "wildcards"?, "feedback"?}], "case_sensitive"?, "forgives"?}
    response jsonb
) returns jsonb
language sql immutable parallel safe
return (
    select listed.answer
    from jsonb_array_elements(key -> 'answers') with ordinality as listed (answer, place)
    where jsonb_typeof(response) = 'string'
        and core.matches_text(listed.answer, response #>> '{}', key)
    order by (listed.answer ->> 'weight')::numeric desc, listed.place
    limit 1
);

comment on function core.best_text is $$
The accepted answer that a text matches; if it matches several, the one that earns most. Null if it matches none.
> select core.best_text(
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "*", "wildcards": true, "weight": 0, "feedback": "No."}]}',
>   '"rome "') ->> 'text'
Rome
> select core.best_text(
>   '{"answers": [{"text": "Rome", "weight": 1}, {"text": "*", "wildcards": true, "weight": 0, "feedback": "No."}]}',
>   '"Milan"') ->> 'feedback'
No.
$$;
