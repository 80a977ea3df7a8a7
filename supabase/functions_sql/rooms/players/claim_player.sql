create or replace function public.claim_player(room_code text, resume text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    room core.rooms := core.room_of(room_code);
    player core.players;
begin
    if room.id is not null then
        room := core.locked_room(room_code);
        player := core.player_by_token(room, resume);
    end if;
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if player.user_id <> me then
        perform core.fail(409, 'already_claimed', 'Somebody else has this result in their account.');
    end if;
    if exists (select from core.players as p where p.room_id = room.id and p.user_id = me and p.id <> player.id) then
        perform core.fail(409, 'already_played', 'You have another result of this game in your account.');
    end if;
    update core.players as p
    set user_id = me
    where p.id = player.id;
    return core.player_view(player) || jsonb_build_object(
        'room_code', room.code,
        'score', case when core.tells_marks(room) then player.score end,
        'rank', case when core.tells_marks(room) then core.rank_of(player) end
    );
end;
$$;

comment on function public.claim_player is
'Adds the result of a game played under a nickname to the caller''s account. The resume token proves that it is theirs.
Claiming twice is no error. Returns the player with {"room_code", "score", "rank"}. PT401 not_signed_in, PT404
room_not_found, PT403 unknown_resume, kicked, PT409 already_claimed, already_played.';

revoke execute on function public.claim_player from public, anon;
grant execute on function public.claim_player to authenticated;
