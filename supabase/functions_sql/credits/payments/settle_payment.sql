create or replace function core.settle_payment(
    payment_id uuid,
    source text              -- what told of it: an event's id
) returns void
language plpgsql
set search_path = ''
as $$
declare
    payment core.payments;
    due record;
    done record;
begin
    select * into strict payment from core.payments as p where p.id = settle_payment.payment_id for update;
    due := core.payment_dues(payment);
    done := core.payment_moves(payment.id);

    -- The key is the intent's, so that two events which say the same can't pay twice
    if due.bought > done.bought then
        perform core.transfer(
            'stripe:' || payment.intent_id || ':purchase', 'purchase', payment.user_id, due.bought, payment_id => payment.id
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
'Moves the credits between what a payment has brought and what it should have: the order in which that became known makes
no difference. Doing it again moves nothing.';

revoke execute on function core.settle_payment from public;
