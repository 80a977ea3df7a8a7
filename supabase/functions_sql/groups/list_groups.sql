create or replace function public.list_groups(
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(core.group_json(row(g.*)::core.groups), g.created_at::text, g.id)
        from (
            (
                select o.*
                from core.groups as o
                where o.owner_id = me and (o.created_at, o.id) < (after[1]::timestamptz, after[2]::uuid)
                order by o.created_at desc, o.id desc
                limit size + 1
            )
            union
            (
                select o.*
                from core.group_members as m
                inner join core.groups as o on o.id = m.group_id
                where m.user_id = me and (o.created_at, o.id) < (after[1]::timestamptz, after[2]::uuid)
                order by o.created_at desc, o.id desc
                limit size + 1
            )
        ) as g
        order by g.created_at desc, g.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_groups is
'The groups that the caller owns or is a member of, newest first, by page. PT401 not_signed_in; PT422 bad_limit,
bad_cursor.';

revoke execute on function public.list_groups from public, anon;
grant execute on function public.list_groups to authenticated;
