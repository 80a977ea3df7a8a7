create or replace function core.require_quiz_quota(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('quizzes ' || person_id, 0));
    perform core.refuse_too_many_quizzes(person_id, 1);
end;
$$;

comment on function core.require_quiz_quota is
'Takes a place for one more quiz of a person until the transaction ends (core.refuse_too_many_quizzes). PT409
too_many_quizzes.';
