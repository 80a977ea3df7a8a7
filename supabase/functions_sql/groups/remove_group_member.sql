create or replace function public.remove_group_member(group_id uuid, user_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    owned core.groups := core.own_group(group_id);
begin
    if not core.end_membership(owned.id, remove_group_member.user_id) then
        perform core.fail(404, 'member_not_found', 'This group has no such member.');
    end if;
    return core.group_json(owned);
end;
$$;

comment on function public.remove_group_member is
'Ends somebody''s membership of a group of the caller''s, and returns the group. With the code they could join again:
rotate_group_code changes it. PT401 not_signed_in; PT404 group_not_found, member_not_found.';

revoke execute on function public.remove_group_member from public, anon;
grant execute on function public.remove_group_member to authenticated;
