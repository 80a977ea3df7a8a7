create or replace function public.skip_question(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_question(room);
    perform core.close_open_question(room, skipped => true);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.skip_question is
'Takes the open question out of the game: nobody scores for it, it breaks no streak, and its key is not published.
Returns the room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game.';

revoke execute on function public.skip_question from public, anon;
grant execute on function public.skip_question to authenticated;
