create or replace function core.player_list(room_id uuid, for_host boolean) returns jsonb
language sql stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(
        jsonb_build_object('player_id', p.id, 'nickname', p.nickname) || case
            when for_host then jsonb_build_object('score', p.score, 'streak', p.streak, 'present', p.left_at is null)
            else '{}'
        end
        order by p.joined_at, p.id
    ), '[]')
    from (
        select listed.*
        from core.players as listed
        where listed.room_id = player_list.room_id and listed.kicked_at is null
            and (for_host or listed.left_at is null)
        order by listed.joined_at, listed.id
        limit case when for_host then null else core.setting('live.announce_limit') end
    ) as p;
$$;

comment on function core.player_list is
'Who is in a room: for the host everybody who was not kicked; for players those present, no more than are announced.';
