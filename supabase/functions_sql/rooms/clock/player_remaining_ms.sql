create or replace function core.player_remaining_ms(player core.players, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when q.closed_at is not null then 0
        else greatest(
            0,
            round(q.limit_ms * player.time_factor) - core.running_ms(
                q.opened_at, core.clock_pauses(q.pauses, q.silences, player.realtime_during), clock_timestamp()
            )
        )
    end::integer
    from core.room_questions as q
    where q.room_id = player.room_id and q.number = player_remaining_ms.number;
$$;

comment on function core.player_remaining_ms is
'How long a player may still answer a question of a live game, in ms at the time of the call, with their extra time. 0
if the question is closed.';
