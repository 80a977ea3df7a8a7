create or replace function public.get_payment(payment_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
begin
    select * into payment from core.payments as p where p.id = payment_id and p.user_id = core.person_id();
    if not found then
        perform core.fail(404, 'payment_not_found', 'You have no such payment.');
    end if;
    return core.payment_json(payment);
end;
$$;

comment on function public.get_payment is
'A payment of the caller''s (core.payment_json). Its status: pending, failed (may still be paid), canceled, paid,
partially_refunded, refunded or disputed. PT401 not_signed_in; PT404 payment_not_found.';

revoke execute on function public.get_payment from public, anon;
grant execute on function public.get_payment to authenticated;
