-- A walk through the ledger: what happens to credits when questions are generated. Amounts in the tables are in
-- hundredths of a credit. Everything is rolled back at the end.
\set SHOW_CONTEXT never

begin;

-- Whoever signs up gets two ledger accounts and a gift of ten credits.
insert into auth.users (email) values ('ada@ledger.example') returning id as ada \gset
select kind, balance from core.credit_accounts where owner_id = :'ada' order by kind;

-- Twenty questions are requested: their price is reserved in the transaction that stores the request.
select gen_random_uuid() as quiz \gset
select core.reserve_credits(:'ada', :'quiz', 'first request', 20);

-- The same request again reserves nothing more, because each transfer has a unique source key.
select core.reserve_credits(:'ada', :'quiz', 'first request', 20);

-- Fifteen questions were made: they are paid for, and the rest of the reservation is given back.
select core.settle_credits(:'quiz', 'first request', 15);
select kind, balance from core.credit_accounts where owner_id = :'ada' order by kind;

-- Every transfer has two entries, which add up to zero.
select t.source_key, a.kind as account, e.amount, case when a.owner_id is not null then e.balance_after end as leaves
from core.credit_transfers as t
inner join core.credit_entries as e on e.transfer_id = t.id
inner join core.credit_accounts as a on a.id = e.account_id
where t.user_id = :'ada'
order by t.id, e.amount;

-- Nobody can spend credits that they don't have ...
savepoint before_mistake;
select core.reserve_credits(:'ada', :'quiz', 'second request', 1000);
rollback to before_mistake;

-- ... and nobody can change the ledger, not even the owner of the tables.
update core.credit_transfers set amount = 1 where user_id = :'ada';
rollback to before_mistake;

-- The ledger is consistent: the check returns no row.
select * from core.check_ledger();

rollback;
