create or replace function public.get_group(group_id uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.group_json(core.shown_group(group_id));
$$;

comment on function public.get_group is
'A group that the caller owns or is a member of. Only its owner sees the join code. PT401 not_signed_in; PT404
group_not_found.';

revoke execute on function public.get_group from public, anon;
grant execute on function public.get_group to authenticated;
