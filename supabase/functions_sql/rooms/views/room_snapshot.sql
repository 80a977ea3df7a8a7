create or replace function core.room_snapshot(room_id uuid) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'room_code', r.code,
        'room_id', r.id,
        'title', r.title,
        'state', r.state,
        'seq', r.seq,
        'max_players', r.max_players,
        'question_number', r.question_number,
        'question_total', r.question_total,
        'remaining_ms', case when r.state in ('open', 'paused') then core.remaining_ms(r.id, r.question_number) end,
        'players', core.player_count(r.id)
    ) || core.room_settings(r)
    from core.rooms as r
    where r.id = room_snapshot.room_id;
$$;

comment on function core.room_snapshot is
'A room as it is now, for its hosts. The functions that hosts call return this.';
