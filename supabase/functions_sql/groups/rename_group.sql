create or replace function public.rename_group(group_id uuid, name text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    changed core.groups := core.lock_group(group_id);
begin
    update core.groups as g
    set name = core.group_name(rename_group.name), updated_at = now()
    where g.id = changed.id
    returning g.* into changed;
    return core.group_json(changed);
end;
$$;

comment on function public.rename_group is
'Gives a group of the caller''s another name, and returns it. PT401 not_signed_in; PT404 group_not_found; PT422
bad_group_name.';

revoke execute on function public.rename_group from public, anon;
grant execute on function public.rename_group to authenticated;
