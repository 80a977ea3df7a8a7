create or replace function core.payment_state(payment_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'status', core.payment_json(p) ->> 'status',
        'credits', core.credits(m.bought - m.refunded - m.disputed)
    )
    from core.payments as p,
        lateral core.payment_moves(p.id) as m
    where p.id = payment_state.payment_id;
$$;

comment on function core.payment_state is
'The state of a payment: {"status", "credits"}, the credits that it has brought so far.';
