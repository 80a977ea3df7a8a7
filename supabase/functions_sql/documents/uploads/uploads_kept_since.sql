create or replace function core.uploads_kept_since() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select now() - core.setting('upload.kept_days') * interval '1 day';
$$;

comment on function core.uploads_kept_since is
'Uploads that were deleted before this moment can''t be restored: they have been purged or will be soon.';
