create or replace function core.finish_room(room core.rooms) returns void
language plpgsql
set search_path = ''
as $$
declare
    board jsonb;
begin
    perform core.close_open_question(room);
    board := core.leaderboard(room.id);

    update core.rooms as r
    set state = 'ended', ended_at = clock_timestamp(), advance_at = null
    where r.id = room.id;

    perform core.append_event(room.id, 'room.ended', jsonb_build_object(
        'podium', jsonb_path_query_array(board, '$[*] ? (@.rank <= 3 && @.score > 0)'),
        'leaderboard', board,
        'teams', core.team_board(room.id)
    ));
end;
$$;

comment on function core.finish_room is
'Ends a locked room; a question that was open is closed and scored first, so nothing that was accepted is lost. On the
podium are ranks 1 to 3, all who share one, and nobody without a point.';
