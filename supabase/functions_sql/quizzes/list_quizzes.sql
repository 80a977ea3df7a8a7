create or replace function public.list_quizzes(
    visibility text default null,      -- 'public': everybody's public quizzes; null: the caller's
    deleted boolean default false,     -- the caller's deleted quizzes
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    everybody boolean := list_quizzes.visibility is not null;
    me uuid;
begin
    if visibility <> 'public' then
        perform core.fail(422, 'unknown_value', 'visibility must be public, or left out for your own quizzes.');
    end if;
    if not everybody then
        me := core.person_id();
    end if;
    return core.page(array(
        select jsonb_build_array(core.quiz_json(listed.quiz), (listed.quiz).created_at::text, (listed.quiz).id)
        from (
            -- a branch for each index; one of them is always empty
            (
                select q as quiz
                from core.quizzes as q
                where everybody and q.visibility = 'public' and q.deleted_at is null
                    and (q.created_at, q.id) < (after[1]::timestamptz, after[2]::uuid)
                order by q.created_at desc, q.id desc
                limit size + 1
            )
            union all
            (
                select q as quiz
                from core.quizzes as q
                where q.owner_id = me and (q.deleted_at is not null) = coalesce(deleted, false)
                    and (q.created_at, q.id) < (after[1]::timestamptz, after[2]::uuid)
                order by q.created_at desc, q.id desc
                limit size + 1
            )
        ) as listed
        order by (listed.quiz).created_at desc, (listed.quiz).id desc
    ), size);
end;
$$;

comment on function public.list_quizzes is
'The caller''s quizzes or the public ones, newest first, by page. PT401 not_signed_in; PT422 unknown_value, bad_limit,
bad_cursor.';

revoke execute on function public.list_quizzes from public;
grant execute on function public.list_quizzes to anon, authenticated;
