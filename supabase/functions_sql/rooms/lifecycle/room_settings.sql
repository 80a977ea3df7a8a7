create or replace function core.room_settings(room core.rooms) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'locked', room.locked,
        'formula', room.formula,
        'streak_bonus', room.streak_bonus,
        'mode', room.mode,
        'closes_at', case when room.mode = 'assigned' then room.expires_at end,
        'leaderboard_shown', room.leaderboard_shown,
        'question_on_phones', room.question_on_phones,
        'confidence', room.confidence,
        'negative_points', trim_scale(room.negative_points),
        'auto_advance_ms', room.auto_advance_ms,
        'team_mode', room.team_mode,
        'teams', core.team_list(room.id),
        'look', room.options -> 'look'
    );
$$;

comment on function core.room_settings is
'The settings of a game that everybody in the room may see, as an object.';
