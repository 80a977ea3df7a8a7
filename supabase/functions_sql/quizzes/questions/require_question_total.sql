create or replace function core.require_question_total(
    person_id uuid,
    number integer   -- of questions to add
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('questions ' || person_id, 0));
    perform core.refuse_too_many_in_all(person_id, number);
end;
$$;

comment on function core.require_question_total is
'Takes places for questions of a person until the transaction ends (core.refuse_too_many_in_all). PT409
too_many_questions_in_all.';
