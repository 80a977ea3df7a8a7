create or replace function core.events_since(
    room_code text,
    since bigint,
    most integer default 1000     -- events, so that a long log is read by pages
) returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    with room as materialized (   -- so that its clock is computed once, not for each event
        select r.id, r.question_on_phones, core.due_in_ms(r.id) as due_in_ms
        from core.rooms as r
        where r.code = (select core.canonical_code(events_since.room_code)) and r.seq > coalesce(events_since.since, 0)
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'seq', e.seq,
        'type', e.type,
        'number', e.payload -> 'number',
        'player_id', e.player_id,
        'host_ids', case when e.type = 'room.hosts' then jsonb_path_query_array(e.payload, '$.hosts[*].user_id') end,
        'due_in_ms', room.due_in_ms,
        'frames', core.event_frames(e::core.room_events, room.question_on_phones)
    ) order by e.seq), '[]')
    from room
    cross join lateral (
        select logged.*
        from core.room_events as logged
        where logged.room_id = room.id and logged.seq > coalesce(events_since.since, 0)
        order by logged.seq
        limit events_since.most
    ) as e;
$$;

comment on function core.events_since is
'The next events of a room after a seq, in order, for a relay: [{"seq", "type", "number", "player_id", "host_ids",
"due_in_ms", "frames"}]. number: of the question that the event is about. player_id: the one player whom it is for.
host_ids: the hosts after a room.hosts event. due_in_ms: the time until the room goes on by itself (core.due_in_ms).
frames: who receives what (core.event_frames).';

revoke execute on function core.events_since from public;
grant execute on function core.events_since to authenticator;
