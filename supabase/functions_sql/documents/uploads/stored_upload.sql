create or replace function core.stored_upload(upload_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
    select jsonb_build_object('stored_in', u.stored_in, 'name', u.name)
    from core.uploads as u
    where u.id = upload_id and u.deleted_at is null and u.stored_in is not null;
$$;

comment on function core.stored_upload is 'Where the file of an upload lies; null where it has none or is deleted.';

revoke execute on function core.stored_upload from public;
grant execute on function core.stored_upload to authenticator;
