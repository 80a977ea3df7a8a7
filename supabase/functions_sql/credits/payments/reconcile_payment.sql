create or replace function core.reconcile_payment(
    intent jsonb,             -- from Stripe's API, with latest_charge expanded
    disputes jsonb,           -- of its charge, from Stripe's API
    looked_up_at timestamptz  -- the time of Stripe's response, on Stripe's clock
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    payment_id uuid;
    before jsonb;
    charge jsonb := intent -> 'latest_charge';
    change text := case intent ->> 'status' when 'succeeded' then 'succeeded' when 'canceled' then 'canceled' end;
    payment core.payments;
begin
    perform core.lock_intent(intent ->> 'id');
    select p.id into payment_id
    from core.payments as p
    where p.intent_id = intent ->> 'id'
        or (p.id = core.payment_named(intent) and p.intent_id is null);
    if payment_id is null then
        return '{"outcome": "not_ours"}';
    end if;
    before := core.payment_state(payment_id);
    perform core.attach_intent(payment_id, intent ->> 'id');
    select * into payment from core.payments as p where p.id = payment_id for update;

    if change is not null then
        perform core.note_intent(payment, intent, change, looked_up_at);
    end if;
    if jsonb_typeof(charge) = 'object' and change = 'succeeded' then
        -- May be less than the known amount, after a refund has failed
        perform core.require_same_money(payment, charge ->> 'currency', (charge ->> 'amount')::bigint);
        update core.payments as p
        set refunded_cents = (charge ->> 'amount_refunded')::bigint,
            refunds_known_at = looked_up_at,
            updated_at = now()
        where p.id = payment.id;
    end if;
    perform core.note_dispute(payment, d.dispute, 'looked_up', looked_up_at)
    from jsonb_array_elements(disputes) as d (dispute)
    where d.dispute ->> 'status' not like 'warning\_%';

    perform core.settle_payment(payment_id, 'reconcile:' || gen_random_uuid());
    return jsonb_build_object(
        'outcome', case when before = core.payment_state(payment_id) then 'in_order' else 'repaired' end,
        'payment_id', payment_id,
        'before', before,
        'after', core.payment_state(payment_id)
    );
end;
$$;

comment on function core.reconcile_payment is
'Corrects a payment whose webhooks were lost, using Stripe''s current data. Returns {"outcome": "not_ours" | "in_order"
| "repaired", "payment_id", "before", "after"}. PT409 wrong_currency, wrong_amount; then nothing is changed.';

revoke execute on function core.reconcile_payment from public;
grant execute on function core.reconcile_payment to authenticator;
