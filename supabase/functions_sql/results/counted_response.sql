create or replace function core.counted_response(
    kind core.question_kind,
    response jsonb
) returns jsonb
language sql immutable parallel safe
return case
    when kind in ('short_text', 'word_cloud') then to_jsonb(core.compared_text(response #>> '{}'))
    when kind in ('numeric', 'slider') then coalesce(
        to_jsonb(trim_scale(core.read_number(response))),
        to_jsonb(core.compared_unit(response #>> '{}'))   -- a number with its unit
    )
    else response
end;

comment on function core.counted_response is $$
A response in the form in which equal ones are counted as one.
> select core.counted_response('short_text', '" Rome"'), core.counted_response('numeric', '"3,0"')
"rome" | 3
$$;
