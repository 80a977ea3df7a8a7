create or replace function public.delete_upload(
    upload_id uuid,
    if_version integer default null    -- refuse to delete it unless this is its version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
begin
    perform core.require_version(upload.version, if_version);
    perform core.cancel_jobs(upload_id => upload.id);
    update core.uploads as u set deleted_at = now() where u.id = upload.id returning * into upload;
    return jsonb_build_object('id', upload.id, 'deleted_at', upload.deleted_at);
end;
$$;

comment on function public.delete_upload is
'Deletes an upload of the caller''s and cancels its unfinished job. Questions made from it stay. restore_upload restores
it. Returns {"id", "deleted_at"}. PT401 not_signed_in; PT404 upload_not_found; PT412
changed_since.';

revoke execute on function public.delete_upload from public, anon;
grant execute on function public.delete_upload to authenticated;
