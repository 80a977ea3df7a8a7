create or replace function core.kept_averages(quiz_id uuid) returns core.quiz_counts[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with due as materialized (
            select t.user_id
            from core.attempts as t
            where t.quiz_id = kept_averages.quiz_id and t.state = 'in_progress' and t.deleted_at is null
                and t.deadline < core.overdue_before()
        ),

        board as materialized (
            select b.id from core.boards as b where b.quiz_id = kept_averages.quiz_id
        ),

        results as (
            select n.bucket, n.people as n
            from core.board_counts as n
            where n.board_id = (select board.id from board) and n.level = 3
            union all
            select c.points, c.change
            from core.board_changes as c
            where c.board_id = (select board.id from board)
            union all
            select core.quiz_points(k.part), -1
            from due
            inner join core.kept_standings as k
                on k.quiz_id = kept_averages.quiz_id and k.user_id = due.user_id and k.span = 'all'
            where k.attempts > 0
            union all
            select core.quiz_points(s.part), 1
            from due
            inner join core.standings as s on s.quiz_id = kept_averages.quiz_id and s.user_id = due.user_id
        )

        select coalesce(array_agg(
            row(kept_averages.quiz_id, false, 'all', 'score', r.bucket, r.n)::core.quiz_counts order by r.bucket
        ), '{}')
        from (select bucket, sum(n)::bigint as n from results group by bucket having sum(n) <> 0) as r
    );
end;
$$;

comment on function core.kept_averages is
'How many people have which result in a quiz that counts the average of all attempts, by the counters of its board, as
a histogram of millionths of the points. With those whose time is up and whom the sweep has not settled.';
