create or replace function core.alt_text(alt text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if alt is null then
        perform core.fail(
            422, 'missing_alt',
            'Say in alt what it shows or says, for those who can''t see or hear it. For decoration, send an empty alt.'
        );
    end if;
    return coalesce(core.draft_text(jsonb_build_object('alt', alt), 'alt', 1000), '');
end;
$$;

comment on function core.alt_text is
'An alt text without the white space around it; empty: decoration. PT422 missing_alt, too_long.';
