create or replace function public.list_quizzes(
    visibility text default null,      -- 'public': everybody's public ones; null: one's own
    deleted boolean default false,     -- one's own that can be restored
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    before_time timestamptz := coalesce(after[1]::timestamptz, 'infinity');
    before_id uuid := coalesce(after[2]::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    everybody boolean := list_quizzes.visibility is not null;
    me uuid;
begin
    if visibility <> 'public' then
        perform core.fail(422, 'unknown_value', 'visibility must be public, or left out for your own quizzes.');
    end if;
    if not everybody then
        me := core.person_id();
    end if;
    return (
        -- a branch for each index; one of them finds nothing
        with listed as (
            (
                select q as quiz
                from core.quizzes as q
                where everybody and q.visibility = 'public' and q.deleted_at is null
                    and (q.created_at, q.id) < (before_time, before_id)
                order by q.created_at desc, q.id desc
                limit size + 1
            )
            union all
            (
                select q as quiz
                from core.quizzes as q
                where q.owner_id = me and (q.deleted_at is not null) = coalesce(deleted, false)
                    and (q.created_at, q.id) < (before_time, before_id)
                order by q.created_at desc, q.id desc
                limit size + 1
            )
        ),

        page as (
            select
                listed.quiz,
                row_number() over (order by (listed.quiz).created_at desc, (listed.quiz).id desc) as n
            from listed
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.quiz_json(page.quiz) order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.quiz).created_at::text, (last.quiz).id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.list_quizzes is
'One''s own quizzes or the public ones, newest first, a page at a time.';

revoke execute on function public.list_quizzes from public;
grant execute on function public.list_quizzes to anon, authenticated;
