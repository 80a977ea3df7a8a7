create or replace function core.shown_group(group_id uuid) returns core.groups
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    shown core.groups;
begin
    select * into shown
    from core.groups as g
    where g.id = shown_group.group_id and (
        g.owner_id = me
        or exists (select from core.group_members as m where m.group_id = g.id and m.user_id = me)
    );
    if shown.id is null then
        perform core.fail(404, 'group_not_found', 'You have no such group.');
    end if;
    return shown;
end;
$$;

comment on function core.shown_group is
'A group that the caller owns or is a member of. PT401 not_signed_in; PT404 group_not_found.';
