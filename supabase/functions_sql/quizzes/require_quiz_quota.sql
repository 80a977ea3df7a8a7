create or replace function core.require_quiz_quota(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_per_person');
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('quizzes ' || person_id, 0));
    if (select count(*) from core.quizzes as q where q.owner_id = person_id) >= most then
        perform core.fail(409, 'too_many_quizzes', format(
            'You may have %s quizzes. Delete some for good first: deleted ones count until they are purged.', most
        ));
    end if;
end;
$$;

comment on function core.require_quiz_quota is
'Refuses one more quiz than a person may have, deleted ones included, since they can be restored. PT409
too_many_quizzes.';
