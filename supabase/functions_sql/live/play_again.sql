create or replace function public.play_again(room_code text) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    made jsonb;
begin
    if room.next_room_id is not null then
        return core.room_snapshot(room.next_room_id);   -- pressed twice
    end if;
    if room.mode = 'assigned' then
        perform core.fail(409, 'own_pace', 'An assigned game is not played again; make a new one with its own date.');
    end if;
    if room.state <> 'ended' then
        perform core.finish_room(room);
    end if;

    made := public.create_room(room.quiz_id, room.options - '{locked}'::text[]);
    insert into core.room_hosts (room_id, user_id)
    select (made ->> 'room_id')::uuid, hosting.id
    from (select room.host_id as id union select h.user_id from core.room_hosts as h where h.room_id = room.id) as hosting
    where hosting.id <> auth.uid();
    insert into core.players (
        room_id, nickname, nickname_key, resume_hash, user_id, joined_number, joined_at, left_at, avatar, team, time_factor
    )
    select
        (made ->> 'room_id')::uuid, p.nickname, p.nickname_key, p.resume_hash, p.user_id, 1, p.joined_at, now(), p.avatar,
        p.team, p.time_factor
    from core.players as p
    where p.room_id = room.id and p.kicked_at is null;
    update core.rooms as r
    set next_room_id = (made ->> 'room_id')::uuid
    where r.id = room.id;
    return core.room_snapshot((made ->> 'room_id')::uuid);
end;
$$;

comment on function public.play_again is
'A new room of the same quiz, played in the same way by the same players, who come in with the resume tokens that they have
(validate_room tells them its code). What is still going on ends first. Pressed twice, it makes one room. PT404
room_not_found, quiz_not_found, PT403 not_the_host, PT409 own_pace, empty_quiz, PT429 too_many_rooms, PT503 no_room_left.';

revoke execute on function public.play_again from public, anon;
grant execute on function public.play_again to authenticated;
