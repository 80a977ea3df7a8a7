create or replace function core.questions_cost(questions integer) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('credits.max_questions');
begin
    if questions is null or questions not between 1 and most then
        perform core.fail(422, 'bad_question_count', format('The number of questions must be from 1 to %s.', most));
    end if;
    return questions * core.setting('credits.price_per_question_hundredths');
end;
$$;

comment on function core.questions_cost is
'The price of a number of questions, in hundredths of a credit. PT422 bad_question_count.';
