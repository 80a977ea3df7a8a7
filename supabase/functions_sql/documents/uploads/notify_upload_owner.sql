create or replace function core.notify_upload_owner(
    upload core.uploads,
    details jsonb default '{}'      -- further fields of the event
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.notify_user(upload.owner_id, 'upload.' || upload.state, jsonb_strip_nulls(jsonb_build_object(
        'upload_id', upload.id, 'name', upload.name, 'state', upload.state, 'progress', upload.progress,
        'message', upload.message, 'code', upload.code, 'reason', upload.reason, 'pages', upload.pages,
        'title', upload.title
    ) || details));
end;
$$;

comment on function core.notify_upload_owner is
'Sends the owner of an upload the event upload.<state>, which says how far it is.';
