create or replace function core.open_turn(player_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
    room core.rooms;
    last_turn core.turns;
    kind core.question_kind;
    starts_at timestamptz;
begin
    player := core.own_player(open_turn.player_id);
    select r.* into room
    from core.rooms as r
    where r.id = player.room_id;
    perform core.require_not_ended(room);
    if room.mode <> 'assigned' then
        perform core.fail(409, 'not_assigned', 'In this room the host opens the questions.');
    end if;

    starts_at := clock_timestamp();
    if room.expires_at <= starts_at then
        perform core.fail(409, 'room_ended', 'This game has ended.');
    end if;
    select t.* into last_turn
    from core.turns as t
    where t.player_id = player.id
    order by t.number desc
    limit 1;
    if last_turn.number is not null then
        select v.kind into kind
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = room.id and q.number = last_turn.number;
        if not exists (
            select from core.live_answers as a
            where a.room_id = room.id and a.number = last_turn.number and a.player_id = player.id
        ) then
            if last_turn.due_at > starts_at and kind <> 'slide' then
                return jsonb_build_object('type', 'turn.opened') || core.turn_view(player);
            end if;
            if core.is_scored_live(kind) then
                update core.players as p
                set streak = 0
                where p.id = player.id
                returning p.* into player;
            end if;
        end if;
    end if;

    if coalesce(last_turn.number, 0) >= room.question_total then
        update core.players as p
        set finished_at = coalesce(p.finished_at, starts_at)
        where p.id = player.id;
        return jsonb_build_object(
            'type', 'turn.finished',
            'score', case when core.tells_marks(room) then player.score end,
            'rank', case when core.tells_marks(room) then core.rank_of(player) end,
            'players', core.player_count(room.id),
            'closes_at', room.expires_at
        ) || core.boards(room.id, room.leaderboard_shown and core.tells_marks(room));
    end if;
    insert into core.turns (room_id, player_id, number, opened_at, due_at)
    select
        q.room_id, player.id, q.number, starts_at,
        least(room.expires_at, starts_at + q.limit_ms * player.time_factor * interval '1 ms')
    from core.room_questions as q
    where q.room_id = room.id and q.number = coalesce(last_turn.number, 0) + 1;
    return jsonb_build_object('type', 'turn.opened') || core.turn_view(player);
end;
$$;

comment on function core.open_turn is
'Opens the next turn of a player and returns its message, as public.next_turn describes. A player has one open question
at a time. A question whose time has run out counts as not answered. PT403 kicked, PT409 not_assigned, room_ended.';

revoke execute on function core.open_turn from public;
grant execute on function core.open_turn to authenticator;
