create or replace function core.global_totals(
    days integer     -- only results of the last so many days; null: all
) returns table (user_id uuid, points numeric, quizzes bigint, passed bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    since timestamptz;
    listed uuid[];
    people uuid[];     -- those who finished an attempt since then; null: all
begin
    if days not between 1 and 3660 then
        perform core.fail(422, 'bad_days', 'days must be between 1 and 3660.');
    end if;
    since := now() - make_interval(days => days);
    -- Arrays, so that the planner filters attempts before it computes standings
    listed := array(
        select q.id from core.quizzes as q
        where q.visibility = 'public' and q.deleted_at is null and core.marks_told(q, null)
    );
    if since is not null then
        people := array(
            select distinct t.user_id
            from core.settled_attempts as t
            where t.state = 'finished' and not t.preview and t.finished_at >= since
        );
    end if;
    return query
    select
        s.user_id,
        round(sum(s.part) * 100, 2),
        count(*),
        count(*) filter (where s.passed)
    from core.standings as s
    inner join core.profiles as p on p.id = s.user_id and p.deleted_at is null and not p.guest
    where s.quiz_id = any (listed) and (people is null or s.user_id = any (people))
        and (since is null or s.finished_at >= since)
    group by s.user_id;
end;
$$;

comment on function core.global_totals is
'The total of each person over all public quizzes that tell marks. Each quiz is worth 100 points, whatever its own
points are. Guests and deleted accounts are left out. PT422 bad_days.';
