create or replace function core.own_group(group_id uuid) returns core.groups
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    owner uuid := core.person_id();
    found_group core.groups;
begin
    select * into found_group from core.groups as g where g.id = own_group.group_id and g.owner_id = owner;
    if found_group.id is null then
        perform core.fail(404, 'group_not_found', 'You have no such group.');
    end if;
    return found_group;
end;
$$;

comment on function core.own_group is 'A group of the caller''s. PT401 not_signed_in; PT404 group_not_found.';
