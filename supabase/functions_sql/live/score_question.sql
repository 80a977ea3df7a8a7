create or replace function core.score_question(room core.rooms) returns void
language plpgsql
set search_path = ''
as $$
declare
    streak_step integer := core.setting('live.streak_bonus');
    streak_most integer := core.setting('live.max_streak_bonus');
begin
    with question as materialized (
        select v.kind, v.key, q.points, q.limit_ms
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = room.id and q.number = room.question_number
    ),

    -- many gave the same response; each is marked once
    marks as materialized (
        select given.response, core.mark(question.kind, question.key, given.response) as fraction
        from question, (
            select distinct a.response
            from core.live_answers as a
            where a.room_id = room.id and a.number = room.question_number
        ) as given
    ),

    marked as materialized (
        select
            p.id as player_id,
            marks.fraction,
            question.kind in ('poll', 'slide') as unscored,
            core.answer_points(
                marks.fraction, round(a.elapsed_ms / p.time_factor)::integer, question.limit_ms, question.points,
                room.formula, room.negative_points, case when room.confidence then a.confidence end
            ) as points,
            case when marks.fraction >= 1 then p.streak + 1 else 0 end as streak
        from question
        cross join core.players as p
        left join core.live_answers as a
            on a.room_id = room.id and a.number = room.question_number and a.player_id = p.id
        left join marks on marks.response = a.response
        where p.room_id = room.id and p.kicked_at is null and p.joined_number <= room.question_number
    ),

    rewarded as materialized (
        select
            m.player_id,
            m.fraction,
            m.unscored,
            m.streak,
            coalesce(m.points, 0) + case
                when room.streak_bonus then core.streak_bonus(m.streak, streak_step, streak_most)
                else 0
            end as points
        from marked as m
    ),

    kept as (
        update core.live_answers as a
        set fraction = rewarded.fraction, points = rewarded.points
        from rewarded
        where a.room_id = room.id and a.number = room.question_number and a.player_id = rewarded.player_id
    )

    update core.players as p
    set score = p.score + rewarded.points, streak = rewarded.streak
    from rewarded
    where p.id = rewarded.player_id and not rewarded.unscored;
end;
$$;

comment on function core.score_question is
'Marks all answers to the question that a locked room is at, once, and adds them to scores and streaks. No answer breaks a
streak; a poll and a slide neither break nor lengthen one. Who has more time is measured against it.';
