create or replace function core.make_room(
    quiz core.quizzes,   -- locked for key share
    host_id uuid,
    options jsonb
) returns uuid
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    wanted record;
    seed integer := floor(random() * 2147483647);
    drawn_ids uuid[];
begin
    options := core.room_options(options);
    select * into wanted
    from jsonb_to_record(options) as given (
        formula core.live_formula, streak_bonus boolean, locked boolean, max_players numeric, question_seconds numeric,
        shuffle_questions boolean, shuffle_choices boolean, mode core.room_mode, closes_at timestamptz,
        auto_advance_seconds numeric, preload_seconds numeric, announce_seconds numeric, leaderboard_shown boolean,
        question_on_phones boolean, profanity_filter boolean, confidence boolean, negative_points numeric,
        team_mode core.team_mode, multipliers jsonb
    );

    perform core.require_room_left(host_id, coalesce(wanted.mode, 'live'));
    quiz.shuffle_questions := coalesce(wanted.shuffle_questions, quiz.shuffle_questions);
    quiz.shuffle_choices := coalesce(wanted.shuffle_choices, quiz.shuffle_choices);
    drawn_ids := array(select d.question_id from core.drawn_questions(quiz, seed) as d order by d.place);
    if drawn_ids = '{}' then
        perform core.fail(409, 'empty_quiz', 'This quiz has no questions yet. Its owner can add some.');
    end if;
    loop
        insert into core.rooms as r (
            code, quiz_id, host_id, title, formula, streak_bonus, locked, max_players, question_total, expires_at,
            options, mode, state, leaderboard_shown, question_on_phones, profanity_filter, confidence,
            negative_points, team_mode, auto_advance_ms, preload_ms, announce_ms
        )
        values (
            core.new_room_code(), quiz.id, host_id, quiz.title, coalesce(wanted.formula, 'kahoot'),
            coalesce(wanted.streak_bonus, false), coalesce(wanted.locked, false),
            coalesce(wanted.max_players, least(core.setting('live.max_players_per_room'), 100000)),
            cardinality(drawn_ids),
            coalesce(wanted.closes_at, now() + core.setting('live.room_max_age_s') * interval '1 s'), make_room.options,
            coalesce(wanted.mode, 'live'),
            case when wanted.mode = 'assigned' then 'open' else 'lobby' end::core.room_state,
            coalesce(wanted.leaderboard_shown, true), coalesce(wanted.question_on_phones, true),
            coalesce(wanted.profanity_filter, false), coalesce(wanted.confidence, false),
            coalesce(wanted.negative_points, 0), coalesce(wanted.team_mode, 'none'),
            wanted.auto_advance_seconds * 1000,
            coalesce(wanted.preload_seconds * 1000, core.setting('live.preload_ms')),
            coalesce(wanted.announce_seconds * 1000, core.setting('live.announce_ms'))
        )
        on conflict (code) do nothing
        returning r.* into room;
        exit when found;
    end loop;

    insert into core.quiz_media_uses (media_id, quiz_id)
    select m.id, quiz.id from core.media as m where m.id = any (core.media_ids(options #>> '{look,picture}'))
    for key share   -- of what is being deleted at this moment, nothing is noted
    on conflict do nothing;

    insert into core.teams (room_id, number, name)
    select room.id, listed.number, core.clean_team_name(listed.name)
    from jsonb_array_elements_text(options -> 'teams') with ordinality as listed (name, number);

    insert into core.room_questions (room_id, number, question_id, version, points, multiplier, limit_ms, choice_order)
    select
        room.id,
        drawn.number,
        q.id,
        q.version,
        round(q.points * core.setting('live.points_per_point') * drawn.multiplier),
        drawn.multiplier,
        coalesce(q.time_limit_ms, wanted.question_seconds * 1000, core.setting('live.default_limit_ms')),
        core.drawn_order(quiz, q, seed)
    from (
        select
            listed.id,
            listed.number,
            coalesce((wanted.multipliers ->> listed.number::text)::numeric, 1) as multiplier
        from unnest(drawn_ids) with ordinality as listed (id, number)
    ) as drawn
    inner join core.questions as q on q.id = drawn.id;

    return room.id;
end;
$$;

comment on function core.make_room is
'Makes a room of a quiz, with the questions drawn for it frozen and the options that public.create_room lists. Returns
its id. PT409 empty_quiz, PT422 unknown_option, bad_option, bad_time, bad_team_name, PT429 too_many_rooms, PT503
no_room_left.';
