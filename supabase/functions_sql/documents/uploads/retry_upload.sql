create or replace function public.retry_upload(upload_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.lock_upload(upload_id);
begin
    if upload.state <> 'failed' then
        perform core.fail(409, 'upload_not_failed', format(
            'Only a failed upload can be retried; the state of this one is %s.', upload.state
        ));
    end if;
    return core.upload_json(core.requeue_upload(upload));
end;
$$;

comment on function public.retry_upload is
'Reads a failed upload of the caller''s again, and returns the upload. PT401 not_signed_in; PT404 upload_not_found;
PT409 upload_not_failed; PT429 too_many_jobs.';

revoke execute on function public.retry_upload from public, anon;
grant execute on function public.retry_upload to authenticated;
