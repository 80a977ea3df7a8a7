create or replace function public.list_owner_acts(
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
        select jsonb_build_array(
            to_jsonb(o) || jsonb_build_object(
                'actor', core.person_name(o.actor_id),
                'display_name', case when o.user_id is not null then core.person_name(o.user_id) end
            ), o.id
        )
        from core.owner_acts as o
        where o.quiz_id = quiz.id and o.id < after[1]::bigint
        order by o.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_owner_acts is
'What was done in a quiz of the caller''s that touches those who take it, newest first, by page. PT401 not_signed_in;
PT403 not_the_owner; PT404 quiz_not_found; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_owner_acts from public, anon;
grant execute on function public.list_owner_acts to authenticated;
