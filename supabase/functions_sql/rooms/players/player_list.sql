create or replace function core.player_list(room_id uuid, for_host boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(
        case
            when for_host then core.player_view(listed.player) || jsonb_build_object(
                'score', (listed.player).score,
                'streak', (listed.player).streak,
                'present', (listed.player).left_at is null,
                'time_factor', trim_scale((listed.player).time_factor)
            )
            else core.player_view(listed.player)
        end
        order by (listed.player).joined_at, (listed.player).id
    ), '[]')
    from (
        select p as player
        from core.players as p
        where p.room_id = player_list.room_id and p.kicked_at is null and (for_host or p.left_at is null)
        order by p.joined_at, p.id
        limit case when for_host then null else core.setting('live.announce_limit') end
    ) as listed;
$$;

comment on function core.player_list is
'The players of a room as core.player_view has them. For hosts: all who were not kicked, with score, streak, present and
time_factor. For others: those present, at most live.announce_limit.';
