create or replace function core.changed_quiz(
    quiz core.quizzes,
    changes jsonb
) returns core.quizzes
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    nullable constant text[] := '{opens_at,closes_at,time_limit_s,attempts_allowed,pass_mark,score_shown}';
    known constant text[] := nullable || '{title,description,text_format,tags,sections,language,visibility,
        attempt_delay_s,counting_attempt,shuffle_questions,shuffle_choices,review_shown,key_shown,
        negative_marking,ask_email,ask_student_number,guests_allowed,
        listed_only}'::text[];
    shown constant text[] := enum_range(null::core.shown)::text[];
    checked jsonb;
    changed core.quizzes;
begin
    if jsonb_typeof(changes) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A quiz must be an object.');
    end if;
    perform core.refuse_unknown_fields(changes, known);
    checked := changes || jsonb_strip_nulls(jsonb_build_object(
        'title', core.draft_title(changes, required => changes ? 'title'),
        'description', coalesce(
            core.draft_text(changes, 'description', 5000), case when changes ? 'description' then '' end
        ),
        'text_format', core.draft_word(changes, 'text_format', enum_range(null::core.text_format)::text[]),
        'tags', to_jsonb(core.draft_tags(changes)),
        'sections', core.draft_sections(changes),
        'language', core.draft_text(changes, 'language', 35, required => changes ? 'language'),
        'visibility', core.draft_word(changes, 'visibility', enum_range(null::core.visibility)::text[]),
        'opens_at', core.draft_instant(jsonb_strip_nulls(changes), 'opens_at'),
        'closes_at', core.draft_instant(jsonb_strip_nulls(changes), 'closes_at'),
        'time_limit_s', core.draft_number(jsonb_strip_nulls(changes), 'time_limit_s', '', 1, 604800, 0),
        'attempts_allowed', core.draft_number(jsonb_strip_nulls(changes), 'attempts_allowed', '', 1, 1000, 0),
        'attempt_delay_s', core.draft_number(changes, 'attempt_delay_s', '', 0, 31536000, 0),
        'counting_attempt', core.draft_word(
            changes, 'counting_attempt', enum_range(null::core.counting_attempt)::text[]
        ),
        'shuffle_questions', core.draft_boolean(changes, 'shuffle_questions'),
        'shuffle_choices', core.draft_boolean(changes, 'shuffle_choices'),
        'review_shown', core.draft_word(changes, 'review_shown', shown),
        'key_shown', core.draft_word(changes, 'key_shown', shown),
        'score_shown', core.draft_word(jsonb_strip_nulls(changes), 'score_shown', shown),
        'ask_email', core.draft_boolean(changes, 'ask_email'),
        'ask_student_number', core.draft_boolean(changes, 'ask_student_number'),
        'guests_allowed', core.draft_boolean(changes, 'guests_allowed'),
        'listed_only', core.draft_boolean(changes, 'listed_only'),
        'negative_marking', core.draft_number(changes, 'negative_marking', '', 0, 1, 3),
        'pass_mark', core.draft_number(jsonb_strip_nulls(changes), 'pass_mark', '', 0, 100, 2)
    ));
    if checked ->> 'language' !~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' then
        perform core.fail(422, 'bad_language', 'language must be a language tag such as en, de or pt-BR.');
    end if;
    changed := jsonb_populate_record(quiz, checked);
    if changed.closes_at <= changed.opens_at then
        perform core.fail(422, 'closes_before_it_opens', 'The closing time must be after the opening time.');
    end if;
    if changed.guests_allowed and changed.ask_email then
        perform core.fail(
            422, 'guests_have_no_email', 'Guests have no e-mail address, so a quiz with guests can''t ask for it.'
        );
    end if;
    if changed.guests_allowed and changed.listed_only then
        perform core.fail(
            422, 'guests_not_on_list',
            'Guests have no e-mail address, so a quiz takes either guests or only people on its allow-list.'
        );
    end if;
    return changed;
end;
$$;

comment on function core.changed_quiz is
'A quiz as it would be after these changes of its title and options, which are checked and not made. null removes a
time, a limit, a pass mark or score_shown. PT422 wrong_type, missing_field, unknown_field, unknown_value, out_of_range,
too_long, wrong_count, too_many_tags, bad_time, bad_language, closes_before_it_opens,
guests_have_no_email, guests_not_on_list.';
