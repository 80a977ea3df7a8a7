create or replace function public.quiz_results(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in the names of people; null: all
    sort text default null,       -- percent or name, with - before it to descend; null: -percent
    group_id uuid default null    -- only members of this group of the caller's; null: everybody
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    members uuid[] := core.members_shown(group_id);
    sources text[];
begin
    -- Each source is in the order of an index. Those who have not finished an attempt come last
    sources := array[
        'select s.user_id as id, s.part as percent from core.kept_standings as s '
        'where s.quiz_id = %1$L and s.span = ''all'' and s.attempts > 0 and not exists (select from core.attempts as t '
        'where t.quiz_id = %1$L and t.user_id = s.user_id and t.state = ''in_progress'' and t.deleted_at is null '
        'and t.deadline < core.overdue_before())',
        'select t.user_id as id, coalesce(s.part, -1) as percent from core.attempts as t '
        'left join core.standings as s on s.quiz_id = %1$L and s.user_id = t.user_id '
        'where t.quiz_id = %1$L and t.state = ''in_progress'' and t.deleted_at is null and not t.preview '
        'and (s.user_id is null or t.deadline < core.overdue_before())',
        'select t.user_id as id, -1::numeric as percent from core.attempts as t '
        'where t.quiz_id = %1$L and t.state = ''abandoned'' and not t.preview and t.deleted_at is null '
        'and not exists (select from core.attempts as o where o.quiz_id = %1$L and o.user_id = t.user_id '
        'and o.deleted_at is null and not o.preview and (o.state <> ''abandoned'' or o.number < t.number))'
    ];
    return core.sorted_page(
        array(
            select format(
                'select r.id, r.percent, core.sort_key(core.person_name(r.id)) as name from (' || s.source
                || ') as r where %2$s and (%3$L::uuid[] is null or r.id = any (%3$L::uuid[]))',
                quiz.id, core.search_condition('core.person_name(r.id)', q), members
            )
            from unnest(sources) as s (source)
        ),
        format('core.person_result(%L, r.id)', quiz.id),
        '{"percent": "numeric", "name": "text"}',
        coalesce(sort, '-percent'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.quiz_results is
'Everybody''s results in a quiz of the caller''s, with their latest attempts, by page, best first unless sorted
otherwise, and people without a finished attempt last. PT401 not_signed_in; PT404 quiz_not_found, group_not_found; PT403
not_the_owner; PT422 unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';
revoke execute on function public.quiz_results from public, anon;
grant execute on function public.quiz_results to authenticated;
