create or replace function public.global_leaderboard(
    days integer default null,        -- results of so many last days; null: all
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
    since timestamptz;
begin
    if days not between 1 and 3660 then
        perform core.fail(422, 'bad_days', 'days must be between 1 and 3660.');
    end if;
    since := coalesce(now() - make_interval(days => days), '-infinity');
    perform core.settle_overdue(null, null);
    return (
        with totals as (
            select
                s.user_id,
                round(sum(s.part) * 100, 2) as points,
                count(*) as quizzes,
                count(*) filter (where s.passed) as passed
            from core.standings as s
            inner join core.quizzes as q on q.id = s.quiz_id and q.visibility = 'public' and q.deleted_at is null
            inner join core.profiles as p on p.id = s.user_id and p.deleted_at is null
            where s.finished_at >= since
            group by s.user_id
        ),

        ranked as (
            select
                totals.user_id,
                totals.points,
                jsonb_build_object(
                    'rank', rank() over (order by totals.points desc),
                    'display_name', core.person_name(totals.user_id),
                    'you', totals.user_id is not distinct from auth.uid(),
                    'points', trim_scale(totals.points),
                    'quizzes', totals.quizzes,
                    'passed', totals.passed
                ) as entry
            from totals
        ),

        page as (
            select ranked.*, row_number() over (order by ranked.points desc, ranked.user_id desc) as n
            from ranked
            where after is null or (ranked.points, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.points desc, ranked.user_id desc
            limit size + 1
        )

        select jsonb_build_object(
            'people', (select count(*) from ranked),
            'me', (select ranked.entry from ranked where ranked.user_id = auth.uid()),
            'items', coalesce(jsonb_agg(page.entry order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of(last.points::text, last.user_id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.global_leaderboard is
'Who did best over all public quizzes. Each quiz is worth 100 points, whatever its own points are, so that no quiz outweighs
the others; equal totals share a rank. Deleted accounts are left out. PT422 bad_days, bad_limit, bad_cursor.';
revoke execute on function public.global_leaderboard from public;
grant execute on function public.global_leaderboard to anon, authenticated;
