create or replace function core.withdrawn_cents(
    dispute jsonb,
    change text              -- created, updated, funds_withdrawn, funds_reinstated, closed or looked_up
) returns bigint
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    disputed bigint := dispute ->> 'amount';
    taken numeric;
    given_back numeric;
begin
    select -sum(least(n, 0)), sum(greatest(n, 0)) into taken, given_back
    from jsonb_path_query(dispute, '$.balance_transactions[*].amount') as moved (amount),
        lateral (select (moved.amount)::numeric as n) as number;
    -- These are in the currency of the Stripe account, so only their ratio is used
    if taken > 0 then
        return round(disputed * (1 - least(given_back / taken, 1)));
    end if;
    return case
        when change = 'funds_withdrawn' then disputed
        when change = 'funds_reinstated' then 0
        when dispute ->> 'status' in ('needs_response', 'under_review', 'lost') then disputed
        else 0
    end;
end;
$$;

comment on function core.withdrawn_cents is $$
The part of a disputed amount that the bank has withdrawn: by the dispute's balance transactions or, if it has none, by
the change and the status.
> select core.withdrawn_cents('{"amount": 1000,
>   "status": "needs_response", "balance_transactions": [{"amount": -950}]}', 'created')
1000
> select core.withdrawn_cents('{"amount": 1000, "status": "won", "balance_transactions": []}', 'closed')
0
$$;
