create or replace function public.list_group_members(
    group_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    owned core.groups := core.own_group(group_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(jsonb_build_object(
            'user_id', m.user_id, 'display_name', core.person_name(m.user_id), 'joined_at', m.joined_at
        ), m.joined_at::text, m.user_id)
        from core.group_members as m
        where m.group_id = owned.id and (m.joined_at, m.user_id) < (after[1]::timestamptz, after[2]::uuid)
        order by m.joined_at desc, m.user_id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_group_members is
'The members of a group of the caller''s, the newest first, by page. PT401 not_signed_in; PT404 group_not_found; PT422
bad_limit, bad_cursor.';

revoke execute on function public.list_group_members from public, anon;
grant execute on function public.list_group_members to authenticated;
