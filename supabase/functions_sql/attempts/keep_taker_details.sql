create or replace function core.keep_taker_details(
    quiz core.quizzes,
    person uuid,
    share_email boolean,
    student_number text     -- null: none given
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    given text := nullif(btrim(keep_taker_details.student_number), '');
    kept core.taker_details;
begin
    if core.quiz_role(quiz, person) is not null or not (quiz.ask_email or quiz.ask_student_number) then
        return;
    end if;
    select * into kept from core.taker_details as d where d.quiz_id = quiz.id and d.user_id = person;
    if quiz.ask_email and not coalesce(kept.email_shared or share_email, false) then
        perform core.fail(
            422, 'email_not_shared',
            'The owner of this quiz sees your e-mail address beside your results. Agree to that to begin.',
            'Begin with share_email: true if you agree.'
        );
    end if;
    if quiz.ask_student_number and coalesce(given, kept.student_number) is null then
        perform core.fail(
            422, 'student_number_missing',
            'This quiz asks for your student number. Give it to begin; its owner sees it beside your results.',
            'Begin with student_number: "your number".'
        );
    end if;
    if char_length(given) > 50 then
        perform core.fail(422, 'too_long', 'A student number has at most 50 characters.');
    end if;
    insert into core.taker_details as d (quiz_id, user_id, email_shared, student_number)
    values (
        quiz.id, person, quiz.ask_email, case when quiz.ask_student_number then given end
    )
    on conflict (quiz_id, user_id) do update set
        email_shared = d.email_shared or excluded.email_shared,
        student_number = coalesce(d.student_number, excluded.student_number);
end;
$$;

comment on function core.keep_taker_details is
'Keeps what a quiz asks of a taker before their first attempt, and refuses one who does not give it. What was given
before stays: a later attempt asks for nothing again. Nothing that the quiz does not ask for is kept. PT422
email_not_shared, student_number_missing, too_long.';
