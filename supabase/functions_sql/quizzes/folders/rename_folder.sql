create or replace function public.rename_folder(folder_id uuid, name text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.lock_folders();
    folder core.folders := core.own_folder(folder_id);
begin
    folder.name := core.folder_name(name);
    perform core.require_folder_place(folder, 1);
    update core.folders as f
    set name = folder.name, updated_at = now()
    where f.id = folder.id and f.owner_id = me;
    return core.folder_json(folder);
end;
$$;

comment on function public.rename_folder is
'Renames a folder of the caller, and returns it. PT401 not_signed_in; PT404 folder_not_found; PT409 folder_exists; PT422
wrong_type, missing_field, too_long.';

revoke execute on function public.rename_folder from public, anon;
grant execute on function public.rename_folder to authenticated;
