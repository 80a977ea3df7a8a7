create or replace function public.list_rooms(
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(
            core.room_snapshot((listed.room).id) || jsonb_build_object(
                'role', case when (listed.room).host_id = me then 'owner' else 'co_host' end,
                'quiz_id', (listed.room).quiz_id,
                'created_at', (listed.room).created_at,
                'expires_at', (listed.room).expires_at,
                'ended_at', (listed.room).ended_at
            ),
            (listed.room).created_at::text, (listed.room).id
        )
        from (
            (
                select r as room
                from core.rooms as r
                where r.host_id = me and (r.created_at, r.id) < (after[1]::timestamptz, after[2]::uuid)
                order by r.created_at desc, r.id desc
                limit size + 1
            )
            union all
            select r as room
            from core.room_hosts as h
            inner join core.rooms as r on r.id = h.room_id
            where h.user_id = me and r.host_id <> me and (r.created_at, r.id) < (after[1]::timestamptz, after[2]::uuid)
        ) as listed
        order by (listed.room).created_at desc, (listed.room).id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_rooms is
'A page of the rooms that the caller hosts or hosted, with their role (owner or co_host), newest first: {"items",
"next_cursor"}. PT401 not_signed_in, PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_rooms from public, anon;
grant execute on function public.list_rooms to authenticated;
