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
        select coalesce(json_agg(json_build_object(
            'player_id', p.id,
            'message', core.result_message(
                room_question.number, core.is_right(kind, a.fraction), coalesce(a.points, 0), p.score, p.rank, p.streak
            )
        )), '[]')
        from (
            select
                ranked.id, ranked.score, ranked.streak, ranked.joined_number,
                rank() over (order by ranked.score desc) as rank
            from core.players as ranked
            where ranked.room_id = question_results.room_id and ranked.kicked_at is null
        ) as p
        left join core.live_answers as a
            on a.room_id = question_results.room_id and a.number = question_results.number and a.player_id = p.id
        where p.joined_number <= question_results.number
            and (player_ids is null or p.id in (select unnest(player_ids)))
    );
end;
$$;

comment on function core.question_results is
'What each player receives about a closed question: [{"player_id", "message": result}]. In a result, correct says
whether the answer was entirely right; it is null for a poll. Players who joined later receive nothing. The list is
empty while the question is open, for a slide and for a skipped question.';

revoke execute on function core.question_results from public;
grant execute on function core.question_results to authenticator;
