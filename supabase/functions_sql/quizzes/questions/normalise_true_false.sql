create or replace function core.normalise_true_false(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    correct boolean := core.draft_boolean(draft, 'correct', place);
begin
    if correct is null then
        perform core.fail(422, 'missing_field', format('%scorrect is missing. It must be true or false.', place));
    end if;
    return jsonb_build_object(
        'choices', '[{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]'::jsonb,
        'key', jsonb_build_object(
            'weights', jsonb_build_object('true', correct::integer, 'false', (not correct)::integer)
        )
    );
end;
$$;

comment on function core.normalise_true_false is
'The choices and the answer key of a true_false draft: {"choices", "key"}. PT422 missing_field, wrong_type.';
