create or replace function core.normalise_true_false(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    correct boolean := core.draft_boolean(draft, 'correct', place);
    feedback jsonb := jsonb_strip_nulls(jsonb_build_object(
        'true', core.draft_text(draft, 'feedback_true', 2000, place),
        'false', core.draft_text(draft, 'feedback_false', 2000, place)
    ));
begin
    if correct is null then
        perform core.fail_at('missing_field', place, 'correct', ' is missing. It must be true or false.');
    end if;
    return jsonb_build_object(
        'choices', '[{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]'::jsonb,
        'key', jsonb_strip_nulls(jsonb_build_object(
            'weights', jsonb_build_object('true', correct::integer, 'false', (not correct)::integer),
            'feedback', nullif(feedback, '{}')
        ))
    );
end;
$$;

comment on function core.normalise_true_false is
'The choices and the answer key of a true_false draft: {"choices", "key"}. PT422 missing_field, wrong_type,
too_long.';
