create or replace function core.change_quiz(
    quiz core.quizzes,    -- locked
    changes jsonb
) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    changed core.quizzes := core.changed_quiz(quiz, changes);
    moved integer;
begin
    if changed is not distinct from quiz then
        return quiz;
    end if;
    update core.quizzes as q
    set title = changed.title, description = changed.description, text_format = changed.text_format,
        tags = changed.tags, language = changed.language, visibility = changed.visibility,
        opens_at = changed.opens_at, closes_at = changed.closes_at,
        time_limit_s = changed.time_limit_s, attempts_allowed = changed.attempts_allowed,
        attempt_delay_s = changed.attempt_delay_s, counting_attempt = changed.counting_attempt,
        shuffle_questions = changed.shuffle_questions, shuffle_choices = changed.shuffle_choices,
        review_shown = changed.review_shown, key_shown = changed.key_shown,
        score_shown = changed.score_shown,
        negative_marking = changed.negative_marking, pass_mark = changed.pass_mark,
        ask_email = changed.ask_email, ask_student_number = changed.ask_student_number,
        guests_allowed = changed.guests_allowed, listed_only = changed.listed_only,
        sections = changed.sections, updated_at = now()
    where q.id = quiz.id
    returning q.* into changed;
    if (changed.closes_at, changed.time_limit_s) is distinct from (quiz.closes_at, quiz.time_limit_s) then
        moved := core.move_deadlines(changed);
    end if;
    if moved > 0 then
        perform core.note_act(changed, 'quiz.times', jsonb_build_object(
            'time_limit_s', jsonb_build_array(quiz.time_limit_s, changed.time_limit_s),
            'closes_at', jsonb_build_array(quiz.closes_at, changed.closes_at),
            'attempts', moved
        ));
    end if;
    return changed;
end;
$$;

comment on function core.change_quiz is
'Changes the title and the options of a quiz, and returns it. Attempts in progress get the deadlines that follow from
its new times (core.move_deadlines), which is kept in core.owner_acts. PT422 as core.changed_quiz.';
