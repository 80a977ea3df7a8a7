create or replace function public.credit_history(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint}');
    me uuid := core.person_id();
begin
    return (
        with page as (
            select t as line, row_number() over (order by t.id desc) as n
            from core.credit_transfers as t
            where t.user_id = me and (after is null or t.id < after[1]::bigint)
            order by t.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.credit_line(page.line) order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.line).id::text) from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.credit_history is
'What moved one''s credits, newest first, a page at a time; each line says what for and what it left.';

revoke execute on function public.credit_history from public, anon;
grant execute on function public.credit_history to authenticated;
