create or replace function public.list_rooms(
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return (
        with page as (
            select r as room, row_number() over (order by r.created_at desc, r.id desc) as n
            from core.rooms as r
            where r.id in (
                    select own.id from core.rooms as own where own.host_id = me
                    union all
                    select h.room_id from core.room_hosts as h where h.user_id = me
                )
                and (after is null or (r.created_at, r.id) < (after[1]::timestamptz, after[2]::uuid))
            order by r.created_at desc, r.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(
                core.room_snapshot((page.room).id) || jsonb_build_object(
                    'role', case when (page.room).host_id = me then 'owner' else 'co_host' end,
                    'quiz_id', (page.room).quiz_id,
                    'created_at', (page.room).created_at,
                    'expires_at', (page.room).expires_at,
                    'ended_at', (page.room).ended_at
                ) order by page.n
            ) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.room).created_at::text, (last.room).id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.list_rooms is
'The rooms that one hosts or hosted, as owner or co_host, newest first, a page at a time. PT401 not_signed_in.';

revoke execute on function public.list_rooms from public, anon;
grant execute on function public.list_rooms to authenticated;
