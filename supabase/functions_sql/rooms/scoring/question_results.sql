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
    asked core.room_questions;
    asked_kind core.question_kind;
begin
    select q.* into asked
    from core.room_questions as q
    where q.room_id = question_results.room_id and q.number = question_results.number;
    select v.kind into asked_kind
    from core.question_versions as v
    where v.question_id = asked.question_id and v.version = asked.version;
    if asked.closed_at is null or asked.skipped or asked_kind = 'slide' then
        return '[]';
    end if;
    return (
        select coalesce(json_agg(json_build_object(
            'player_id', p.id,
            'message', core.result_message(
                asked.number, case when core.is_scored(asked_kind) then coalesce(a.fraction >= 1, false) end,
                coalesce(a.points, 0), p.score, p.rank, p.streak
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
'What each player receives about a closed question: [{"player_id", "message": result}]. correct: wholly right; null
for a poll. Players who joined later receive nothing. Empty while the question is open, for a slide and for a skipped
question.';

revoke execute on function core.question_results from public;
grant execute on function core.question_results to authenticator;
