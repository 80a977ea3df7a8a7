create or replace function core.own_folder(folder_id uuid) returns core.folders
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    folder core.folders;
begin
    select * into folder from core.folders as f where f.id = own_folder.folder_id and f.owner_id = me;
    if not found then
        perform core.fail(404, 'folder_not_found', 'You have no such folder.');
    end if;
    return folder;
end;
$$;

comment on function core.own_folder is 'A folder of the caller. PT401 not_signed_in; PT404 folder_not_found.';
