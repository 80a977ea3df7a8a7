create or replace function core.score_question(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
-- Statistics hardly cover a new room, and a nested loop would take time quadratic in its players.
set enable_nestloop = off
as $$
declare
    room_question core.room_questions;
    question core.question_versions;
    streak_step integer := core.setting('live.streak_bonus');
    streak_most integer := core.setting('live.max_streak_bonus');
begin
    select q.* into room_question
    from core.room_questions as q
    where q.room_id = room.id and q.number = room.question_number;
    select v.* into question
    from core.question_versions as v
    where v.question_id = room_question.question_id and v.version = room_question.version;

    with given as materialized (
        select a.player_id, a.response, a.elapsed_ms, a.confidence
        from core.live_answers as a
        where a.room_id = room.id and a.number = room.question_number
    ),

    -- many players gave the same response, so each is marked once
    marks as materialized (
        select g.response, core.nearest_mark(
            question.key,
            core.mark(question.kind, question.key, g.response),
            case when question.key ? 'nearest' then rank() over (
                order by abs(core.read_number(g.response) - (question.key ->> 'value')::numeric)
            ) end
        ) as fraction
        from given as g
        group by g.response
    ),

    marked as materialized (
        select
            p.id as player_id,
            marks.fraction,
            core.answer_points(
                marks.fraction, round(g.elapsed_ms / p.time_factor)::integer, room_question.limit_ms,
                room_question.points, room.formula, room.negative_points,
                case when room.confidence then g.confidence end
            ) as points,
            case when marks.fraction >= 1 then p.streak + 1 else 0 end as streak
        from core.players as p
        left join given as g on g.player_id = p.id
        left join marks on marks.response = g.response
        where p.room_id = room.id and p.kicked_at is null and p.joined_number <= room.question_number
    ),

    kept as (
        update core.live_answers as a
        set fraction = m.fraction, points = coalesce(m.points, 0) + case
            when room.streak_bonus then core.streak_bonus(m.streak, streak_step, streak_most)
            else 0
        end
        from marked as m
        where a.room_id = room.id and a.number = room.question_number and a.player_id = m.player_id
        returning a.player_id, a.points
    )

    update core.players as p
    set previous_score = p.score, score = p.score + coalesce(kept.points, 0), streak = m.streak
    from marked as m
    left join kept on kept.player_id = m.player_id
    where p.room_id = room.id and p.id = m.player_id and core.is_scored_live(question.kind);
end;
$$;

comment on function core.score_question is
'Marks all answers to the current question of a locked room, once, and adds their points to scores and streaks. A
missing answer breaks a streak; polls and slides neither break nor lengthen it. Points for speed are computed with each
player''s own time.';
