create or replace function core.payment_dues(
    payment core.payments,
    out bought bigint,
    out refunded bigint,
    out disputed bigint
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select
        whole.credits,
        whole.refunded,
        least(whole.disputed, whole.credits - whole.refunded)
    from (
        select
            payment.credits,
            round(payment.credits * payment.refunded_cents / payment.amount_cents::numeric)::bigint as refunded,
            round(payment.credits * coalesce(sum(d.withdrawn_cents), 0) / payment.amount_cents)::bigint as disputed
        from core.payment_disputes as d
        where d.payment_id = payment.id
    ) as whole
    where payment.status = 'paid'
    union all
    select 0, 0, 0
    where payment.status <> 'paid';
$$;

comment on function core.payment_dues is
'What a payment in its known state should have moved, in hundredths of a credit: bought, and the parts of it that
refunds and disputes should have taken back. Together, these never exceed bought.';
