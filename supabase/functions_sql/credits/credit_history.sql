create or replace function public.credit_history(page_size integer default null, cursor text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(core.credit_line(t), t.id)
        from core.credit_transfers as t
        where t.user_id = me and t.id < after[1]::bigint
        order by t.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.credit_history is
'The transfers of the caller''s credits, newest first, by page, each with a text and the balances after it. PT401
not_signed_in; PT422 bad_limit, bad_cursor.';

revoke execute on function public.credit_history from public, anon;
grant execute on function public.credit_history to authenticated;
