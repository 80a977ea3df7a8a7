create or replace function core.is_carried(
    asked core.question_versions,   -- the version that the taker had
    keyed core.question_versions,   -- the version with the answer key
    response jsonb
) returns boolean
language sql immutable parallel safe
return asked.kind = keyed.kind
and core.check_response(
    keyed.kind, keyed.choices, core.carried_response(asked.choices, keyed.choices, response), keyed.display
) is null;

comment on function core.is_carried is $$
Whether a response to one version of a question can be marked by the key of another: the kind is the same, and the other
version takes the response.
> select core.is_carried(
>   jsonb_populate_record(null::core.question_versions, '{"version": 1, "kind": "short_text", "choices": []}'),
>   jsonb_populate_record(null::core.question_versions, '{"version": 2, "kind": "numeric", "choices": []}'), '"3"')
f
$$;
