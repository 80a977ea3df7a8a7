create or replace function core.draft_text(
    draft jsonb,
    field text,
    longest bigint,           -- characters
    place text default '',    -- where the draft is, such as '/choices/2'
    required boolean default false
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    words text;
begin
    if draft -> field is null and not required then
        return null;
    end if;
    words := trim(E' \t\r\n' from draft ->> field);
    if jsonb_typeof(draft -> field) <> 'string' then
        perform core.fail_at('wrong_type', place, field, ' must be a text.');
    end if;
    if required and coalesce(words, '') = '' then
        perform core.fail_at('missing_field', place, field, ' is missing or empty.');
    end if;
    if char_length(words) > longest then
        perform core.fail_at('too_long', place, field, format(
            ' has %s characters; %s are allowed.', char_length(words), longest
        ));
    end if;
    return nullif(words, '');
end;
$$;

comment on function core.draft_text is
'A text field of a draft without the white space around it; null if it is absent or empty and not required. PT422
wrong_type, missing_field, too_long.';
