create or replace function core.note_intent(
    payment core.payments,
    intent jsonb,
    news text,                -- succeeded, payment_failed or canceled
    happened_at timestamptz  -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = ''
as $$
begin
    perform core.require_same_money(
        payment, intent ->> 'currency',
        (coalesce(case news when 'succeeded' then intent ->> 'amount_received' end, intent ->> 'amount'))::bigint
    );
    -- Paid is final: it is about money that arrived. Canceled is final but for that. A failed try is neither
    if payment.status = 'paid' or (news <> 'succeeded' and (payment.status = 'canceled' or happened_at < payment.status_known_at)) then
        return 'older_than_known';
    end if;
    update core.payments as p
    set status = case news when 'succeeded' then 'paid' when 'canceled' then 'canceled' else 'failed' end::core.payment_status,
        paid_at = case news when 'succeeded' then happened_at end,
        failure = case news when 'payment_failed' then intent #>> '{last_payment_error,message}' end,
        status_known_at = happened_at,
        updated_at = now()
    where p.id = payment.id
    returning p.* into payment;
    perform core.notify_user(payment.user_id, 'payment.changed', core.payment_json(payment));
    return 'applied';
end;
$$;

comment on function core.note_intent is
'Notes what became of a PaymentIntent and tells its person (payment.changed): applied, or
older_than_known. PT409 wrong_currency, wrong_amount.';

revoke execute on function core.note_intent from public;
