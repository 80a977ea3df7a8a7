create or replace function public.get_folder(folder_id uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.folder_json(core.own_folder(folder_id));
$$;

comment on function public.get_folder is
'A folder of the caller, with how many quizzes are in it. PT401 not_signed_in; PT404 folder_not_found.';

revoke execute on function public.get_folder from public, anon;
grant execute on function public.get_folder to authenticated;
