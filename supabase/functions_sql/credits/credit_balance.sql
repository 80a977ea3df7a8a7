create or replace function public.credit_balance() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.balance_of(core.person_id());
end;
$$;

comment on function public.credit_balance is
'The caller''s credits: {"spendable", "reserved"}. Reserved credits are set aside for generations in progress. PT401
not_signed_in.';

revoke execute on function public.credit_balance from public, anon;
grant execute on function public.credit_balance to authenticated;
