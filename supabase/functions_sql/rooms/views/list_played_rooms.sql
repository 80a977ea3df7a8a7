create or replace function public.list_played_rooms(
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in their titles; null: all
    sort text default null        -- joined_at or title, with - before it to descend; null: -joined_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[format(
            'select p.id, p.joined_at, core.sort_key(r.title) as title, p as player, r as room from core.players as p '
            'inner join core.rooms as r on r.id = p.room_id where p.user_id = %L and p.kicked_at is null and %s',
            core.person_id(), core.search_condition('r.title', q)
        )],
        $sql$core.player_view(r.player) || jsonb_build_object(
            'room_code', (r.room).code,
            'title', (r.room).title,
            'state', (r.room).state,
            'joined_at', r.joined_at,
            'score', case when core.tells_marks(r.room) then (r.player).score end,
            'rank', case when core.tells_marks(r.room) then core.rank_of(r.player) end,
            'players', core.player_count((r.room).id)
        )$sql$,
        '{"joined_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-joined_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_played_rooms is
'A page of the games in the caller''s account, claimed ones included, newest first unless sorted otherwise: {"items",
"next_cursor"}. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_played_rooms from public, anon;
grant execute on function public.list_played_rooms to authenticated;
