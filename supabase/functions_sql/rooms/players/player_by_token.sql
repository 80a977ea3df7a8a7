create or replace function core.player_by_token(room core.rooms, resume text) returns core.players
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    select p.* into player
    from core.players as p
    where p.room_id = room.id and p.resume_hash = sha256(convert_to(coalesce(resume, ''), 'UTF8'));
    if not found then
        perform core.fail(
            403, 'unknown_resume', 'This resume token does not belong to this room. Join with a nickname instead.'
        );
    end if;
    perform core.require_not_kicked(player);
    return player;
end;
$$;

comment on function core.player_by_token is
'The player of a room with this resume token. PT403 unknown_resume, kicked.';
