create or replace function core.player_welcome(player core.players) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    view jsonb := core.room_view(player.room_id, 'player');
    question jsonb := nullif(view -> 'question', 'null');
    last_question jsonb := nullif(view -> 'last_question', 'null');
    asked integer := (view -> 'question_number')::integer;
    told boolean := (select core.tells_marks(r) from core.rooms as r where r.id = player.room_id);
    own jsonb := (
        select jsonb_build_object('answered', count(*) > 0, 'response', (array_agg(a.response))[1])
        from core.live_answers as a
        where a.room_id = player.room_id and a.player_id = player.id
            and a.number = asked
    );
begin
    if view ->> 'mode' = 'assigned' then
        question := core.turn_view(player);
        view := view || jsonb_build_object('question', question, 'question_number', coalesce(
            (select max(t.number) from core.turns as t where t.player_id = player.id), 0
        ));
    elsif question is not null then
        view := jsonb_set(view, '{question}', question || own || jsonb_build_object(
            'limit_ms', round((question -> 'limit_ms')::numeric * player.time_factor),
            'remaining_ms', core.player_remaining_ms(player, asked)
        ));
    elsif last_question is not null then
        view := view || jsonb_build_object(
            'last_question', last_question || own, 'result', core.missed_result(player, asked)
        );
    end if;
    return view || core.player_view(player) || jsonb_build_object(
        'time_factor', trim_scale(player.time_factor),
        'score', case when told then player.score end,
        'streak', case when told then player.streak end,
        'rank', case when not told then null when view ->> 'state' = 'lobby' then 1 else core.rank_of(player) end,
        'players', core.player_list(player.room_id, false)
    );
end;
$$;

comment on function core.player_welcome is
'The welcome message for a player, without the resume token, of which only a hash is stored. The clock of its question
includes the player''s extra time. It has the player''s own response to the question that is open or has just closed.';
