create or replace function core.draft_line(
    draft jsonb,
    field text,
    longest bigint,           -- characters
    required boolean default false
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.draft_text(
        case
            when jsonb_typeof(draft -> field) = 'string'
                then jsonb_build_object(field, coalesce(core.clean_name(draft ->> field), ''))
            else draft
        end,
        field, longest, required => required
    );
$$;

comment on function core.draft_line is
'A text field of a draft as one line: each run of line breaks, control characters and invisible characters becomes a
space, as in core.clean_name. Null if it is absent. PT422 wrong_type, missing_field, too_long.';
