create or replace function core.draft_key(
    kind core.question_kind,
    choices jsonb,
    display jsonb,
    key jsonb
) returns jsonb
language sql immutable parallel safe
return case kind
    when 'true_false' then jsonb_strip_nulls(jsonb_build_object(
        'correct', key @> '{"weights": {"true": 1}}',
        'feedback_true', key -> 'feedback' -> 'true',
        'feedback_false', key -> 'feedback' -> 'false'
    ))
    when 'numeric' then jsonb_build_object(
        'answers', core.draft_answers(kind, key),
        'units', key -> 'units',
        'unit_required', nullif((key -> 'unit_required')::boolean, true),
        'unit_share', nullif((key -> 'unit_share')::numeric, 1)
    )
    when 'short_text' then jsonb_build_object(
        'answers', core.draft_answers(kind, key),
        'case_sensitive', nullif((key -> 'case_sensitive')::boolean, false),
        'forgives', key -> 'forgives'
    )
    when 'slider' then display || key
    when 'matching' then core.draft_matching(choices, display, key)
    when 'cloze' then core.draft_cloze(display, key)
    when 'word_cloud' then jsonb_build_object('words', nullif((display -> 'words')::numeric, 1))
    when 'essay' then core.draft_essay(display, key)
    when 'slide' then '{}'
    else jsonb_build_object('choices', core.draft_choices(kind, choices, key))
end;

comment on function core.draft_key is $$
The fields of a draft that belong to its kind (core.kind_fields), from the columns of a question.
> select core.draft_key('true_false', '[]', '{}', '{"weights": {"true": 0, "false": 1}, "feedback": {"true": "No."}}')
{"correct": false, "feedback_true": "No."}
$$;
