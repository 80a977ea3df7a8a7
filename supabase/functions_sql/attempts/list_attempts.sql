create or replace function public.list_attempts(
    quiz_id uuid default null,    -- null: of all quizzes
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan   -- a plan for pages of any size would sort all attempts of the person
as $$
declare
    person uuid := core.person_id();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(
            core.attempt_summary(row(settled.*)::core.attempts), listed.started_at::text, listed.id
        )
        from (
            select t.id, t.started_at
            from core.attempts as t
            where t.user_id = person
                and (list_attempts.quiz_id is null or t.quiz_id = list_attempts.quiz_id)
                and (t.started_at, t.id) < (after[1]::timestamptz, after[2]::uuid)
            order by t.started_at desc, t.id desc
            limit size + 1
        ) as listed
        cross join lateral (
            select s.* from core.settled_attempts as s where s.id = listed.id offset 0   -- each by its key, not all
        ) as settled
        order by listed.started_at desc, listed.id desc
    ), size);
end;
$$;

comment on function public.list_attempts is
'The caller''s attempts, newest first, by page. PT401 not_signed_in; PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_attempts from public, anon;
grant execute on function public.list_attempts to authenticated;
