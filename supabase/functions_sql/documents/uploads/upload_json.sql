create or replace function core.upload_json(upload core.uploads) returns jsonb
language sql stable
return to_jsonb(upload) - '{owner_id,stored_in,deleted_at}'::text[]
|| jsonb_build_object('is_file', upload.stored_in is not null)
|| case when upload.deleted_at is null then '{}' else jsonb_build_object('deleted_at', upload.deleted_at) end;

comment on function core.upload_json is 'An upload as its owner sees it.';
