create or replace function public.create_folder(
    name text,
    parent_id uuid default null    -- the folder to make it in; null: none
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    folder core.folders;
    most bigint := core.setting('folder.max_per_person');
begin
    folder.owner_id := core.lock_folders();
    folder.parent_id := case when parent_id is not null then (core.own_folder(parent_id)).id end;
    folder.name := core.folder_name(name);
    perform core.require_folder_place(folder, 1);
    if (select count(*) from core.folders as f where f.owner_id = folder.owner_id) >= most then
        perform core.fail(409, 'too_many_folders', format('You may have %s folders. Delete some first.', most));
    end if;
    insert into core.folders (owner_id, parent_id, name)
    values (folder.owner_id, folder.parent_id, folder.name)
    returning * into folder;
    return core.folder_json(folder);
end;
$$;

comment on function public.create_folder is
'Makes a folder of the caller''s, in another if wanted, and returns it. PT401 not_signed_in; PT404 folder_not_found;
PT409 folders_too_deep, folder_exists, too_many_folders; PT422 wrong_type, missing_field, too_long.';

revoke execute on function public.create_folder from public, anon;
grant execute on function public.create_folder to authenticated;
