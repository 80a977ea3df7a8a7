create or replace function core.interpret_event(event core.stripe_events) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    object jsonb := event.payload #> '{data,object}';
    payment core.payments;
    outcome text;
begin
    if event.type not in (
        'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled', 'charge.refunded',
        'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.funds_withdrawn',
        'charge.dispute.funds_reinstated', 'charge.dispute.closed'
    ) then
        return 'not_needed';
    end if;
    if event.type like 'charge.dispute.%' and object ->> 'status' like 'warning\_%' then
        return 'inquiry';
    end if;

    payment := core.payment_of_event(event);
    case event.type
        when 'charge.refunded' then
            outcome := core.note_refund(payment, object, event.created_at);
        when 'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled' then
            outcome := core.note_intent(payment, object, split_part(event.type, '.', 2), event.created_at);
        else
            outcome := core.note_dispute(payment, object, split_part(event.type, '.', 3), event.created_at);
    end case;
    perform core.settle_payment(payment.id, event.id);
    return outcome;
end;
$$;

comment on function core.interpret_event is
'Stores what an event reports about a payment, and settles its credits. Returns applied, or why nothing was done:
not_needed, inquiry, older_than_known. PT409 unknown_payment, intent_mismatch, wrong_currency, wrong_amount if the event
can''t be applied.';

revoke execute on function core.interpret_event from public;
