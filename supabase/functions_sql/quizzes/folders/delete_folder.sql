create or replace function public.delete_folder(folder_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.lock_folders();
    folder core.folders := core.own_folder(folder_id);
    gone uuid[] := array(select w.id from core.folders_within(folder.id) as w);
begin
    if folder.parent_id is null then
        delete from core.filed_quizzes as z where z.folder_id = any (gone) and z.user_id = me;
    else
        update core.filed_quizzes as z
        set folder_id = folder.parent_id
        where z.folder_id = any (gone) and z.user_id = me;
    end if;
    delete from core.folders as f where f.id = any (gone) and f.owner_id = me;
    return jsonb_build_object('id', folder.id, 'folders', cardinality(gone));
end;
$$;

comment on function public.delete_folder is
'Deletes a folder of the caller and those in it. All quizzes stay: they are then in the folder that it was in, if there
is one. Returns {"id", "folders": how many were deleted}. PT401 not_signed_in; PT404 folder_not_found.';

revoke execute on function public.delete_folder from public, anon;
grant execute on function public.delete_folder to authenticated;
