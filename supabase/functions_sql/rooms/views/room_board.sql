create or replace function public.room_board(room_code text) returns table (
    place bigint,
    rank bigint,
    player_id uuid,
    nickname text,
    avatar text,
    team integer,
    score bigint,
    streak integer
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    person uuid := core.person_id();
    room core.rooms;
begin
    select r.* into room
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code)) and (
        r.id in (select h.room_id from core.hosted_rooms as h) or r.id in (select p.room_id from core.played_rooms as p)
    );
    if not found then
        perform core.fail(404, 'room_not_found', 'There is no room with this code.');
    end if;
    if room.id not in (select h.room_id from core.hosted_rooms as h) and not (
        room.leaderboard_shown and (room.mode = 'live' or room.state = 'ended')
    ) then
        perform core.fail(403, 'leaderboard_not_shown', 'The leaderboard of this room is not shown now.');
    end if;
    return query
    select
        row_number() over (order by p.score desc, p.joined_at, p.id),
        rank() over (order by p.score desc),
        p.id,
        p.nickname,
        p.avatar,
        p.team,
        p.score,
        p.streak
    from core.players as p
    where p.room_id = room.id and p.kicked_at is null
    order by 1;
end;
$$;

comment on function public.room_board is
'The leaderboard of a room, one player a row, for its hosts and its players who are signed in. Players see it where the
room shows it, and that of an assigned game once it has ended. place numbers the rows; equal scores share a rank. PT401
not_signed_in; PT404 room_not_found; PT403 leaderboard_not_shown.';
revoke execute on function public.room_board from public, anon;
grant execute on function public.room_board to authenticated;
