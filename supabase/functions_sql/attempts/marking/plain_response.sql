create or replace function core.plain_response(
    kind core.question_kind,
    response jsonb
) returns jsonb
language sql immutable parallel safe
return case
    when response = '[]' then 'null'::jsonb
    when jsonb_typeof(response) = 'string' and core.typed_text(response #>> '{}') = '' then 'null'
    -- items and gaps that are left out
    when kind = 'word_cloud' and jsonb_typeof(response) = 'array'
        then coalesce(nullif(jsonb_path_query_array(response, '$[*] ? (!(@ like_regex "^\\s*$"))'), '[]'), 'null')
    when kind in ('matching', 'cloze') and jsonb_typeof(response) = 'object'
        then coalesce(nullif(core.without_blanks(response), '{}'), 'null')
    when kind = 'true_false' and jsonb_typeof(response) = 'boolean' then jsonb_build_array(response #>> '{}')
    else response
end;

comment on function core.plain_response is $$
A response in the form that is stored: a blank one is null, which withdraws an answer, and true and false are the ids of
these choices.
> select core.plain_response('numeric', '" "'), core.plain_response('multiple_choice', '[]')
null | null
> select core.plain_response('matching', '{"a": null, "b": "c"}'), core.plain_response('matching', '{"a": ""}')
{"b": "c"} | null
> select core.plain_response('true_false', 'false'), core.plain_response('short_text', '"Rome"')
["false"] | "Rome"
$$;
