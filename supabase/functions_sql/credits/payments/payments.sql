create or replace function public.payments(public.credit_transfers) returns setof public.payments
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select p.* from public.payments as p where p.id = $1.payment_id;
$$;

comment on function public.payments is 'Computed relationship of credit_transfers: the payment that moved the credits.';
revoke execute on function public.payments from public, anon;
grant execute on function public.payments to authenticated;
