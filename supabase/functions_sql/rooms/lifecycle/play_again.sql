create or replace function public.play_again(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    quiz core.quizzes;
    hosts uuid[];
    made uuid;
begin
    if room.next_room_id is not null then
        return core.room_snapshot(room.next_room_id);   -- called twice
    end if;
    if room.mode = 'assigned' then
        perform core.fail(
            409, 'assigned_game', 'An assigned game can''t be played again. Make a new one with its own closing time.'
        );
    end if;
    if room.state <> 'ended' then
        perform core.finish_room(room);
    end if;

    select array_agg(h.user_id) || room.host_id into hosts
    from core.room_hosts as h
    where h.room_id = room.id;
    select q.* into quiz
    from core.quizzes as q
    where q.id = room.quiz_id
    for key share;
    perform core.require_may_host(quiz, hosts);   -- one of them is enough: the owner may have handed the room over
    made := core.make_room(quiz, room.host_id, room.options - 'locked');
    insert into core.room_hosts (room_id, user_id)
    select made, h.user_id
    from core.room_hosts as h
    where h.room_id = room.id;
    insert into core.players (
        room_id, nickname, nickname_key, resume_hash, user_id, joined_number, joined_at, left_at, avatar, team,
        time_factor
    )
    select
        made, p.nickname, p.nickname_key, p.resume_hash, p.user_id, 1, p.joined_at, now(), p.avatar,
        p.team, p.time_factor
    from core.players as p
    where p.room_id = room.id and p.kicked_at is null;
    update core.rooms as r
    set next_room_id = made
    where r.id = room.id;
    return core.room_snapshot(made);
end;
$$;

comment on function public.play_again is
'Makes a new room of the same quiz, with the same options, hosts and players, and returns it. The players enter with the
resume tokens that they have; validate_room gives them the new code. A game that is still going on is ended first.
Calling it twice makes one room. PT404 quiz_not_found, PT403 not_the_host, not_the_owner, key_not_shown, PT409
assigned_game, empty_quiz, PT429 too_many_rooms, PT503 no_room_left.';

revoke execute on function public.play_again from public, anon;
grant execute on function public.play_again to authenticated;
