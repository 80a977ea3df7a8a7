create or replace function core.new_attempt(quiz core.quizzes, person uuid) returns core.attempts
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    drawn_with integer := floor(random() * 2147483647);
    attempt core.attempts;
    drawn_ids uuid[];
    drawn_sections integer[];
begin
    insert into core.attempts (
        quiz_id, user_id, number, preview, seed, negative_marking, pass_mark, max_score
    )
    select
        quiz.id,
        person,
        coalesce(max(t.number), 0) + 1,
        core.quiz_role(quiz, person) is not null,
        drawn_with,
        quiz.negative_marking,
        quiz.pass_mark,
        0
    from core.attempts as t
    where t.quiz_id = quiz.id and t.user_id = person
    returning * into attempt;

    -- drawn once, because the owner may change a question between two statements
    select array_agg(d.question_id order by d.place), array_agg(d.section order by d.place)
    into drawn_ids, drawn_sections
    from core.drawn_questions(quiz, drawn_with) as d;

    insert into core.attempt_questions (attempt_id, position, question_id, version, choice_order)
    select attempt.id, drawn.place, q.id, q.version, core.drawn_order(quiz, q, drawn_with)
    from unnest(drawn_ids) with ordinality as drawn (id, place)
    inner join core.questions as q on q.id = drawn.id;

    if not found then
        perform core.fail(409, 'quiz_empty', 'This quiz has no questions yet. Its owner can add some.');
    end if;
    update core.attempts as t
    set
        deadline = core.deadline_of(t, quiz, core.allowance_of(quiz, person)),
        sections = core.drawn_sections(quiz.sections, drawn_sections, quiz.text_format),
        max_score = (
            select coalesce(sum(v.points) filter (where core.is_scored(v.kind)), 0)
            from core.attempt_questions as aq
            inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
            where aq.attempt_id = attempt.id
        )
    where t.id = attempt.id
    returning * into attempt;
    return attempt;
end;
$$;

comment on function core.new_attempt is
'Makes an attempt with the current options of the quiz, and questions drawn from its current ones. PT409 quiz_empty.';
