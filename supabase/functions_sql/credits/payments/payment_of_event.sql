create or replace function core.payment_of_event(event core.stripe_events) returns core.payments
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
    named uuid := core.payment_named(event.payload #> '{data,object}');
begin
    -- An event may arrive before Stripe's response to create-intent, so the payment that the intent names is used, too
    if event.intent_id is not null then
        update core.payments as p
        set intent_id = event.intent_id, updated_at = now()
        where p.id = named and p.intent_id is null;
    end if;

    select * into payment from core.payments as p where p.intent_id = event.intent_id for update;
    if found then
        return payment;
    end if;
    if exists (select from core.payments as p where p.id = named) then
        perform core.fail(409, 'intent_mismatch', format(
            '%s names payment %s, which belongs to another PaymentIntent.', event.intent_id, named
        ));
    end if;
    perform core.fail(409, 'unknown_payment', format(
        'No payment belongs to %s.', coalesce(event.intent_id, 'a charge without a PaymentIntent')
    ));
end;
$$;

comment on function core.payment_of_event is
'The payment that an event is about, locked. PT409 unknown_payment, intent_mismatch.';

revoke execute on function core.payment_of_event from public;
