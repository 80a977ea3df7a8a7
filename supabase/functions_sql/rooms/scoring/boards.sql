create or replace function core.boards(room_id uuid, shown boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'leaderboard', case when shown then core.leaderboard(room_id) else '[]' end,
        'teams', case when shown then core.team_board(room_id) else '[]' end
    );
$$;

comment on function core.boards is
'The leaderboards of a room''s players and of its teams: {"leaderboard", "teams"}. Both are empty if they are not
shown.';
