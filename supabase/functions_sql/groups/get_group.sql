create or replace function public.get_group(group_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    shown core.groups;
begin
    select * into shown
    from core.groups as g
    where g.id = get_group.group_id and (
        g.owner_id = me
        or exists (select from core.group_members as m where m.group_id = g.id and m.user_id = me)
    );
    if shown.id is null then
        perform core.fail(404, 'group_not_found', 'You have no such group.');
    end if;
    return core.group_json(shown);
end;
$$;

comment on function public.get_group is
'A group that the caller owns or is a member of. Only its owner sees the join code. PT401 not_signed_in; PT404
group_not_found.';

revoke execute on function public.get_group from public, anon;
grant execute on function public.get_group to authenticated;
