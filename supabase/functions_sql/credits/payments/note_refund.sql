create or replace function core.note_refund(
    payment core.payments,
    charge jsonb,
    happened_at timestamptz  -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    refunded bigint := charge ->> 'amount_refunded';
begin
    perform core.require_same_money(payment, charge ->> 'currency', (charge ->> 'amount')::bigint);
    if refunded is null or refunded not between 0 and payment.amount_cents then
        perform core.fail(409, 'wrong_amount', format(
            'Of payment %s, %s cents would be refunded out of %s.', payment.id, refunded, payment.amount_cents
        ));
    end if;
    -- Stripe reports the sum of all refunds of a charge, so a higher sum is later
    if happened_at < payment.refunds_known_at or refunded <= payment.refunded_cents then
        return 'older_than_known';
    end if;
    update core.payments as p
    set refunded_cents = refunded, updated_at = now()
    where p.id = payment.id;
    return 'applied';
end;
$$;

comment on function core.note_refund is
'Stores how much of a charge has been refunded: applied, or older_than_known. PT409 wrong_currency, wrong_amount.';

revoke execute on function core.note_refund from public;
