create or replace function core.store_upload(upload core.uploads) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_upload_quota(
        upload.owner_id, case when upload.stored_in is not null then upload.size_bytes end
    );
    insert into core.uploads (id, owner_id, name, url, stored_in, size_bytes)
    values (
        coalesce(upload.id, gen_random_uuid()), upload.owner_id, upload.name, upload.url, upload.stored_in,
        upload.size_bytes
    )
    returning * into upload;
    perform core.enqueue_job('process_upload', upload.owner_id, upload_id => upload.id);
    return core.upload_json(upload);
end;
$$;

comment on function core.store_upload is
'Inserts a new upload and enqueues the job that reads it. PT409 too_many_uploads,
uploads_too_large, PT429 too_many_jobs.';
