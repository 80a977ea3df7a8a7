create or replace function core.finish_room(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    boards jsonb;
begin
    perform core.close_open_question(room);
    boards := core.boards(room.id, true);

    update core.rooms as r
    set state = 'ended', ended_at = clock_timestamp(), advance_at = null
    where r.id = room.id;

    perform core.append_event(room.id, 'room.ended', jsonb_build_object(
        'podium', jsonb_path_query_array(boards, '$.leaderboard[*] ? (@.rank <= 3 && @.score > 0)')
    ) || boards);
end;
$$;

comment on function core.finish_room is
'Ends a locked room. An open question is closed and scored first, so no accepted answer is lost. The podium has the
players of ranks 1 to 3 who have points, including all who share a rank.';
