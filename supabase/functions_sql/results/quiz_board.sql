create or replace function public.quiz_board(quiz_id uuid) returns table (
    place bigint,
    rank bigint,
    display_name text,
    guest boolean,
    you boolean,
    score numeric,
    max_score numeric,
    percent numeric,
    attempts bigint
)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_custom_plan     -- a plan for all quizzes reads more
as $$
#variable_conflict use_column
declare
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_board.quiz_id;
    perform core.require_leaderboard_shown(quiz, core.caller_id());
    return query
    select
        row_number() over (order by s.part desc, s.user_id desc),
        rank() over (order by s.part desc),
        coalesce(p.display_name, core.person_name(s.user_id)),
        coalesce(p.guest, false),
        s.user_id is not distinct from caller.id,
        trim_scale(s.score),
        trim_scale(s.max_score),
        core.percent(s.part, 1),
        s.attempts
    from (
        select k.*
        from core.kept_standings as k
        where k.quiz_id = quiz.id and k.span = 'all'
        order by k.part desc, k.user_id desc
        limit 1000
    ) as s
    cross join (select core.caller_id() as id offset 0) as caller   -- asked once
    left join core.profiles as p on p.id = s.user_id and p.deleted_at is null
    order by 1;
end;
$$;

comment on function public.quiz_board is
'The first 1,000 places of the leaderboard of a quiz as rows, to filter, order and page; quiz_leaderboard has all of
them, by page. place numbers the rows; equal results share a rank. PT404 quiz_not_found; PT403 leaderboard_not_shown.';
revoke execute on function public.quiz_board from public;
grant execute on function public.quiz_board to anon, authenticated;
