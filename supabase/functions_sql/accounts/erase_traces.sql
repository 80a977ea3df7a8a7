create or replace function core.erase_traces(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    attempts uuid[] := array(
        select distinct t.id
        from core.attempts as t
        inner join core.answers as a on a.attempt_id = t.id
        where t.user_id = person_id
            and (jsonb_typeof(a.response) = 'string' and a.response <> '""' or a.comment is not null)
    );
    games uuid[] := array(
        select distinct p.room_id
        from core.players as p
        inner join core.live_answers as a on a.room_id = p.room_id and a.player_id = p.id
        where p.user_id = person_id and jsonb_typeof(a.response) = 'string' and a.response <> '""'
    );
begin
    -- In the order in which regrade_quiz locks them; one by one, each answer would be held before its statistics
    perform from core.attempts as t where t.id = any (attempts) order by t.id for no key update;
    perform core.unfold_statistics(attempts || games);
    update core.answers as a
    set response = case when jsonb_typeof(a.response) = 'string' then '""' else a.response end, comment = null
    where a.attempt_id = any (attempts);
    update core.live_answers as a
    set response = '""'
    from core.players as p
    where a.room_id = any (games) and p.room_id = a.room_id and p.id = a.player_id and p.user_id = person_id
        and jsonb_typeof(a.response) = 'string';
    -- the log of an ended game shows texts that were answered; its final leaderboard stays
    delete from core.room_events as e
    using core.players as p, core.rooms as r
    where p.user_id = person_id and r.id = p.room_id and r.ended_at is not null
        and e.room_id = r.id and e.type <> 'room.ended';
    update core.room_events as e
    set payload = core.without_name(e.payload, p.id, p.user_id)
    from core.players as p
    where p.user_id = person_id and e.room_id = p.room_id and e.payload::text like '%' || p.id || '%';
    update core.room_events as e
    set payload = core.without_name(e.payload, null, person_id)
    where e.type = 'room.hosts' and e.payload::text like '%' || person_id || '%' and e.room_id in (
        select r.id from core.rooms as r where r.state <> 'ended' or r.host_id = person_id
        union all
        select h.room_id from core.room_hosts as h where h.user_id = person_id
    );
    update core.players as p
    set nickname = 'Deleted account', nickname_key = p.id::text, avatar = ''
    where p.user_id = person_id and p.nickname_key <> p.id::text;
    delete from core.user_events as e where e.user_id = person_id;
    -- how many people they were stays
    delete from core.active_people as a where a.user_id = person_id;
    delete from core.credit_people as c where c.user_id = person_id;
    delete from core.certificates as c
    using core.attempts as t
    where t.id = c.attempt_id and t.user_id = person_id;
end;
$$;

comment on function core.erase_traces is
'Removes what a person wrote, for good: the texts that they answered in attempts and games, their nicknames in games and
in the events of games, the other events of games that have ended, their own events and certificates, and on which days
they were active. Their marks and points and the quizzes that others may have taken stay, without a name; so does the
final leaderboard of a game.';

revoke execute on function core.erase_traces from public;
