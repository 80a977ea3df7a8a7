create or replace function core.find_upload(upload_id uuid) returns core.uploads
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    select * into upload
    from core.uploads as u
    where u.id = upload_id and u.owner_id = core.person_id() and u.deleted_at is null;
    if not found then
        perform core.fail(404, 'upload_not_found', 'There is no such upload.');
    end if;
    return upload;
end;
$$;

comment on function core.find_upload is
'An upload of the caller''s that is not deleted. PT401 not_signed_in; PT404 upload_not_found.';
