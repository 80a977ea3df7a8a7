create or replace function core.player_welcome(player core.players) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    view jsonb := core.room_view(player.room_id);
begin
    if jsonb_typeof(view -> 'question') = 'object' then
        view := jsonb_set(view, '{question, answered}', to_jsonb(exists (
            select from core.live_answers as a
            where a.room_id = player.room_id and a.player_id = player.id
                and a.number = (view ->> 'question_number')::integer
        )));
    end if;
    return view || jsonb_build_object(
        'player_id', player.id,
        'nickname', player.nickname,
        'score', player.score,
        'streak', player.streak,
        'rank', (
            select count(*) + 1
            from core.players as p
            where p.room_id = player.room_id and p.kicked_at is null and p.score > player.score
        ),
        'players', core.player_list(player.room_id, false)
    );
end;
$$;

comment on function core.player_welcome is
'The welcome message for a player, but for their resume token, which is stored nowhere.';
