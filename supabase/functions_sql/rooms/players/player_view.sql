create or replace function core.player_view(player core.players) returns jsonb
language sql stable parallel safe   -- as jsonb_build_object is: else it is not inlined
return case
    when player.team is null then jsonb_build_object(
        'player_id', player.id, 'nickname', player.nickname, 'avatar', player.avatar
    )
    else jsonb_build_object(
        'player_id', player.id, 'nickname', player.nickname, 'avatar', player.avatar, 'team', player.team
    )
end;

comment on function core.player_view is $$
A player as everybody in the room may see them.
> select core.player_view(jsonb_populate_record(null::core.players, '{"nickname": "Ann", "avatar": "x1", "team": 2}'))
{"team": 2, "avatar": "x1", "nickname": "Ann", "player_id": null}
$$;
