create or replace function core.room_options(options jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_players bigint := least(core.setting('live.max_players_per_room'), 100000);
    most_teams bigint := core.setting('live.max_teams');
    wrong text;
    first_wrong text;
    closes_at timestamptz;
begin
    if jsonb_typeof(options) is distinct from 'object' then
        perform core.fail(422, 'bad_option', 'The options of a room must be an object.');
    end if;
    select string_agg(key, ', ' order by key), min(key) into wrong, first_wrong
    from jsonb_object_keys(options) as key
    where key not in (
        'formula', 'streak_bonus', 'locked', 'max_players', 'question_seconds', 'shuffle_questions', 'shuffle_choices',
        'mode', 'closes_at', 'auto_advance_seconds', 'preload_seconds', 'announce_seconds', 'leaderboard_shown',
        'question_on_phones', 'profanity_filter', 'confidence', 'negative_points', 'team_mode', 'teams', 'multipliers',
        'look'
    );
    if wrong is not null then
        perform core.fail(
            422, 'unknown_option', format('A room has no option %s.', wrong), place => '/' || first_wrong
        );
    end if;

    select string_agg(option.key, ', ' order by option.key), min(option.key) into wrong, first_wrong
    from jsonb_each(options) as option
    where not case option.key
        when 'formula' then option.value in ('"kahoot"', '"linear"', '"accuracy"')
        when 'mode' then option.value in ('"live"', '"assigned"')
        when 'team_mode' then option.value in ('"none"', '"manual"', '"balanced"')
        when 'closes_at' then jsonb_typeof(option.value) = 'string'
        when 'max_players' then core.is_number(option.value, 1, most_players, true)
        when 'question_seconds' then core.is_number(option.value, 1, 3600, false)
        when 'auto_advance_seconds' then core.is_number(option.value, 0, 600, false)
        when 'preload_seconds' then core.is_number(option.value, 0, 60, false)
        when 'announce_seconds' then core.is_number(option.value, 0, 60, false)
        when 'negative_points' then core.is_number(option.value, 0, 1, false)
        when 'teams' then
            jsonb_typeof(option.value) = 'array' and jsonb_array_length(option.value) between 2 and most_teams
            and not jsonb_path_exists(option.value, 'strict $[*] ? (@.type() != "string" || @ like_regex "^\\s*$")')
        when 'look' then core.is_look(option.value)
        when 'multipliers' then jsonb_typeof(option.value) = 'object' and not exists (
            select from jsonb_each(option.value) as listed
            where listed.key !~ '^[1-9][0-9]{0,5}$' or not core.is_number(listed.value, 0, 10, false)
        )
        else jsonb_typeof(option.value) = 'boolean'
    end;
    if wrong is not null then
        perform core.fail(
            422, 'bad_option', format('These options have a value that is not allowed: %s.', wrong),
            format(
                'formula: kahoot, linear or accuracy; mode: live or assigned; team_mode: none, manual or balanced; '
                || 'teams: 2 to %s names; max_players: 1 to %s; question_seconds: 1 to 3600; '
                || 'auto_advance_seconds: 0 to 600; '
                || 'preload_seconds and announce_seconds: 0 to 60; negative_points: 0 to 1; '
                || 'multipliers: {question number: 0 to 10}; '
                || 'look: {theme: dark, light or contrast, colour: #rrggbb, picture: /media/<id>}; '
                || 'closes_at: a time; the others: true or false', most_teams, most_players
            ),
            '/' || first_wrong
        );
    end if;

    closes_at := core.draft_instant(options, 'closes_at');
    if (coalesce(options ->> 'mode', 'live') = 'assigned') <> (closes_at is not null) then
        perform core.fail(
            422, 'bad_option',
            'An assigned game needs the time at which it closes (“closes_at”); a live game has none.',
            place => '/closes_at'
        );
    end if;
    if closes_at not between now() and now() + core.setting('live.max_assigned_s') * interval '1 s' then
        perform core.fail(422, 'bad_option', format(
            'The closing time must be in the future, and at most %s days away.',
            core.setting('live.max_assigned_s') / 86400
        ), place => '/closes_at');
    end if;
    if (coalesce(options ->> 'team_mode', 'none') <> 'none') <> (options ? 'teams') then
        perform core.fail(
            422, 'bad_option',
            'Teams need two options: “teams” (their names) and “team_mode” (manual or balanced).',
            place => '/' || case when options ? 'teams' then 'team_mode' else 'teams' end
        );
    end if;
    return options;
end;
$$;

comment on function core.room_options is
'Checks the options of a room and returns them. The message of an error names the wrong ones, its hint the values that
are allowed, its column the first of them as a JSON Pointer. PT422 unknown_option, bad_option, bad_time.';
