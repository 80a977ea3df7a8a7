create or replace function public.list_played_rooms(
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
            core.player_view(p) || jsonb_build_object(
                'room_code', r.code,
                'title', r.title,
                'state', r.state,
                'joined_at', p.joined_at,
                'score', case when core.tells_marks(r) then p.score end,
                'rank', case when core.tells_marks(r) then core.rank_of(p) end,
                'players', core.player_count(r.id)
            ),
            p.joined_at::text, p.id
        )
        from core.players as p
        inner join core.rooms as r on r.id = p.room_id
        where p.user_id = me and p.kicked_at is null
            and (p.joined_at, p.id) < (after[1]::timestamptz, after[2]::uuid)
        order by p.joined_at desc, p.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_played_rooms is
'A page of the games in the caller''s account, claimed ones included, newest first: {"items", "next_cursor"}. PT401
not_signed_in, PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_played_rooms from public, anon;
grant execute on function public.list_played_rooms to authenticated;
