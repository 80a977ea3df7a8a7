create or replace function core.check_payments(
    whole boolean,    -- all payments, or those of transfers
    since bigint,     -- after this one
    upto bigint       -- and up to this one
) returns setof text
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    return query
    select format(
        'Payment %s should have brought %s, less %s refunded and %s disputed, but it brought %s less %s and %s.',
        p.id, due.bought, due.refunded, due.disputed, done.bought, done.refunded, done.disputed
    )
    from core.payments as p,
        lateral core.payment_dues(p) as due,
        lateral core.payment_moves(p.id) as done
    where due <> done and (whole or p.id in (
        select t.payment_id from core.credit_transfers as t where t.id > since and t.id <= upto
    ))
    union all
    select format('Transfer %s belongs to no payment of its person.', t.id)
    from core.credit_transfers as t
    where t.id > since and t.id <= upto and (
        (t.kind in ('purchase', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed'))
        <> (t.payment_id is not null)
        or (
            t.payment_id is not null
            and not exists (select from core.payments as p where p.id = t.payment_id and p.user_id = t.user_id)
        )
    );
end;
$$;

comment on function core.check_payments is
'The part of core.check_ledger for payments: a sentence for each payment that moved a wrong amount of credits, and for
each transfer that should belong to a payment of its person but does not. Amounts are in hundredths of a credit.';
