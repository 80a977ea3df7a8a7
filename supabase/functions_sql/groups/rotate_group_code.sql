create or replace function public.rotate_group_code(
    group_id uuid,
    closed boolean default false     -- no code: nobody can join
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    changed core.groups := core.lock_group(group_id);
begin
    update core.groups as g
    set join_code = case when closed is not true then core.new_join_code() end, updated_at = now()
    where g.id = changed.id
    returning g.* into changed;
    return core.group_json(changed);
end;
$$;

comment on function public.rotate_group_code is
'Gives a group of the caller''s another join code, or none, and returns it. The code before is worth nothing any more;
members stay. PT401 not_signed_in; PT404 group_not_found.';

revoke execute on function public.rotate_group_code from public, anon;
grant execute on function public.rotate_group_code to authenticated;
