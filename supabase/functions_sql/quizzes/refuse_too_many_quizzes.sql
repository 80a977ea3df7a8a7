create or replace function core.refuse_too_many_quizzes(
    person_id uuid,
    number integer   -- of quizzes to add
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_per_person');
begin
    if number + (select count(*) from core.quizzes as q where q.owner_id = person_id) > most then
        perform core.fail(409, 'too_many_quizzes', format(
            'You may have %s quizzes. Delete some for good first: deleted ones count until they are purged.', most
        ));
    end if;
end;
$$;

comment on function core.refuse_too_many_quizzes is
'Refuses more quizzes than a person may have, deleted ones included, since they can be restored. It takes no lock, so
core.require_quiz_quota has the last word. PT409 too_many_quizzes.';
