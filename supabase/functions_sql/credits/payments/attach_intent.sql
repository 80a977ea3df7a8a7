create or replace function core.attach_intent(payment_id uuid, intent_id text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    attached text;
begin
    perform core.lock_intent(attach_intent.intent_id);
    update core.payments as p
    set intent_id = coalesce(p.intent_id, attach_intent.intent_id), updated_at = now()
    where p.id = attach_intent.payment_id
    returning p.intent_id into attached;
    perform core.apply_waiting_events(attached);
    return attached;
end;
$$;

comment on function core.attach_intent is
'Stores the PaymentIntent that Stripe made for a payment, unless it has one, applies events that arrived for it before,
and returns the id of the payment''s intent. Null if there is no such payment.';

revoke execute on function core.attach_intent from public;
grant execute on function core.attach_intent to authenticator;
