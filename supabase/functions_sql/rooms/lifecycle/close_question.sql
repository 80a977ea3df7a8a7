create or replace function public.close_question(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    if room.state <> 'closed' then   -- another host or the clock may have closed it first
        perform core.require_question(room);
        perform core.close_open_question(room);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.close_question is
'Closes the open question now and scores it. Closing twice is no error. Returns the room. PT403 not_the_host, PT409
no_open_question, room_ended, assigned_game.';

revoke execute on function public.close_question from public, anon;
grant execute on function public.close_question to authenticated;
