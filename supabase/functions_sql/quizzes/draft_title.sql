create or replace function core.draft_title(draft jsonb, required boolean) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.draft_text(
        case
            when jsonb_typeof(draft -> 'title') = 'string'
                then jsonb_build_object('title', coalesce(core.clean_name(draft ->> 'title'), ''))
            else draft
        end,
        'title', core.max_title_length(), required => required
    );
$$;

comment on function core.draft_title is
'The title of a draft as one line: each run of line breaks, control characters and invisible characters becomes a space,
as in core.clean_name. Null if it is absent. PT422 wrong_type, missing_field, too_long.';
