create or replace function core.attempt_question(
    drawn core.draws,
    question core.question_versions,
    response jsonb      -- null: none saved
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'id', drawn.question_id,
    'position', drawn.position,
    'kind', question.kind,
    'prompt', question.prompt,
    'text_format', question.text_format,
    'choices', core.drawn_choices(question.choices, drawn.choice_order),
    'points', trim_scale(question.points),
    'media_url', question.media_url,
    'media_alt', question.media_alt,
    'response', response
) || question.display;

comment on function core.attempt_question is $$
A question as it was when the attempt began, its choices in the order drawn for it, without its answer key.
> select core.attempt_question(
>   null, jsonb_populate_record(null::core.question_versions, '{"kind": "numeric", "display": {}}'), '3') -> 'response'
3
$$;
