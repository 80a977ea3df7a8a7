create or replace function public.list_attempts(
    quiz_id uuid default null,    -- null: of all quizzes
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    perform core.settle_overdue(list_attempts.quiz_id, person);
    return core.page(array(
        select jsonb_build_array(core.attempt_summary(t), t.started_at::text, t.id)
        from core.attempts as t
        where t.user_id = person
            and (list_attempts.quiz_id is null or t.quiz_id = list_attempts.quiz_id)
            and (t.started_at, t.id) < (after[1]::timestamptz, after[2]::uuid)
        order by t.started_at desc, t.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_attempts is
'The caller''s attempts, newest first, by page. PT401 not_signed_in; PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_attempts from public, anon;
grant execute on function public.list_attempts to authenticated;
