create or replace function public.leave_group(group_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.end_membership(leave_group.group_id, core.person_id()) then
        perform core.fail(404, 'group_not_found', 'You are not a member of such a group.');
    end if;
    return jsonb_build_object('id', leave_group.group_id, 'left', true);
end;
$$;

comment on function public.leave_group is
'Ends the caller''s membership of a group, and returns {"id", "left": true}. Results stay. PT401 not_signed_in; PT404
group_not_found.';

revoke execute on function public.leave_group from public, anon;
grant execute on function public.leave_group to authenticated;
