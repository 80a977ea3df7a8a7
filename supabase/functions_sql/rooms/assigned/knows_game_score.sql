create or replace function core.knows_game_score(room_id uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select auth.jwt() ->> 'role' = 'service_role' or exists (
        select from core.rooms as r
        where r.id = knows_game_score.room_id and (
            core.tells_marks(r)
            or r.host_id = core.caller_id()
            or exists (select from core.room_hosts as h where h.room_id = r.id and h.user_id = core.caller_id())
        )
    );
$$;

comment on function core.knows_game_score is
'Whether the caller may know the scores of a room: its hosts always, its players where core.tells_marks.';

grant execute on function core.knows_game_score to authenticated, service_role;
