create or replace function core.rejection(
    question integer,
    code text,
    sentence text default null   -- null: that of the code
) returns jsonb
language sql immutable parallel safe
return jsonb_build_array(jsonb_build_object(
    'type', 'answer.rejected', 'question', question, 'code', code,
    'message', coalesce(sentence, core.rejection_sentence(code))
));

comment on function core.rejection is $$
What a player receives for an answer that does not count: a list with one message.
> select core.rejection(3, 'not_open')
[{"code": "not_open", "type": "answer.rejected", "message": "This question is not open.", "question": 3}]
$$;
