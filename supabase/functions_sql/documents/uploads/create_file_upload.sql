create or replace function core.create_file_upload(
    owner uuid,
    upload_id uuid,                -- the id under which the file is stored
    name text,
    stored_in core.file_store,
    size_bytes bigint,
    file_hash text,                -- of its content
    idempotency_key text           -- null: none
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    request jsonb := jsonb_build_object('create_file_upload', jsonb_build_array(name, size_bytes, file_hash));
    upload core.uploads;
    made jsonb;
begin
    if idempotency_key is not null then
        made := core.kept_answer(owner, idempotency_key, request);
    end if;
    if made is not null then
        return made;
    end if;
    upload.id := upload_id;
    upload.owner_id := owner;
    upload.name := core.upload_name(name, '');
    upload.stored_in := stored_in;
    upload.size_bytes := size_bytes;
    made := core.store_upload(upload);
    if idempotency_key is not null then
        perform core.keep_answer(owner, idempotency_key, request, made);
    end if;
    return made;
end;
$$;

comment on function core.create_file_upload is
'Registers a PDF whose file has been stored, and returns the upload. A repeated request with the same Idempotency-Key
gets the upload of the first, which has another id. For the app, which has checked the caller with may_upload. PT409
too_many_uploads, uploads_too_large, idempotency_key_in_use; PT422 too_long, bad_idempotency_key,
idempotency_key_reused; PT429 too_many_jobs, too_many_idempotency_keys.';

revoke execute on function core.create_file_upload from public;
grant execute on function core.create_file_upload to authenticator;
