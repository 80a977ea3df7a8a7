create or replace function core.comparable_answer(
    answer jsonb,    -- {"text", "wildcards"?}
    key jsonb        -- {"case_sensitive"?, "forgives"?}
) returns text
language sql immutable parallel safe
return coalesce(answer ->> 'wildcards', 'false') || ' ' || core.compared_text(
    answer ->> 'text', coalesce((key ->> 'case_sensitive')::boolean, false), core.forgives(key)
);

comment on function core.comparable_answer is $$
A text that is the same for accepted answers that accept the same.
> select core.comparable_answer('{"text": "Málaga"}', '{}') = core.comparable_answer('{"text": "MALAGA "}', '{}')
t
> select core.comparable_answer('{"text": "a*"}', '{}')
>   = core.comparable_answer('{"text": "a*", "wildcards": true}', '{}')
f
$$;
