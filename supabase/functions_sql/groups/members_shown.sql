create or replace function core.members_shown(group_id uuid) returns uuid[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if group_id is null then
        return null;
    end if;
    return array(
        select m.user_id
        from core.own_group(group_id) as g
        inner join core.group_members as m on m.group_id = g.id
    );
end;
$$;

comment on function core.members_shown is
'The members of a group of the caller''s, to whom results are narrowed. Null, for null: everybody. PT401 not_signed_in;
PT404 group_not_found.';
