create or replace function core.intent_of(event jsonb) returns text
language sql immutable parallel safe
return case event #>> '{data,object,object}'
    when 'payment_intent' then event #>> '{data,object,id}'
    else event #>> '{data,object,payment_intent}'
end;

comment on function core.intent_of is $$
The PaymentIntent of an event of Stripe; null if it is about something else.
> select core.intent_of('{"data": {"object": {"object": "charge", "id": "ch_1", "payment_intent": "pi_1"}}}')
pi_1
$$;
