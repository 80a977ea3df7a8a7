create or replace function core.questions_cost(questions integer) returns bigint
language plpgsql stable
set search_path = ''
as $$
declare
    most bigint := core.setting('credits.max_questions');
begin
    if questions is null or questions not between 1 and most then
        perform core.fail(422, 'bad_question_count', format('Ask for 1 to %s questions.', most));
    end if;
    return questions * core.setting('credits.price_per_question_hundredths');
end;
$$;

comment on function core.questions_cost is 'Hundredths of a credit that so many questions cost. PT422 bad_question_count.';
