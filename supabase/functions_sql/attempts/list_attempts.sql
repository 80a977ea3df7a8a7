create or replace function public.list_attempts(
    quiz_id uuid default null,    -- null: of all quizzes
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    person uuid := core.person_id();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    perform core.settle_overdue(list_attempts.quiz_id, person);
    return (
        with page as (
            select t as attempt, row_number() over (order by t.started_at desc, t.id desc) as n
            from core.attempts as t
            where t.user_id = person
                and (list_attempts.quiz_id is null or t.quiz_id = list_attempts.quiz_id)
                and (after is null or (t.started_at, t.id) < (after[1]::timestamptz, after[2]::uuid))
            order by t.started_at desc, t.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(
                jsonb_agg(core.attempt_summary(page.attempt) order by page.n) filter (where page.n <= size), '[]'
            ),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.attempt).started_at::text, (last.attempt).id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.list_attempts is
'One''s own attempts, the newest first. PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_attempts from public, anon;
grant execute on function public.list_attempts to authenticated;
