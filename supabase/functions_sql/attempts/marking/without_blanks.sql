create or replace function core.without_blanks(response jsonb   -- an object
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_object_agg(given.part, given.value), '{}')
    from jsonb_each(response) as given (part, value)
    where given.value <> 'null' and not (
        jsonb_typeof(given.value) = 'string' and core.typed_text(given.value #>> '{}') = ''
    )
);

comment on function core.without_blanks is $$
A response by parts, without the parts that are blank.
> select core.without_blanks('{"1": "Rome", "2": " ", "3": null, "4": 0}')
{"1": "Rome", "4": 0}
$$;
