create or replace function core.tell_upload(upload core.uploads) returns void
language plpgsql
set search_path = ''
as $$
begin
    perform core.notify_user(upload.owner_id, 'upload.' || upload.state, jsonb_strip_nulls(jsonb_build_object(
        'upload_id', upload.id, 'name', upload.name, 'state', upload.state, 'progress', upload.progress,
        'message', upload.message, 'code', upload.code, 'reason', upload.reason, 'pages', upload.pages,
        'title', upload.title
    )));
end;
$$;

comment on function core.tell_upload is 'Tells the owner of an upload how far it is: event upload.<state>.';
