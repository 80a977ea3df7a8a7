create or replace function core.erase_traces(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.answers as a
    set response = '""'
    from core.attempts as t
    where t.id = a.attempt_id and t.user_id = person_id
        and jsonb_typeof(a.response) = 'string' and a.response <> '""';
    update core.live_answers as a
    set response = '""'
    from core.players as p
    where a.room_id = p.room_id and a.player_id = p.id and p.user_id = person_id
        and jsonb_typeof(a.response) = 'string' and a.response <> '""';
    update core.players as p
    set nickname = 'Deleted account', nickname_key = p.id::text, avatar = ''
    where p.user_id = person_id and p.nickname_key <> p.id::text;
    delete from core.user_events as e where e.user_id = person_id;
end;
$$;

comment on function core.erase_traces is
'Removes what a person wrote, for good: the texts that they answered in attempts and games, their nicknames in games,
and their events. Their marks and points and the quizzes that others may have taken stay, without a name; so does the
final leaderboard that was announced at the end of a game.';

revoke execute on function core.erase_traces from public;
