create or replace function public.quiz_leaderboard(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_leaderboard.quiz_id;
    perform core.require_leaderboard_shown(quiz);
    return (
        with ranked as (
            select s.*, rank() over (order by s.part desc) as place
            from core.standings as s
            where s.quiz_id = quiz.id
        ),

        page as (
            select ranked.user_id
            from ranked
            where (ranked.part, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.part desc, ranked.user_id desc
            limit size + 1
        ),

        shown as (
            select
                ranked.user_id,
                ranked.part,
                page.user_id is not null as is_listed,
                jsonb_build_object(
                    'rank', ranked.place,
                    'display_name', core.person_name(ranked.user_id),
                    'guest', core.is_guest(ranked.user_id),
                    'you', ranked.user_id is not distinct from core.caller_id(),
                    'score', trim_scale(ranked.score),
                    'max_score', trim_scale(ranked.max_score),
                    'percent', core.percent(ranked.part, 1),
                    'attempts', ranked.attempts
                ) as entry
            from ranked
            left join page on ranked.user_id = page.user_id
            where page.user_id is not null or ranked.user_id = core.caller_id()
        )

        select jsonb_build_object(
            'quiz_id', quiz.id,
            'title', quiz.title,
            'people', (select count(*) from ranked),
            'me', (select shown.entry from shown where shown.user_id = core.caller_id())
        ) || core.page(array(
            select jsonb_build_array(shown.entry, shown.part::text, shown.user_id)
            from shown
            where shown.is_listed
            order by shown.part desc, shown.user_id desc
        ), size)
    );
end;
$$;

comment on function public.quiz_leaderboard is
'The leaderboard of a quiz, by the results that count. Equal results share a rank, and the ranks after them are skipped.
A deleted account keeps its rank, without its name. PT404 quiz_not_found; PT403 leaderboard_not_shown; PT422 bad_limit,
bad_cursor.';
revoke execute on function public.quiz_leaderboard from public;
grant execute on function public.quiz_leaderboard to anon, authenticated;
