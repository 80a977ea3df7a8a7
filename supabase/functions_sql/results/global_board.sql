create or replace function public.global_board(
    days integer default null     -- only results of the last so many days; null: all
) returns table (
    place bigint,
    rank bigint,
    display_name text,
    you boolean,
    points numeric,
    quizzes bigint,
    passed bigint
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        row_number() over (order by t.points desc, t.user_id desc),
        rank() over (order by t.points desc),
        p.display_name,
        t.user_id is not distinct from core.caller_id(),
        trim_scale(t.points),
        t.quizzes,
        t.passed
    from core.global_totals(days) as t
    inner join core.profiles as p on p.id = t.user_id
    order by 1;
$$;

comment on function public.global_board is
'The leaderboard of all public quizzes that tell marks, as rows to filter, order and page; global_leaderboard returns it
as a document. place numbers the rows; equal totals share a rank. PT422 bad_days.';
revoke execute on function public.global_board from public;
grant execute on function public.global_board to anon, authenticated;
