create or replace function public.quiz_results(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(core.person_result(quiz.id, people.user_id), people.part::text, people.user_id)
        from (
            -- those who have not finished an attempt come last
            select t.user_id, coalesce(s.part, -1) as part
            from (select distinct a.user_id from core.attempts as a where a.quiz_id = quiz.id and not a.preview) as t
            left join core.standings as s on s.quiz_id = quiz.id and s.user_id = t.user_id
        ) as people
        where (people.part, people.user_id) < (after[1]::numeric, after[2]::uuid)
        order by people.part desc, people.user_id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.quiz_results is
'Everybody''s results in a quiz of the caller''s, with their attempts, best first, by page; people without a finished
attempt are last. PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner; PT422 bad_limit, bad_cursor.';
revoke execute on function public.quiz_results from public, anon;
grant execute on function public.quiz_results to authenticated;
