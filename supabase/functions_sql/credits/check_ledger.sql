create or replace function core.check_ledger() returns setof text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    with sides as (
        select e.transfer_id, e.id, e.amount, e.balance_after, a.kind, a.owner_id
        from core.credit_entries as e
        left join core.credit_accounts as a on a.id = e.account_id
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
        group by t.id
    ),

    chains as (
        select
            e.id,
            e.account_id,
            e.balance_before,
            lag(e.balance_after, 1, 0::bigint) over (partition by e.account_id order by e.id) as balance_left
        from core.credit_entries as e
    ),

    sums as (
        select a.id, a.kind, a.balance, coalesce(sum(e.amount), 0) as moved
        from core.credit_accounts as a
        left join core.credit_entries as e on e.account_id = a.id
        group by a.id
    ),

    reservations as (
        select
            substring(t.source_key from '^(.*:)(?:reserve|capture|release)$') as key,
            coalesce(sum(t.amount) filter (where t.kind = 'reserve'), 0) as reserved,
            coalesce(sum(t.amount) filter (where t.kind <> 'reserve'), 0) as settled,
            bool_or(t.kind <> 'reserve') as is_settled,
            t.user_id
        from core.credit_transfers as t
        where t.kind in ('reserve', 'capture', 'release')
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
    union all
    select format('%s has no credit accounts.', p.id)
    from core.profiles as p
    where (select count(*) from core.credit_accounts as a where a.owner_id = p.id)
        <> case when p.guest then 0 else 2 end
    union all
    select core.check_payments();
$$;

comment on function core.check_ledger is
'Checks the ledger, and returns a sentence for each fault: every transfer has its two entries, every balance is the sum
of its entries and equals the last one''s balance_after, all balances add up to zero, the reserved balances equal the
open reservations, and each payment moved the credits that it should have. Amounts are in hundredths of a credit.';

revoke execute on function core.check_ledger from public;
grant execute on function core.check_ledger to authenticator;
