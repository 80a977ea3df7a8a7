create or replace function core.payment_moves(
    payment_id uuid,
    out bought bigint,
    out refunded bigint,
    out disputed bigint
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select
        coalesce(sum(t.amount) filter (where t.kind = 'purchase'), 0)::bigint,
        coalesce(sum(case t.kind when 'refund' then t.amount when 'refund_reversed' then -t.amount end), 0)::bigint,
        coalesce(sum(case t.kind when 'dispute' then t.amount when 'dispute_reversed' then -t.amount end), 0)::bigint
    from core.credit_transfers as t
    where t.payment_id = payment_moves.payment_id;
$$;

comment on function core.payment_moves is
'What a payment has moved according to the ledger, in hundredths of a credit: bought, and what its refunds and disputes
have taken back.';
