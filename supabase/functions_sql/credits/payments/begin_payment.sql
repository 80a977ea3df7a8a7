create or replace function public.begin_payment(credits numeric, idempotency_key text default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    least_allowed bigint := core.setting('payments.min_credits_hundredths');
    most_allowed bigint := core.setting('payments.max_credits_hundredths');
    hundredths bigint;
    payment core.payments;
begin
    if credits is null or credits <> round(credits, 2)
        or credits not between core.credits(least_allowed) and core.credits(most_allowed)
    then
        perform core.fail(422, 'bad_credits', format(
            'Buy %s to %s credits, with two decimals at most.', core.credits(least_allowed), core.credits(most_allowed)
        ));
    end if;
    perform core.require_idempotency_key(idempotency_key);
    hundredths := credits * 100;

    perform core.lock_credits(me);   -- else concurrent calls could exceed the limit, or make two payments with one key
    select * into payment
    from core.payments as p
    where p.user_id = me and p.idempotency_key = begin_payment.idempotency_key;
    if not found then
        if (
            select count(*) from core.payments as p
            where p.user_id = me and p.status <> 'paid' and p.created_at > now() - interval '1 day'
        ) >= core.setting('payments.max_unpaid_per_day') then
            perform core.fail(
                429, 'too_many_payments', 'You have too many unpaid payments of the last 24 hours. Try again later.'
            );
        end if;
        insert into core.payments (user_id, idempotency_key, credits, amount_cents)
        values (
            me, begin_payment.idempotency_key, hundredths,
            ceil(hundredths * 100.0 / core.setting('credits.hundredths_per_dollar'))
        )
        returning * into payment;
    end if;
    if payment.credits <> hundredths then
        perform core.fail(
            422, 'idempotency_key_reused', format(
                'This Idempotency-Key belongs to a payment for %s credits. Use a new one for another payment.',
                core.credits(payment.credits)
            )
        );
    end if;
    return core.payment_json(payment) || jsonb_build_object('intent_id', payment.intent_id);
end;
$$;

comment on function public.begin_payment is
'Makes a payment, or returns the one with this idempotency key: the JSON of core.payment_json, with "intent_id", which
is null until core.attach_intent has stored it. The app then has Stripe make the PaymentIntent. PT401 not_signed_in;
PT422 bad_credits, bad_idempotency_key, idempotency_key_reused; PT429 too_many_payments.';

revoke execute on function public.begin_payment from public, anon;
grant execute on function public.begin_payment to authenticated;
