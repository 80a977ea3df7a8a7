create or replace function core.take_turn_answer(
    player_id uuid,
    number integer,
    response text,           -- JSON
    confidence text,
    age_ms integer default 0 -- how long it waited in the relay
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    received_at timestamptz := clock_timestamp()
        - least(greatest(coalesce(age_ms, 0), 0), core.setting('live.max_answer_age_ms')) * interval '1 ms';
    given jsonb := (core.read_responses(array[response]))[1];
    sure core.confidence := core.read_confidence(confidence);
    player core.players;
    room core.rooms;
    question record;
    kept core.live_answers;
    earned integer;
    part numeric;
begin
    player := core.own_player(take_turn_answer.player_id);
    select r.* into room
    from core.rooms as r
    where r.id = player.room_id;
    if room.mode <> 'assigned' then
        perform core.fail(409, 'not_assigned', 'In this room the host opens the questions.');
    end if;

    select v.kind, v.choices, v.display, v.key, q.points, q.limit_ms, t.opened_at, t.due_at into question
    from core.turns as t
    inner join core.room_questions as q on q.room_id = t.room_id and q.number = t.number
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where t.player_id = player.id and t.number = take_turn_answer.number
        and not exists (
            select from core.turns as later where later.player_id = player.id and later.number > t.number
        );
    select a.* into kept
    from core.live_answers as a
    where a.room_id = room.id and a.number = take_turn_answer.number and a.player_id = player.id;

    if kept.player_id is not null and kept.response is distinct from given then
        return core.rejection(number, 'already_answered');
    elsif kept.player_id is null then
        if question.opened_at is null or room.state = 'ended' then
            return core.rejection(number, 'not_open');
        elsif received_at > question.due_at + core.setting('live.grace_ms') * interval '1 ms' then
            return core.rejection(number, 'too_late');
        elsif core.check_response(question.kind, question.choices, given, question.display) is not null then
            return core.rejection(number, 'invalid_response', core.check_response(
                question.kind, question.choices, given, question.display
            ));
        end if;
        part := core.mark(question.kind, question.key, given);
        earned := coalesce(core.answer_points(
            part, round(1000 * extract(epoch from received_at - question.opened_at) / player.time_factor)::integer,
            question.limit_ms, question.points, room.formula, room.negative_points,
            case when room.confidence then sure end
        ), 0);
        if core.is_scored_live(question.kind) then
            player.streak := case when part >= 1 then player.streak + 1 else 0 end;
            earned := earned + case when room.streak_bonus then core.streak_bonus(
                player.streak,
                core.setting('live.streak_bonus')::integer,
                core.setting('live.max_streak_bonus')::integer
            ) else 0 end;
        end if;
        insert into core.live_answers (
            room_id, number, player_id, response, elapsed_ms, received_at, fraction, points, confidence
        )
        values (
            room.id, take_turn_answer.number, player.id, given,
            greatest(0, floor(1000 * extract(epoch from received_at - question.opened_at))),
            received_at, part, earned, sure
        )
        returning * into kept;
        update core.players as p
        set score = p.score + earned, streak = player.streak
        where p.id = player.id
        returning p.* into player;
    end if;
    return jsonb_build_array(jsonb_build_object('type', 'answer.accepted', 'question', number), case
        when core.tells_marks(room) then
            core.result_message(
                number, kept.fraction >= 1, core.outcome(question.kind, true, kept.fraction), kept.points,
                player.score, core.rank_of(player), player.streak, core.ahead_of(player)
            )
        else core.result_message(number, null, null, null, null, null, null, null)
    end);
end;
$$;

comment on function core.take_turn_answer is
'Stores a player''s answer in an assigned game and marks it at once. Returns the messages for the player as a list. The
result says whether the answer was right, where core.tells_marks, but does not contain the key, because others may still
be playing. Repeating a call changes nothing. PT403 kicked, PT409 not_assigned.';

revoke execute on function core.take_turn_answer from public;
grant execute on function core.take_turn_answer to authenticator;
