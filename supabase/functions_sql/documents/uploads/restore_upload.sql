create or replace function public.restore_upload(upload_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id, deleted => true);
begin
    update core.uploads as u set deleted_at = null where u.id = upload.id returning * into upload;
    return core.upload_json(upload);
end;
$$;

comment on function public.restore_upload is
'Restores a deleted upload of the caller''s and returns it, until upload.kept_days after it was deleted. If its reading
was cancelled, retry_upload starts it again. PT401 not_signed_in; PT404 upload_not_found.';

revoke execute on function public.restore_upload from public, anon;
grant execute on function public.restore_upload to authenticated;
