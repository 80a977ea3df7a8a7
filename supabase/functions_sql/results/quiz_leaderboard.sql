create or replace function public.quiz_leaderboard(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_leaderboard.quiz_id;
    perform core.settle_overdue(quiz.id, null) where quiz.id is not null;
    perform core.require_leaderboard_shown(quiz);
    return (
        with ranked as (
            select
                s.user_id,
                s.part,
                jsonb_build_object(
                    'rank', rank() over (order by s.part desc),
                    'display_name', core.person_name(s.user_id),
                    'you', s.user_id is not distinct from auth.uid(),
                    'score', trim_scale(s.score),
                    'max_score', trim_scale(s.max_score),
                    'percent', core.percent(s.part, 1),
                    'attempts', s.attempts
                ) as entry
            from core.standings as s
            where s.quiz_id = quiz.id
        ),

        page as (
            select ranked.*, row_number() over (order by ranked.part desc, ranked.user_id desc) as n
            from ranked
            where after is null or (ranked.part, ranked.user_id) < (after[1]::numeric, after[2]::uuid)
            order by ranked.part desc, ranked.user_id desc
            limit size + 1
        )

        select jsonb_build_object(
            'quiz_id', quiz.id,
            'title', quiz.title,
            'people', (select count(*) from ranked),
            'me', (select ranked.entry from ranked where ranked.user_id = auth.uid()),
            'items', coalesce(jsonb_agg(page.entry order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of(last.part::text, last.user_id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.quiz_leaderboard is
'Who did best in a quiz, by the results that count; equal results share a rank, and the ranks after them are skipped.
A deleted account keeps its place, without its name. PT404 quiz_not_found; PT403 leaderboard_not_shown; PT422 bad_limit, bad_cursor.';
revoke execute on function public.quiz_leaderboard from public;
grant execute on function public.quiz_leaderboard to anon, authenticated;
