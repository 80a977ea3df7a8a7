create or replace function public.list_payments(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(core.payment_json(p), p.created_at::text, p.id)
        from core.payments as p
        where p.user_id = me and (p.created_at, p.id) < (after[1]::timestamptz, after[2]::uuid)
        order by p.created_at desc, p.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_payments is
'The caller''s payments, newest first, by page. PT401 not_signed_in; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_payments from public, anon;
grant execute on function public.list_payments to authenticated;
