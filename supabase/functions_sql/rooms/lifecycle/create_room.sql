create or replace function public.create_room(
    quiz_id uuid,
    options jsonb default '{}'
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    host_id uuid := core.person_id();
begin
    select q.* into quiz
    from core.quizzes as q
    where q.id = create_room.quiz_id
    for key share;   -- the new room needs this lock; waiting for it later would delay everybody who makes a room
    perform core.require_may_host(quiz, array[host_id]);
    return core.room_snapshot(core.make_room(quiz, host_id, options));
end;
$$;

comment on function public.create_room is
'Makes a room for a quiz of the caller, or for a public quiz whose key the caller may know (core.may_host), and freezes
its questions. Returns the room. options, all optional: formula (kahoot, linear, accuracy), streak_bonus,
negative_points (the part of a question''s points that a wrong answer costs), confidence (whether answers say how sure
the player is), multipliers ({"3": 2}: question 3 counts double), locked, max_players, question_seconds (for questions
without a limit of their own), auto_advance_seconds (from the end of a question to the next), preload_seconds (for
pictures), announce_seconds (before every question opens), shuffle_questions, shuffle_choices (default: the quiz''s
setting), leaderboard_shown, question_on_phones, profanity_filter, team_mode (manual, balanced) and teams (their names),
mode (assigned: at each player''s own pace until closes_at), look ({"theme": dark, light or contrast, "colour":
"#rrggbb", "picture": "/media/<id>"}, of the wall and of the phones). PT401 not_signed_in, PT404 quiz_not_found, PT403
not_the_owner, key_not_shown, PT409 empty_quiz, PT422 unknown_option, bad_option, bad_time, bad_team_name, PT429
too_many_rooms, PT503 no_room_left.';

revoke execute on function public.create_room from public, anon;
grant execute on function public.create_room to authenticated;
