create or replace function core.balance_of(user_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(case a.kind when 'user' then 'spendable' else 'reserved' end, core.credits(a.balance))
    from core.credit_accounts as a
    where a.owner_id = balance_of.user_id;
$$;

comment on function core.balance_of is
'A person''s credits: {"spendable", "reserved"}. spendable is negative after a refund or dispute of spent credits.';
