create or replace function public.get_upload(upload_id uuid) returns jsonb
language plpgsql stable security definer
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
    return core.upload_json(upload);
end;
$$;

comment on function public.get_upload is
'An upload of the caller''s: how far reading it is, and what was found in it. PT401 not_signed_in; PT404
upload_not_found.';

revoke execute on function public.get_upload from public, anon;
grant execute on function public.get_upload to authenticated;
