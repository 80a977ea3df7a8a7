create or replace function core.lock_taken_quizzes(
    group_id uuid,
    person uuid     -- null: all members
) returns bigint
language sql
set search_path = pg_catalog, pg_temp
as $$
    select count(*) from (
        select q.id
        from core.quizzes as q
        inner join core.allowances as a on a.quiz_id = q.id and a.group_id = lock_taken_quizzes.group_id
        where person is null or exists (
            select from core.attempts as t
            where t.quiz_id = q.id and t.user_id = person and t.state = 'in_progress' and t.deleted_at is null
        )
        order by q.id
        for update of q
    ) as locked;
$$;

comment on function core.lock_taken_quizzes is
'Locks the quizzes in which a group has an allowance that may move deadlines. Quizzes are locked before groups, as by
set_allowance, so that no two transactions wait for each other.';
