create or replace function core.add_player(
    room core.rooms,     -- locked
    username text,       -- null: the caller's display name
    resume_token text,
    avatar text,         -- null: a seed made from the nickname
    team integer         -- null: the smallest team
) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    named text;
    player core.players;
begin
    perform core.require_not_ended(room);
    if room.locked then
        perform core.fail(409, 'room_locked', 'The host has locked this room. Ask the host to unlock it.');
    end if;
    -- each of them joined with an event, so nobody is counted before that many events
    if room.max_players <= room.seq and room.max_players <= core.player_count(room.id) then
        perform core.fail(409, 'room_full', 'This room is full. Ask the host whether a place becomes free.');
    end if;
    named := core.clean_nickname(coalesce(
        username, (select left(p.display_name, 30) from core.profiles as p where p.id = core.caller_id())
    ));
    if room.profanity_filter and core.is_blocked(named) then
        perform core.fail(422, 'blocked_nickname', 'Choose another nickname, please.');
    end if;
    if exists (
        select from core.players as p
        where p.room_id = room.id and p.kicked_at is not null and p.nickname_key = core.nickname_key(named)
    ) then
        perform core.fail(403, 'kicked', 'The host has removed a player with this nickname from this room.');
    end if;
    if avatar !~ '^[A-Za-z0-9_-]{1,40}$' then
        perform core.fail(422, 'bad_avatar', 'An avatar''s seed must be 1 to 40 letters, digits, _ or -.');
    end if;

    insert into core.players as p (
        room_id, nickname, nickname_key, resume_hash, user_id, joined_number, avatar, team
    )
    values (
        room.id, named, core.nickname_key(named), sha256(convert_to(resume_token, 'UTF8')), core.caller_id(),
        case when room.state in ('open', 'paused') then room.question_number else room.question_number + 1 end,
        coalesce(avatar, left(md5(named), 12)), core.team_of_newcomer(room, team)
    )
    on conflict (room_id, nickname_key) where kicked_at is null do nothing
    returning p.* into player;

    if player.id is null then
        perform core.fail(
            409, 'nickname_taken',
            'Somebody in this room has this nickname, or one that looks like it. Choose another.'
        );
    end if;
    return player;
end;
$$;

comment on function core.add_player is
'Adds a new player to a locked room and returns the row. PT409 room_ended, room_locked, room_full, nickname_taken, PT403
kicked, PT422 bad_nickname, nickname_required, blocked_nickname, bad_avatar, bad_team.';
