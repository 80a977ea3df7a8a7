create or replace function core.payment_named(object jsonb) returns uuid
language sql immutable parallel safe
return case
    when object #>> '{metadata,quizzler_payment_id}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then (object #>> '{metadata,quizzler_payment_id}')::uuid
end;

comment on function core.payment_named is $$
The id of the payment that a PaymentIntent of ours, or its charge, has in its metadata; null for the intents of other
programs.
> select core.payment_named('{"metadata": {"quizzler_payment_id": "00000000-0000-0000-0000-00000000000a"}}')
00000000-0000-0000-0000-00000000000a
$$;
