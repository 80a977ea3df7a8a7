create or replace function core.mark_by(
    asked core.question_versions,   -- the version that the taker had
    keyed core.question_versions,   -- the version with the answer key
    response jsonb
) returns numeric
language sql immutable parallel safe
return case
    when asked.version <> keyed.version and core.is_carried(asked, keyed, response) then core.mark(
        keyed.kind, keyed.key, core.carried_response(asked.choices, keyed.choices, response)
    )
    else core.mark(asked.kind, asked.key, response)
end;

comment on function core.mark_by is $$
The mark of a response (core.mark) by the answer key of another version of the question. A response that the other
version does not take is marked by the key of its own: nobody chose among choices that they were not shown.
> select core.mark_by(
>   jsonb_populate_record(null::core.question_versions, '{"version": 1, "kind": "single_choice",
>     "choices": [{"id": "a", "text": "x"}], "key": {"weights": {"a": 0}}}'),
>   jsonb_populate_record(null::core.question_versions, '{"version": 2, "kind": "single_choice",
>     "choices": [{"id": "b", "text": "x"}], "key": {"weights": {"b": 1}}}'), '["a"]')
1
$$;
