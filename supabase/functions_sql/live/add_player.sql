create or replace function core.add_player(
    room core.rooms,     -- locked
    username text,       -- null: the display name of the person who calls
    resume_token text
) returns core.players
language plpgsql
set search_path = ''
as $$
declare
    nickname text;
    player core.players;
begin
    perform core.require_not_ended(room);
    if room.locked then
        perform core.fail(409, 'room_locked', 'The host has locked this room.');
    end if;
    if room.max_players <= (select count(*) from core.players as p where p.room_id = room.id and p.kicked_at is null) then
        perform core.fail(409, 'room_full', 'This room is full.');
    end if;
    nickname := core.clean_nickname(coalesce(
        username, (select left(p.display_name, 30) from core.profiles as p where p.id = auth.uid())
    ));

    insert into core.players as p (room_id, nickname, nickname_key, resume_hash, user_id, joined_number)
    values (
        room.id, nickname, core.nickname_key(nickname), sha256(convert_to(resume_token, 'UTF8')), auth.uid(),
        case when room.state in ('open', 'paused') then room.question_number else room.question_number + 1 end
    )
    on conflict (room_id, nickname_key) where kicked_at is null do nothing
    returning p.* into player;

    if player.id is null then
        perform core.fail(409, 'nickname_taken', 'Somebody in this room has this nickname, or one that looks like it.');
    end if;
    return player;
end;
$$;

comment on function core.add_player is
'Somebody new in a room. PT409 room_ended, room_locked, room_full, nickname_taken, PT422 bad_nickname, nickname_required.';
