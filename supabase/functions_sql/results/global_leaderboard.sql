create or replace function public.global_leaderboard(
    days integer default null,        -- how many days back results count; null: all
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
begin
    return (
        with ranked as (
            select totals.*, rank() over (order by totals.points desc) as place
            from core.global_totals(days) as totals
        ),

        page as (
            select ranked.user_id
            from ranked
            where (ranked.points, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.points desc, ranked.user_id desc
            limit size + 1
        ),

        shown as (
            select
                ranked.user_id,
                ranked.points,
                page.user_id is not null as is_listed,
                jsonb_build_object(
                    'rank', ranked.place,
                    'display_name', core.person_name(ranked.user_id),
                    'you', ranked.user_id is not distinct from core.caller_id(),
                    'points', trim_scale(ranked.points),
                    'quizzes', ranked.quizzes,
                    'passed', ranked.passed
                ) as entry
            from ranked
            left join page on ranked.user_id = page.user_id
            where page.user_id is not null or ranked.user_id = core.caller_id()
        )

        select jsonb_build_object(
            'people', (select count(*) from ranked),
            'me', (select shown.entry from shown where shown.user_id = core.caller_id())
        ) || core.page(array(
            select jsonb_build_array(shown.entry, shown.points::text, shown.user_id)
            from shown
            where shown.is_listed
            order by shown.points desc, shown.user_id desc
        ), size)
    );
end;
$$;

comment on function public.global_leaderboard is
'The leaderboard of all public quizzes that tell marks, by page. Each quiz is worth 100 points, whatever its own points
are. Equal totals share a rank. Deleted accounts are left out. PT422 bad_days, bad_limit, bad_cursor.';
revoke execute on function public.global_leaderboard from public;
grant execute on function public.global_leaderboard to anon, authenticated;
