create or replace function core.check_ledger(
    since bigint default null,     -- only transfers after this one; null: after the last proof
    upto bigint default null       -- and up to this one; null: all
) returns setof text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan     -- all of the ledger and the end of it are read in different ways
as $$
declare
    whole boolean;
begin
    since := coalesce(since, (select max(p.transfer_id) from core.ledger_proofs as p), 0);
    whole := since = 0 and upto is null;
    upto := coalesce(upto, 9223372036854775807);
    return query
    with sides as (
        select e.transfer_id, e.id, e.account_id, e.amount, e.balance_before, e.balance_after, a.kind, a.owner_id
        from core.credit_entries as e
        left join core.credit_accounts as a on a.id = e.account_id
        where e.transfer_id > since and e.transfer_id <= upto
    ),

    pairs as (
        select
            t.id,
            t.kind,
            t.amount,
            count(s.id) as entries,
            count(s.id) filter (where s.kind = (core.transfer_route(t.kind))[1] and s.amount = -t.amount) as debits,
            count(s.id) filter (where s.kind = (core.transfer_route(t.kind))[2] and s.amount = t.amount) as credits,
            bool_or(s.owner_id <> t.user_id) as touches_others,
            bool_or(s.kind = 'user' and s.amount < 0 and s.balance_after < 0) as overdraws
        from core.credit_transfers as t
        left join sides as s on s.transfer_id = t.id
        where t.id > since and t.id <= upto
        group by t.id
    ),

    chains as (
        select
            s.id,
            s.account_id,
            s.balance_before,
            -- an account's entries follow each other by their own ids, not by those of their transfers
            coalesce(
                case
                    when whole then lag(s.balance_after) over (partition by s.account_id order by s.id)
                    else (
                        select e.balance_after
                        from core.credit_entries as e
                        where e.account_id = s.account_id and e.id < s.id
                        order by e.id desc
                        limit 1
                    )
                end,
                0
            ) as balance_left
        from sides as s
    ),

    -- Where the chain is whole, this is what the entries add up to
    sums as (
        select a.id, a.kind, a.balance, coalesce(last.balance_after, 0) as moved
        from core.credit_accounts as a
        left join lateral (
            select e.balance_after
            from core.credit_entries as e
            where e.account_id = a.id
            order by e.id desc
            limit 1
        ) as last on true
        where whole or a.id = any (array(select s.account_id from sides as s))
    ),

    reservations as (
        select
            substring(t.source_key from '^(.*:)(?:reserve|capture|release)$') as key,
            coalesce(sum(t.amount) filter (where t.kind = 'reserve'), 0) as reserved,
            coalesce(sum(t.amount) filter (where t.kind <> 'reserve'), 0) as settled,
            bool_or(t.kind <> 'reserve') as is_settled,
            t.user_id
        from core.credit_transfers as t
        where t.kind in ('reserve', 'capture', 'release') and (whole or t.user_id = any (array(
            select n.user_id
            from core.credit_transfers as n
            where n.id > since and n.id <= upto and n.kind in ('reserve', 'capture', 'release')
        )))
        group by 1, t.user_id
    ),

    waiting as (
        select r.user_id, sum(r.reserved) as hundredths
        from reservations as r
        where not r.is_settled
        group by r.user_id
    )

    select format(
        'Transfer %s (%s of %s) does not have exactly the two entries that it must have.', p.id, p.kind, p.amount
    )
    from pairs as p
    where (p.entries, p.debits, p.credits) <> (2, 1, 1) or p.touches_others
    union all
    select format('Transfer %s spent more credits than there were.', p.id)
    from pairs as p
    where p.overdraws and p.kind not in ('refund', 'dispute')
    union all
    select format('Entry %s belongs to no transfer or no account.', s.id)
    from sides as s
    where s.kind is null or not exists (select from core.credit_transfers as t where t.id = s.transfer_id)
    union all
    select format(
        'Entry %s of account %s begins at %s, but the entry before it ended at %s.',
        c.id, c.account_id, c.balance_before, c.balance_left
    )
    from chains as c
    where c.balance_before <> c.balance_left
    union all
    select format('Account %s (%s) holds %s, but its entries add up to %s.', s.id, s.kind, s.balance, s.moved)
    from sums as s
    where s.balance <> s.moved
    union all
    select format('All balances together are %s, not 0.', sum(s.balance))
    from sums as s
    where whole
    having sum(s.balance) <> 0
    union all
    select format('%s settled %s of %s.', r.key, r.settled, r.reserved)
    from reservations as r
    where r.is_settled and r.settled <> r.reserved
    union all
    select format(
        'Account %s holds %s in reserve, but %s wait to be settled.', a.id, a.balance, coalesce(w.hundredths, 0)
    )
    from core.credit_accounts as a
    left join waiting as w on w.user_id = a.owner_id
    where a.kind = 'reserved' and a.balance <> coalesce(w.hundredths, 0)
        and (whole or a.owner_id = any (array(select r.user_id from reservations as r)))
    union all
    select format('%s has no credit accounts.', p.id)
    from core.profiles as p
    where whole and (select count(*) from core.credit_accounts as a where a.owner_id = p.id)
        <> case when p.guest then 0 else 2 end
    union all
    select core.check_payments(whole, since, upto);
end;
$$;

comment on function core.check_ledger is
'Checks the ledger, and returns a sentence for each fault: every transfer has its two entries, those of an account lead
from one balance to the next and the last one to its balance, all balances add up to zero, the reserved balances equal
the open reservations, and each payment moved the credits that it should have. Amounts are in hundredths of a credit. It
reads the transfers since the last proof (core.prove_ledger), with the accounts, reservations and payments that they
touched; check_ledger(0) reads all.';

revoke execute on function core.check_ledger from public;
grant execute on function core.check_ledger to authenticator;
