create or replace function core.create_file_upload(
    owner uuid,
    upload_id uuid,                -- the id under which the file is stored
    name text,
    stored_in core.file_store,
    size_bytes bigint
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    upload.id := upload_id;
    upload.owner_id := owner;
    upload.name := core.upload_name(name, '');
    upload.stored_in := stored_in;
    upload.size_bytes := size_bytes;
    return core.store_upload(upload);
end;
$$;

comment on function core.create_file_upload is
'Registers a PDF whose file has been stored, and returns the upload. For the app, which has checked the caller with
may_upload. PT409 too_many_uploads; PT422 too_long; PT429 too_many_jobs.';

revoke execute on function core.create_file_upload from public;
grant execute on function core.create_file_upload to authenticator;
