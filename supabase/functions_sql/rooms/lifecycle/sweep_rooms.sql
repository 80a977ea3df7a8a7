create or replace function core.sweep_rooms(
    most integer   -- events, and as many answers
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    due uuid[];
    events integer;
    answers integer;
begin
    due := array(
        select r.id
        from core.rooms as r
        where r.ended_at < now() - core.setting('live.events_kept_days') * interval '1 day' and not r.events_swept
        order by r.ended_at
        limit most / 10 + 1   -- a room has dozens of events
        for no key update skip locked   -- another process may be at the same work
    );
    delete from core.room_events as e
    where (e.room_id, e.seq) in (
        select old.room_id, old.seq
        from core.room_events as old
        where old.room_id = any(due) and old.type <> 'room.ended'   -- the final leaderboard, for whoever comes back
        limit most
    );
    get diagnostics events = row_count;
    update core.rooms as r
    set events_swept = true
    where r.id = any(due) and not exists (
        select from core.room_events as e
        where e.room_id = r.id and e.type <> 'room.ended'
    );

    due := array(
        select r.id
        from core.rooms as r
        where r.ended_at < now() - core.setting('live.answers_kept_days') * interval '1 day' and not r.answers_swept
        order by r.ended_at
        limit most / 10 + 1
        for no key update skip locked
    );
    delete from core.live_answers as a
    where (a.room_id, a.number, a.player_id) in (
        select old.room_id, old.number, old.player_id
        from core.live_answers as old
        where old.room_id = any(due)
        limit most
    );
    get diagnostics answers = row_count;
    update core.rooms as r
    set answers_swept = true
    where r.id = any(due) and not exists (select from core.live_answers as a where a.room_id = r.id);
    return events + answers;
end;
$$;

comment on function core.sweep_rooms is
'Deletes the event logs and the answers of ended rooms whose periods in core.settings are over, the oldest rooms first,
and notes on each room that nothing is left to delete. Returns how many rows it deleted.';

revoke execute on function core.sweep_rooms from public;
