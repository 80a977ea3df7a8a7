create or replace function core.note_dispute(
    payment core.payments,
    dispute jsonb,
    change text,              -- created, updated, funds_withdrawn, funds_reinstated, closed or looked_up
    happened_at timestamptz   -- when, on Stripe's clock
) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    step integer := array_position(
        '{created,updated,funds_withdrawn,funds_reinstated,closed,looked_up}'::text[], change
    );
begin
    perform core.require_same_money(payment, dispute ->> 'currency', payment.amount_cents);
    insert into core.payment_disputes as d (id, payment_id, status, amount_cents, withdrawn_cents, known_at, known_step)
    values (
        dispute ->> 'id', payment.id, dispute ->> 'status', (dispute ->> 'amount')::bigint,
        core.withdrawn_cents(dispute, change), happened_at, step
    )
    on conflict (id) do update
    set status = excluded.status,
        amount_cents = excluded.amount_cents,
        withdrawn_cents = excluded.withdrawn_cents,
        known_at = excluded.known_at,
        known_step = excluded.known_step,
        updated_at = now()
    where (d.known_at, d.known_step) < (excluded.known_at, excluded.known_step);
    return case when found then 'applied' else 'older_than_known' end;
end;
$$;

comment on function core.note_dispute is
'Stores the state of a dispute, if it is newer than the known one: applied, or older_than_known. PT409 wrong_currency.';

revoke execute on function core.note_dispute from public;
