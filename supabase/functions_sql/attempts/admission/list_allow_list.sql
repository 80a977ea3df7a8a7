create or replace function public.list_allow_list(
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
        select jsonb_build_array(to_jsonb(l), l.created_at::text, l.id)
        from core.allow_list as l
        where l.quiz_id = quiz.id and (l.created_at, l.id) < (after[1]::timestamptz, after[2]::uuid)
        order by l.created_at desc, l.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_allow_list is
'The entries of the allow-list of a quiz of the caller''s, newest first, by page. PT401 not_signed_in; PT403
not_the_owner; PT404 quiz_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_allow_list from public, anon;
grant execute on function public.list_allow_list to authenticated;
