create or replace function core.move_group_deadlines(
    group_id uuid,
    person uuid     -- who joined or left
) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select core.move_deadlines(q)
    from core.quizzes as q
    inner join core.allowances as a on a.quiz_id = q.id and a.group_id = move_group_deadlines.group_id
    where exists (
        select from core.attempts as t
        where t.quiz_id = q.id and t.user_id = person and t.state = 'in_progress' and t.deleted_at is null
    );
$$;

comment on function core.move_group_deadlines is
'Gives the attempts in progress of somebody who joined or left a group the deadlines that follow from its allowances.
The caller has locked their quizzes (core.lock_taken_quizzes).';
