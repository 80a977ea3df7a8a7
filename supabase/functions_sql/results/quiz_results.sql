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
begin
    return core.sorted_page(
        array[format(
            -- those who have not finished an attempt come last
            'select t.user_id as id, coalesce(s.part, -1) as percent, '
            'core.sort_key(core.person_name(t.user_id)) as name '
            'from (select distinct a.user_id from core.attempts as a where a.quiz_id = %1$L '
            'and not a.preview and a.deleted_at is null) as t '
            'left join core.standings as s on s.quiz_id = %1$L and s.user_id = t.user_id where %2$s '
            'and (%3$L::uuid[] is null or t.user_id = any (%3$L::uuid[]))',
            quiz.id, core.search_condition('core.person_name(t.user_id)', q), members
        )],
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
