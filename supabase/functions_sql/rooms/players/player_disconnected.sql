create or replace function core.player_disconnected(
    player_ids uuid[],
    connections integer[] default null,   -- as join_room numbered them; null: their newest
    vanished boolean[] default null       -- true: the connection broke; null or false: they left
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    codes jsonb;
begin
    perform
    from core.rooms as r
    where r.id in (select p.room_id from core.players as p where p.id = any(player_ids))
    order by r.code   -- the order of core.call_many
    for update;

    with gone as (
        update core.players as p
        set left_at = clock_timestamp(),
            awaited_until = case when ended.vanished then
                clock_timestamp() + core.setting('live.absence_grace_ms') * interval '1 ms'
            end
        from unnest(player_ids, connections, vanished) as ended (player_id, connection, vanished), core.rooms as r
        where p.id = ended.player_id
            and p.connection = coalesce(ended.connection, p.connection)
            and p.left_at is null
            and r.id = p.room_id
            and r.state <> 'ended'
        returning p.id, p.room_id, core.player_view(p) as view
    ),

    placed as (
        select
            g.*,
            row_number() over (partition by g.room_id order by g.id) as place,
            count(*) over (partition by g.room_id) as of
        from gone as g
    ),

    numbered as (
        update core.rooms as r
        set seq = r.seq + counted.of
        from (select distinct placed.room_id, placed.of from placed) as counted
        where r.id = counted.room_id
        returning r.id, r.code, r.seq - counted.of as seq_before, core.announcement_audience(r.id) as audience
    ),

    appended as (
        insert into core.room_events (room_id, seq, type, audience, payload)
        select
            n.id,
            n.seq_before + placed.place,
            'player.left',
            n.audience,
            placed.view || '{"kicked": false}'
        from placed
        inner join numbered as n on n.id = placed.room_id
        returning room_events.room_id, room_events.seq
    ),

    woken as (
        select n.code, pg_notify('room_' || n.code, max(appended.seq)::text)
        from appended
        inner join numbered as n on n.id = appended.room_id
        group by n.code
    )

    select coalesce(jsonb_agg(woken.code), '[]') into codes
    from woken;
    return codes;
end;
$$;

comment on function core.player_disconnected is
'Marks players as away whose connection ended or who left. They keep their scores and may come back. A question does not
wait for players who left; for those whose connection broke it waits for live.absence_grace_ms. Ignores players who have
a newer connection than the given one. Returns the codes of the rooms that players left, as a list.';

revoke execute on function core.player_disconnected from public;
grant execute on function core.player_disconnected to authenticator;
