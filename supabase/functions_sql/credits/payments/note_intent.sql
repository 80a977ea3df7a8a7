create or replace function core.note_intent(
    payment core.payments,
    intent jsonb,
    change text,              -- succeeded, payment_failed or canceled
    happened_at timestamptz   -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_same_money(
        payment, intent ->> 'currency',
        (coalesce(case change when 'succeeded' then intent ->> 'amount_received' end, intent ->> 'amount'))::bigint
    );
    -- Paid is final, since money has arrived. Canceled can only become paid. Failed can become either
    if
        payment.status = 'paid'
        or (change <> 'succeeded' and (payment.status = 'canceled' or happened_at < payment.status_known_at))
    then
        return 'older_than_known';
    end if;
    update core.payments as p
    set status = (
            case change when 'succeeded' then 'paid' when 'canceled' then 'canceled' else 'failed' end
        )::core.payment_status,
        paid_at = case change when 'succeeded' then happened_at end,
        failure = case change when 'payment_failed' then intent #>> '{last_payment_error,message}' end,
        failure_code = case change
            when 'payment_failed' then left(coalesce(
                intent #>> '{last_payment_error,decline_code}', intent #>> '{last_payment_error,code}'
            ), 100)
        end,
        status_known_at = happened_at,
        updated_at = now()
    where p.id = payment.id
    returning p.* into payment;
    perform core.notify_user(payment.user_id, 'payment.changed', core.payment_json(payment));
    return 'applied';
end;
$$;

comment on function core.note_intent is
'Stores the state of a PaymentIntent and sends its person the event payment.changed: applied, or older_than_known. PT409
wrong_currency, wrong_amount.';

revoke execute on function core.note_intent from public;
