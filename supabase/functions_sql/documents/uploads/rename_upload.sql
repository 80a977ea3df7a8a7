create or replace function public.rename_upload(
    upload_id uuid,
    name text,
    if_version integer default null    -- refuse the change unless this is the upload's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
    new_name text := core.draft_text(jsonb_build_object('name', coalesce(name, '')), 'name', 200, required => true);
begin
    perform core.require_version(upload.version, if_version);
    update core.uploads as u
    set name = new_name, updated_at = now()
    where u.id = upload.id
    returning * into upload;
    return core.upload_json(upload);
end;
$$;

comment on function public.rename_upload is
'Changes the name of an upload of the caller''s, and returns the upload. PT401 not_signed_in; PT404 upload_not_found;
PT412 changed_since; PT422 missing_field, too_long.';

revoke execute on function public.rename_upload from public, anon;
grant execute on function public.rename_upload to authenticated;
