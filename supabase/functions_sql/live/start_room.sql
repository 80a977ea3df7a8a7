create or replace function public.start_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if room.state <> 'lobby' then
        perform core.fail(409, 'already_started', 'This game has started already.');
    end if;
    perform core.open_question(room, 1);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.start_room is
'Opens the first question. PT404 room_not_found, PT403 not_the_host, PT409 already_started, room_ended.';

revoke execute on function public.start_room from public, anon;
grant execute on function public.start_room to authenticated;
