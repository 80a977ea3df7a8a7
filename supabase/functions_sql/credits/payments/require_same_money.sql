create or replace function core.require_same_money(
    payment core.payments,
    currency text,
    cents bigint
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if currency is distinct from payment.currency then
        perform core.fail(409, 'wrong_currency', format(
            'Payment %s is in %s, but this is in %s.', payment.id, payment.currency, coalesce(currency, 'none')
        ));
    end if;
    if cents is distinct from payment.amount_cents then
        perform core.fail(409, 'wrong_amount', format(
            'Payment %s is for %s cents, but this is for %s.',
            payment.id, payment.amount_cents, coalesce(cents::text, 'none')
        ));
    end if;
end;
$$;

comment on function core.require_same_money is
'Refuses an amount or a currency that is not the payment''s. PT409 wrong_currency, wrong_amount.';

revoke execute on function core.require_same_money from public;
