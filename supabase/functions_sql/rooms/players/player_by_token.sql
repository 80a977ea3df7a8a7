create or replace function core.player_by_token(room core.rooms, resume text) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    select p.* into player
    from core.players as p
    where p.room_id = room.id and p.resume_hash = sha256(convert_to(coalesce(resume, ''), 'UTF8'));
    if found then
        perform core.require_not_kicked(player);
        perform core.count_call('writes', player.id::text);
    end if;
    return player;
end;
$$;

comment on function core.player_by_token is
'The player of a room with this resume token; null if there is none, for core.refuse_resume. Whoever has the token is
counted by themselves, so 500 phones behind one address have 500 times the calls. PT403 kicked,
PT429 too_many_requests.';
