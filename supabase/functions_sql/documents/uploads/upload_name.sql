create or replace function core.upload_name(name text, otherwise text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce(
        core.draft_text(jsonb_strip_nulls(jsonb_build_object('name', name)), 'name', 200),
        nullif(trim(left(substring(split_part(split_part(otherwise, '?', 1), '#', 1) from '[^/]+$'), 200)), ''),
        'document.pdf'
    );
end;
$$;

comment on function core.upload_name is
'The name of an upload: the given one, or that of its address or file. PT422 too_long.';
