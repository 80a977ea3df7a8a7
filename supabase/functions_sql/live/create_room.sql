create or replace function public.create_room(
    quiz_id uuid,
    options jsonb default '{}'
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes;
    room core.rooms;
    host_id uuid := core.person_id();
    wanted record;
    unknown text;
    most_players bigint := least(core.setting('live.max_players_per_room'), 100000);
begin
    select q.* into quiz
    from core.quizzes as q
    where q.id = create_room.quiz_id;
    -- hosting shows the key of every question
    if quiz.visibility <> 'public' or quiz.key_shown <> 'after_submit' or quiz.deleted_at is not null or quiz.id is null then
        perform core.require_quiz_owner(quiz);
    end if;

    if jsonb_typeof(options) is distinct from 'object' then
        perform core.fail(422, 'bad_option', 'The options of a room must be an object.');
    end if;
    select string_agg(key, ', ' order by key) into unknown
    from jsonb_object_keys(options) as key
    where key not in (
        'formula', 'streak_bonus', 'locked', 'max_players', 'question_seconds', 'shuffle_questions', 'shuffle_choices'
    );
    if unknown is not null then
        perform core.fail(422, 'unknown_option', format('A room has no option %s.', unknown));
    end if;
    select string_agg(option.key, ', ' order by option.key) into unknown
    from jsonb_each(options) as option
    where not case
        when option.key = 'formula' then option.value in ('"kahoot"', '"linear"', '"accuracy"')
        when option.key = 'max_players' then
            jsonb_typeof(option.value) = 'number' and option.value::numeric % 1 = 0
            and option.value::numeric between 1 and most_players
        when option.key = 'question_seconds' then
            jsonb_typeof(option.value) = 'number' and option.value::numeric between 1 and 3600
        else jsonb_typeof(option.value) = 'boolean'
    end;
    if unknown is not null then
        perform core.fail(
            422, 'bad_option', format('These options have a value that can''t be: %s.', unknown),
            format(
                'formula: kahoot, linear or accuracy; max_players: 1 to %s; question_seconds: 1 to 3600; the others: '
                || 'true or false', most_players
            )
        );
    end if;
    select * into wanted
    from jsonb_to_record(options) as given (
        formula core.live_formula, streak_bonus boolean, locked boolean, max_players integer, question_seconds numeric,
        shuffle_questions boolean, shuffle_choices boolean
    );

    perform core.require_room_left(host_id);
    loop
        insert into core.rooms as r (
            code, quiz_id, host_id, title, formula, streak_bonus, locked, max_players, question_total, expires_at
        )
        select
            core.new_room_code(), quiz.id, host_id, quiz.title, coalesce(wanted.formula, 'kahoot'),
            coalesce(wanted.streak_bonus, false), coalesce(wanted.locked, false),
            coalesce(wanted.max_players, most_players), count(*),
            now() + core.setting('live.room_max_age_s') * interval '1 s'
        from core.questions as q
        where q.quiz_id = quiz.id and q.deleted_at is null
        having count(*) > 0
        on conflict (code) do nothing
        returning r.* into room;
        exit when found;
        if not exists (select from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null) then
            perform core.fail(409, 'empty_quiz', 'This quiz has no questions yet.');
        end if;
    end loop;

    insert into core.room_questions (room_id, number, question_id, version, points, limit_ms, choice_order)
    select
        room.id,
        row_number() over (
            order by case when coalesce(wanted.shuffle_questions, quiz.shuffle_questions) then random() end, q.position, q.id
        ),
        q.id,
        q.version,
        round(q.points * core.setting('live.points_per_point')),
        coalesce(q.time_limit_ms, wanted.question_seconds * 1000, core.setting('live.default_limit_ms')),
        array(
            select choice.value ->> 'id'
            from jsonb_array_elements(q.choices) with ordinality as choice (value, place)
            order by
                -- the right order of an ordering is how its choices are stored
                case when q.kind = 'ordering' or (
                    q.kind in ('single_choice', 'multiple_choice')
                    and coalesce(wanted.shuffle_choices, quiz.shuffle_choices)
                ) then random() end,
                choice.place
        )
    from core.questions as q
    where q.quiz_id = quiz.id and q.deleted_at is null;

    return core.room_snapshot(room.id);
end;
$$;

comment on function public.create_room is
'Makes a room for one''s own quiz, or for a public one whose key may be known, and freezes its questions. options, all
optional: formula (kahoot, linear, accuracy), streak_bonus, locked, max_players, question_seconds (for questions without a
limit of their own), shuffle_questions, shuffle_choices (default: as the quiz says). PT404 quiz_not_found, PT403
not_the_owner, PT409 empty_quiz, PT422 unknown_option, bad_option, PT429 too_many_rooms, PT503 no_room_left.';

revoke execute on function public.create_room from public, anon;
grant execute on function public.create_room to authenticated;
