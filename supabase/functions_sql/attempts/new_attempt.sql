create or replace function core.new_attempt(quiz core.quizzes, person uuid) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    drawn_with integer := floor(random() * 2147483647);
    attempt core.attempts;
begin
    attempt.id := gen_random_uuid();
    attempt.quiz_id := quiz.id;
    attempt.user_id := person;
    attempt.owner_id := quiz.owner_id;
    attempt.preview := core.quiz_role(quiz, person) is not null;
    attempt.seed := drawn_with;
    attempt.state := 'in_progress';
    attempt.started_at := now();
    attempt.negative_marking := quiz.negative_marking;
    attempt.pass_mark := quiz.pass_mark;
    attempt.overdue := false;
    attempt.to_mark := 0;
    attempt.deadline := core.deadline_of(attempt, quiz, core.allowance_of(quiz, person));
    select coalesce(max(t.number), 0) + 1 into attempt.number
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person;

    select
        array_agg(q.id order by d.place),
        array_agg(q.version order by d.place),
        array_agg(array_to_string(core.drawn_order(quiz, q, drawn_with), ',') order by d.place),
        core.drawn_sections(quiz.sections, array_agg(d.section order by d.place), quiz.text_format),
        coalesce(sum(q.points) filter (where core.is_scored(q.kind)), 0)
    into attempt.question_ids, attempt.question_versions, attempt.choice_orders, attempt.sections, attempt.max_score
    from core.drawn_questions(quiz, drawn_with) as d
    inner join core.questions as q on q.id = d.question_id;
    if attempt.question_ids is null then
        perform core.fail(409, 'quiz_empty', 'This quiz has no questions yet. Its owner can add some.');
    end if;
    insert into core.attempts select attempt.*;
    return attempt;
end;
$$;

comment on function core.new_attempt is
'Makes an attempt with the current options of the quiz, and questions drawn from its current ones. PT409 quiz_empty.';
