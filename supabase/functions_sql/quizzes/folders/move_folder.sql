create or replace function public.move_folder(
    folder_id uuid,
    parent_id uuid default null    -- the folder to move it into; null: out of all others
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.lock_folders();
    folder core.folders := core.own_folder(folder_id);
begin
    folder.parent_id := case when parent_id is not null then (core.own_folder(parent_id)).id end;
    perform core.require_folder_place(
        folder, (select max(w.level) + 1 from core.folders_within(folder.id) as w)
    );
    update core.folders as f
    set parent_id = folder.parent_id, updated_at = now()
    where f.id = folder.id and f.owner_id = me;
    return core.folder_json(folder);
end;
$$;

comment on function public.move_folder is
'Moves a folder of the caller, with all that is in it, into another one or out of all others, and returns it. PT401
not_signed_in; PT404 folder_not_found; PT409 folders_too_deep, folder_exists; PT422 folder_in_itself.';

revoke execute on function public.move_folder from public, anon;
grant execute on function public.move_folder to authenticated;
