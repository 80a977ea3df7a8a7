create or replace function public.list_regrades(
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
    after text[] := core.read_cursor(cursor, '{bigint}');
begin
    return core.page(array(
        select jsonb_build_array(core.regrade_json(r), r.id)
        from core.regrades as r
        where r.quiz_id = quiz.id and r.id < after[1]::bigint
        order by r.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_regrades is
'The regrades of a quiz of the caller''s, newest first, by page. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found; PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_regrades from public, anon;
grant execute on function public.list_regrades to authenticated;
