create or replace function public.list_allowances(
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
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(core.allowance_json(a), a.created_at::text, a.id)
        from core.allowances as a
        where a.quiz_id = quiz.id and (a.created_at, a.id) < (after[1]::timestamptz, after[2]::uuid)
        order by a.created_at desc, a.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_allowances is
'The allowances in a quiz of the caller''s, newest first, by page. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_allowances from public, anon;
grant execute on function public.list_allowances to authenticated;
