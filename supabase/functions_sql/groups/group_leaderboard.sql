create or replace function public.group_leaderboard(
    group_id uuid,
    quiz_id uuid default null,       -- one of its owner's quizzes; null: all of them
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint,uuid}');
    shown core.groups := core.shown_group(group_id);
begin
    return (
        with results as materialized (
            select k.user_id, k.quiz_id, round(k.part * 10000)::bigint as points, k.passed
            from core.group_members as m
            inner join core.kept_standings as k on k.user_id = m.user_id and k.span = 'all'
            inner join core.quizzes as q on q.id = k.quiz_id
            where m.group_id = shown.id and q.owner_id = shown.owner_id and q.deleted_at is null
                and (group_leaderboard.quiz_id is null or q.id = group_leaderboard.quiz_id)
        ),

        told as materialized (
            select q.id
            from core.quizzes as q
            where q.id in (select r.quiz_id from results as r) and core.marks_told(q, null)
                and (
                    shown.owner_id = me
                    or q.visibility = 'public'
                    or q.visibility = 'link'
                    and exists (select from results as r where r.quiz_id = q.id and r.user_id = me)
                )
        ),

        summed as (
            select
                r.user_id, sum(r.points)::bigint as points, count(*) as quizzes,
                count(*) filter (where r.passed) as passed
            from results as r
            where r.quiz_id in (select t.id from told as t)
            group by r.user_id
        ),

        placed as materialized (
            select
                s.user_id,
                s.points,
                jsonb_build_object(
                    'rank', rank() over (order by s.points desc),
                    'display_name', core.person_name(s.user_id),
                    'you', s.user_id = me,
                    'points', trim_scale(s.points / 100.0),
                    'quizzes', s.quizzes,
                    'passed', s.passed
                ) as entry,
                core.percentile(
                    rank() over (order by s.points desc), count(*) over (partition by s.points), count(*) over ()
                ) as percentile
            from summed as s
        )

        select jsonb_build_object(
            'group_id', shown.id,
            'name', shown.name,
            'quiz_id', group_leaderboard.quiz_id,
            'people', (select count(*) from placed as p),
            'me', (
                select p.entry || jsonb_build_object('percentile', p.percentile) from placed as p where p.user_id = me
            )
        ) || core.page(array(
            select jsonb_build_array(p.entry, p.points, p.user_id)
            from placed as p
            where (p.points, p.user_id) < (after[1]::bigint, after[2]::uuid)
            order by p.points desc, p.user_id desc
            limit size + 1
        ), size)
    );
end;
$$;

comment on function public.group_leaderboard is
'The leaderboard of a group, for its owner and its members, by page: the members by the results that count in the
quizzes of the group''s owner, or in one of them. Each quiz is worth 100 points. Quizzes that do not tell scores now,
and those that are being played live, are left out, and for a member private quizzes and those with a link in which
the member has no result; so are members without a result. Equal totals share a rank. "me" is the caller''s place with
its percentile rank. It reads the results that are kept of its members, so it is exact at every moment and costs
nothing when an attempt ends. PT401 not_signed_in; PT404 group_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.group_leaderboard from public, anon;
grant execute on function public.group_leaderboard to authenticated;
