create or replace function core.question_results(
    room_id uuid,
    number integer,
    player_ids uuid[] default null   -- null: all
) returns json
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
declare
    room_question core.room_questions;
    kind core.question_kind;
    board_shown boolean := (select r.leaderboard_shown from core.rooms as r where r.id = question_results.room_id);
begin
    select q.* into room_question
    from core.room_questions as q
    where q.room_id = question_results.room_id and q.number = question_results.number;
    select v.kind into kind
    from core.question_versions as v
    where v.question_id = room_question.question_id and v.version = room_question.version;
    if room_question.closed_at is null or room_question.skipped or kind = 'slide' then
        return '[]';
    end if;
    return (
        with scores as (   -- each score with who has it and joined first
            select
                ranked.score, count(*) as players,
                (array_agg(ranked.nickname order by ranked.joined_at, ranked.id))[1] as nickname
            from core.players as ranked
            where ranked.room_id = question_results.room_id and ranked.kicked_at is null
            group by ranked.score
        ),

        places as (
            select
                s.score,
                (sum(s.players) over best_first - s.players + 1)::bigint as rank,
                lag(s.nickname) over best_first as nickname_ahead,
                lag(s.score) over best_first - s.score as points_ahead
            from scores as s
            window best_first as (order by s.score desc)
        )

        select coalesce(json_agg(json_build_object(
            'player_id', p.id,
            'message', core.result_message(
                room_question.number,
                core.is_right(kind, a.fraction),
                core.outcome(kind, a.player_id is not null, a.fraction),
                coalesce(a.points, 0), p.score, places.rank, p.streak,
                case when board_shown and places.rank > 1 then
                    jsonb_build_object('nickname', places.nickname_ahead, 'points', places.points_ahead)
                end
            )
        )), '[]')
        from core.players as p
        inner join places on places.score = p.score
        left join core.live_answers as a
            on a.room_id = question_results.room_id and a.number = question_results.number and a.player_id = p.id
        where p.room_id = question_results.room_id and p.kicked_at is null
            and p.joined_number <= question_results.number
            and (player_ids is null or p.id in (select unnest(player_ids)))
    );
end;
$$;

comment on function core.question_results is
'What each player receives about a closed question: [{"player_id", "message": result}]. In a result, correct says
whether the answer was entirely right (null for a poll), outcome which of five it was (core.outcome), and ahead who is
one place ahead (core.ahead_of). Players who joined later receive nothing. The list is empty while the question is open,
for a slide and for a skipped question.';

revoke execute on function core.question_results from public;
grant execute on function core.question_results to authenticator;
