create or replace function core.require_folder_place(
    folder core.folders,     -- as it is to be
    levels integer           -- the folder, and how many are within each other in it
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    deepest bigint := core.setting('folder.max_depth');
    around integer := 0;
    above uuid := folder.parent_id;
begin
    while above is not null loop
        if above = folder.id then
            perform core.fail(422, 'folder_in_itself', 'A folder can''t be moved into itself or a folder in it.');
        end if;
        around := around + 1;
        select f.parent_id into above from core.folders as f where f.id = above;
    end loop;
    if around + levels > deepest then
        perform core.fail(409, 'folders_too_deep', format('Folders may be %s within each other, not more.', deepest));
    end if;
    if exists (
        select from core.folders as f
        where f.owner_id = folder.owner_id and f.parent_id is not distinct from folder.parent_id
            and f.name = folder.name and f.id is distinct from folder.id
    ) then
        perform core.fail(409, 'folder_exists', format('There is a folder “%s” already.', folder.name));
    end if;
end;
$$;

comment on function core.require_folder_place is
'Refuses a folder in itself, too deep within others, or with the name of one beside it. PT409 folders_too_deep,
folder_exists; PT422 folder_in_itself.';
