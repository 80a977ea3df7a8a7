create or replace function core.printed_question(
    quiz core.quizzes,
    question core.questions,
    version text      -- of the paper: A to Z; null: the order of the quiz
) returns core.questions
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if version is null then
        return question;
    end if;
    quiz.shuffle_choices := true;
    question.choices := core.drawn_choices(question.choices, core.drawn_order(quiz, question, ascii(version)));
    return question;
end;
$$;

comment on function core.printed_question is
'A question with its choices in the order that they have in this version of a paper, which is always the same.';
