create or replace function core.uploads_kept_since() returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select now() - core.setting('upload.kept_days') * interval '1 day';
$$;

comment on function core.uploads_kept_since is
'The end of the time to restore: an upload that was deleted before this moment can''t be restored, and has been or will
soon be purged.';
