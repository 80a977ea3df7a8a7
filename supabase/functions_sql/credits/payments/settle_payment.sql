create or replace function core.settle_payment(
    payment_id uuid,
    source text              -- the cause: an event's id, or another key
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    payment core.payments;
    due record;
    done record;
begin
    select * into strict payment from core.payments as p where p.id = settle_payment.payment_id for update;
    due := core.payment_dues(payment);
    done := core.payment_moves(payment.id);

    -- The key has the intent's id, so that two events about the same success bring the credits once
    if due.bought > done.bought then
        perform core.transfer(
            'stripe:' || payment.intent_id || ':purchase', 'purchase', payment.user_id, due.bought,
            payment_id => payment.id
        );
    end if;
    perform core.transfer(
        format('stripe:%s:%s', source, move.kind), move.kind, payment.user_id, move.amount, payment_id => payment.id
    )
    from (
        values
        ('refund'::core.transfer_kind, due.refunded - done.refunded),
        ('refund_reversed', done.refunded - due.refunded),
        ('dispute', due.disputed - done.disputed),
        ('dispute_reversed', done.disputed - due.disputed)
    ) as move (kind, amount)
    where move.amount > 0;
end;
$$;

comment on function core.settle_payment is
'Moves the difference between the credits that a payment should have moved (core.payment_dues) and those that it has
(core.payment_moves). So the order of events makes no difference, and a repeated call moves nothing.';

revoke execute on function core.settle_payment from public;
