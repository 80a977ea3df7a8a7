create or replace function public.delete_group(group_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    gone core.groups := core.own_group(group_id);
    told jsonb := core.group_json(gone);
begin
    if not core.drop_group(gone.id) then
        perform core.own_group(gone.id);     -- somebody else deleted it meanwhile
    end if;
    return told;
end;
$$;

comment on function public.delete_group is
'Deletes a group of the caller''s with its allowances, and returns what it was. Results of its members stay. PT401
not_signed_in; PT404 group_not_found.';

revoke execute on function public.delete_group from public, anon;
grant execute on function public.delete_group to authenticated;
