create or replace function core.payment_json(payment core.payments) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', payment.id,
        'status', case
            when payment.status <> 'paid' then payment.status::text
            when disputed.cents > 0 then 'disputed'
            when payment.refunded_cents = payment.amount_cents then 'refunded'
            when payment.refunded_cents > 0 then 'partially_refunded'
            else 'paid'
        end,
        'credits', core.credits(payment.credits),
        'amount_cents', payment.amount_cents,
        'currency', payment.currency,
        'refunded_cents', payment.refunded_cents,
        'disputed_cents', disputed.cents,
        'created_at', payment.created_at
    ) || jsonb_strip_nulls(jsonb_build_object(
        'paid_at', payment.paid_at, 'failure', payment.failure, 'failure_code', payment.failure_code
    ))
    from (
        select coalesce(sum(d.withdrawn_cents), 0) as cents
        from core.payment_disputes as d
        where d.payment_id = payment.id
    ) as disputed;
$$;

comment on function core.payment_json is
'A payment as its person sees it: {"id", "status", "credits", "amount_cents", "currency", "refunded_cents",
"disputed_cents", "created_at", "paid_at"?, "failure"?, "failure_code"?}. For status see public.get_payment.';
