create or replace function public.list_played_rooms(
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
            select p as player, row_number() over (order by p.joined_at desc, p.id desc) as n
            from core.players as p
            where p.user_id = me and p.kicked_at is null
                and (after is null or (p.joined_at, p.id) < (after[1]::timestamptz, after[2]::uuid))
            order by p.joined_at desc, p.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(
                core.player_view(page.player) || jsonb_build_object(
                    'room_code', r.code,
                    'title', r.title,
                    'state', r.state,
                    'joined_at', (page.player).joined_at,
                    'score', (page.player).score,
                    'rank', core.rank_of(page.player),
                    'players', (select count(*) from core.players as p where p.room_id = r.id and p.kicked_at is null)
                ) order by page.n
            ) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.player).joined_at::text, (last.player).id::text)
                from page as last
                where last.n = size
            ) end
        )
        from page
        inner join core.rooms as r on r.id = (page.player).room_id
    );
end;
$$;

comment on function public.list_played_rooms is
'The games that one has played in one''s account, claimed ones too, newest first, a page at a time. PT401 not_signed_in.';

revoke execute on function public.list_played_rooms from public, anon;
grant execute on function public.list_played_rooms to authenticated;
