create or replace function core.transfer_route(kind core.transfer_kind) returns core.account_kind[]
language sql immutable parallel safe
return case kind
    when 'gift' then array['promotions', 'user']::core.account_kind[]
    when 'purchase' then array['stripe', 'user']::core.account_kind[]
    when 'refund' then array['user', 'stripe']::core.account_kind[]
    when 'refund_reversed' then array['stripe', 'user']::core.account_kind[]
    when 'dispute' then array['user', 'stripe']::core.account_kind[]
    when 'dispute_reversed' then array['stripe', 'user']::core.account_kind[]
    when 'reserve' then array['user', 'reserved']::core.account_kind[]
    when 'capture' then array['reserved', 'revenue']::core.account_kind[]
    when 'release' then array['reserved', 'user']::core.account_kind[]
end;

comment on function core.transfer_route is $$
The account that a kind of transfer debits, and the one that it credits.
> select core.transfer_route('capture')
{reserved,revenue}
$$;
