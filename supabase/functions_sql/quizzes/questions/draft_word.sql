create or replace function core.draft_word(
    draft jsonb,
    field text,
    words text[],
    place text default '',
    required boolean default false
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if required and not draft ? field then
        perform core.fail_at('missing_field', place, field, format(
            ' is missing. It is one of: %s.', array_to_string(words, ', ')
        ));
    end if;
    if jsonb_typeof(draft -> field) <> 'string' or draft ->> field <> all (words) then
        perform core.fail_at('unknown_value', place, field, format(
            ' must be one of: %s.', array_to_string(words, ', ')
        ));
    end if;
    return draft ->> field;
end;
$$;

comment on function core.draft_word is
'A field of a draft that must be one of these words; null if it is absent and not required. PT422 unknown_value,
missing_field.';
