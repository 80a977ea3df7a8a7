create or replace function core.lock_upload(
    upload_id uuid,
    deleted boolean default false
) returns core.uploads
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    select * into upload
    from core.uploads as u
    where u.id = upload_id and u.owner_id = core.person_id() and (u.deleted_at is not null) = deleted
        and (u.deleted_at is null or u.deleted_at >= core.uploads_kept_since())
    for no key update;
    if not found then
        perform core.fail(404, 'upload_not_found', format(
            'There is no such %supload.', case when deleted then 'deleted ' end
        ));
    end if;
    return upload;
end;
$$;

comment on function core.lock_upload is
'An upload of the caller''s, locked. PT401 not_signed_in; PT404 upload_not_found.';
