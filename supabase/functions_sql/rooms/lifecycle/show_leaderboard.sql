create or replace function public.show_leaderboard(room_code text, shown boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if shown is null then
        perform core.fail(422, 'bad_shown', 'Say whether the leaderboard is to be shown: true or false.');
    end if;
    if room.leaderboard_shown <> shown then
        update core.rooms as r
        set leaderboard_shown = shown
        where r.id = room.id;

        -- In a live game scores don't change while a question is open, so this reveals nothing about the answers.
        perform core.append_event(
            room.id, 'room.leaderboard', jsonb_build_object('shown', shown) || core.boards(room.id, shown)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.show_leaderboard is
'Shows the leaderboard to everybody now and after each question, or hides it until the game ends. Returns the room.
PT403 not_the_host, PT409 room_ended, PT422 bad_shown.';

revoke execute on function public.show_leaderboard from public, anon;
grant execute on function public.show_leaderboard to authenticated;
