create or replace function public.list_payments(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return (
        with page as (
            select p as payment, row_number() over (order by p.created_at desc, p.id desc) as n
            from core.payments as p
            where p.user_id = me
                and (after is null or (p.created_at, p.id) < (after[1]::timestamptz, after[2]::uuid))
            order by p.created_at desc, p.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.payment_json(page.payment) order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.payment).created_at::text, (last.payment).id::text)
                from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.list_payments is 'One''s own payments, newest first, a page at a time.';

revoke execute on function public.list_payments from public, anon;
grant execute on function public.list_payments to authenticated;
