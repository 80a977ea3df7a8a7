create or replace function core.folder_json(folder core.folders) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select f.item from core.folder_items(folder.owner_id) as f where f.id = folder.id;
$$;

comment on function core.folder_json is 'A folder as JSON, as the list of folders has it.';
