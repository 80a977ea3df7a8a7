create or replace function core.upload_has_file(upload_id uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from core.uploads as u where u.id = upload_id and u.deleted_at is null and u.stored_in is not null
    );
$$;

comment on function core.upload_has_file is 'Whether this upload exists, is not deleted and was sent as a file.';

revoke execute on function core.upload_has_file from public;
grant execute on function core.upload_has_file to authenticator;
