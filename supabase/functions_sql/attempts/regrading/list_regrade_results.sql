create or replace function public.list_regrade_results(
    quiz_id uuid,
    regrade_id bigint,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{uuid}');
begin
    if not exists (
        select from core.regrades as r where r.quiz_id = quiz.id and r.id = list_regrade_results.regrade_id
    ) then
        perform core.fail(404, 'regrade_not_found', 'This quiz has no such regrade.');
    end if;
    return core.page(array(
        select jsonb_build_array(core.regrade_result_json(r), r.attempt_id)
        from core.regrade_results as r
        where r.regrade_id = list_regrade_results.regrade_id and r.attempt_id < after[1]::uuid
        order by r.attempt_id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_regrade_results is
'What a regrade changed: each attempt with its old and new score and the old and new points of its questions, by page.
PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, regrade_not_found; PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_regrade_results from public, anon;
grant execute on function public.list_regrade_results to authenticated;
