-- A walk through the ledger: what happens to credits when questions are generated. Amounts in the tables are
-- hundredths of a credit. Everything is rolled back at the end.
\set SHOW_CONTEXT never

begin;

-- Signing up brings two accounts and a gift of ten credits.
insert into auth.users (email) values ('ada@ledger.example') returning id as ada \gset
select kind, balance from core.credit_accounts where owner_id = :'ada' order by kind;

-- Twenty questions are ordered: their price is set aside, in the transaction that stores the order.
select gen_random_uuid() as quiz \gset
select core.reserve_credits(:'ada', :'quiz', 'first order', 20);

-- The same order again reserves nothing more: each transfer has a source key, which is unique.
select core.reserve_credits(:'ada', :'quiz', 'first order', 20);

-- Fifteen of them were made: those are paid for, and the rest comes back.
select core.settle_credits(:'quiz', 'first order', 15);
select kind, balance from core.credit_accounts where owner_id = :'ada' order by kind;

-- Every transfer has two entries, which add up to nothing.
select t.source_key, a.kind as account, e.amount, case when a.owner_id is not null then e.balance_after end as leaves
from core.credit_transfers as t
inner join core.credit_entries as e on e.transfer_id = t.id
inner join core.credit_accounts as a on a.id = e.account_id
where t.user_id = :'ada'
order by t.id, e.amount;

-- Nobody spends what they don't have ...
savepoint before_mistake;
select core.reserve_credits(:'ada', :'quiz', 'second order', 1000);
rollback to before_mistake;

-- ... and nobody changes what was written, the owner of the tables included.
update core.credit_transfers set amount = 1 where user_id = :'ada';
rollback to before_mistake;

-- The books are right: no row means that nothing is wrong.
select * from core.check_ledger();

rollback;
