create or replace function core.upload_address(upload core.uploads) returns jsonb
language sql stable
return jsonb_build_object(
    'upload_id', upload.id, 'name', upload.name, 'url', upload.url, 'stored_in', upload.stored_in
);

comment on function core.upload_address is
'Where a PDF can be fetched: {"upload_id", "name", "url", "stored_in"}. Either url or stored_in is null.';
