create or replace function public.list_rooms(
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in their titles; null: all
    sort text default null        -- created_at or title, with - before it to descend; null: -created_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    shown constant text := 'r.id, r.created_at, core.sort_key(r.title) as title, r as room from ';
    condition text := core.search_condition('r.title', q);
begin
    return core.sorted_page(
        array[
            format('select %s where r.host_id = %L and %s', shown || 'core.rooms as r', me, condition),
            format(
                'select %1$s where h.user_id = %2$L and r.host_id <> %2$L and %3$s',
                shown || 'core.room_hosts as h inner join core.rooms as r on r.id = h.room_id', me, condition
            )
        ],
        format(
            $sql$core.room_snapshot(r.id) || jsonb_build_object(
                'role', case when (r.room).host_id = %L then 'owner' else 'co_host' end,
                'quiz_id', (r.room).quiz_id,
                'created_at', (r.room).created_at,
                'expires_at', (r.room).expires_at,
                'ended_at', (r.room).ended_at
            )$sql$, me
        ),
        '{"created_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_rooms is
'A page of the rooms that the caller hosts or hosted, with their role (owner or co_host), newest first unless sorted
otherwise: {"items", "next_cursor"}. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long, bad_limit,
bad_cursor.';

revoke execute on function public.list_rooms from public, anon;
grant execute on function public.list_rooms to authenticated;
