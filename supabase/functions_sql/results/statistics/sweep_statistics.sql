create or replace function core.sweep_statistics(
    most integer     -- changes at once, so that a call takes milliseconds
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    waiting uuid;
    folded integer := 0;
begin
    for waiting in
        with recursive quizzes as (
            (select c.quiz_id from core.statistics_changes as c order by c.quiz_id limit 1)
            union all
            select (
                select c.quiz_id from core.statistics_changes as c
                where c.quiz_id > q.quiz_id
                order by c.quiz_id
                limit 1
            )
            from quizzes as q
            where q.quiz_id is not null
        )

        select q.quiz_id
        from quizzes as q
        cross join lateral (
            select c.id from core.statistics_changes as c where c.quiz_id = q.quiz_id order by c.id limit 1
        ) as oldest
        order by oldest.id
    loop
        exit when folded >= most;
        folded := folded + core.fold_statistics(waiting, most - folded);
    end loop;
    return folded >= most;
end;
$$;

comment on function core.sweep_statistics is
'Does what keeps statistics quick, quiz by quiz, those first that have waited longest; a quiz that somebody holds is
passed over (core.fold_statistics). Returns whether there is more: the caller repeats it.';

revoke execute on function core.sweep_statistics from public;
grant execute on function core.sweep_statistics to authenticator;
