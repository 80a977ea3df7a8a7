create or replace function core.requeue_upload(
    upload core.uploads,
    retry_of uuid default null   -- the failed job
) returns core.uploads
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.uploads as u
    set state = 'queued', code = null, reason = null, progress = 0, message = null, updated_at = now()
    where u.id = upload.id
    returning * into upload;
    perform core.enqueue_job('process_upload', upload.owner_id, upload_id => upload.id, retry_of => retry_of);
    perform core.notify_upload_owner(upload);
    return upload;
end;
$$;

comment on function core.requeue_upload is
'Puts a locked upload that failed back into the queue, with a new job, and returns it. PT429 too_many_jobs.';
