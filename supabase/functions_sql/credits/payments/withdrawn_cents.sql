create or replace function core.withdrawn_cents(
    dispute jsonb,
    news text              -- created, updated, funds_withdrawn, funds_reinstated, closed or looked_up
) returns bigint
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
    disputed bigint := dispute ->> 'amount';
    taken numeric;
    given_back numeric;
begin
    select -sum(least(n, 0)), sum(greatest(n, 0)) into taken, given_back
    from jsonb_path_query(dispute, '$.balance_transactions[*].amount') as moved (amount),
        lateral (select (moved.amount)::numeric as n) as number;
    -- They are in the currency of the Stripe account, so only their ratio tells of the disputed amount
    if taken > 0 then
        return round(disputed * (1 - least(given_back / taken, 1)));
    end if;
    return case
        when news = 'funds_withdrawn' then disputed
        when news = 'funds_reinstated' then 0
        when dispute ->> 'status' in ('needs_response', 'under_review', 'lost') then disputed
        else 0
    end;
end;
$$;

comment on function core.withdrawn_cents is $$
Of a disputed amount, what the bank has at present: as the dispute's balance transactions tell, or where it has none, as
the event and the status do.
> select core.withdrawn_cents('{"amount": 1000, "status": "needs_response", "balance_transactions": [{"amount": -950}]}', 'created')
1000
> select core.withdrawn_cents('{"amount": 1000, "status": "won", "balance_transactions": []}', 'closed')
0
$$;
