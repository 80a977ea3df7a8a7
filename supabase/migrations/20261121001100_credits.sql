-- Credits: a double-entry ledger in whole hundredths of a credit. It is append-only.
create type core.account_kind as enum ('user', 'reserved', 'revenue', 'promotions', 'stripe');
create type core.transfer_kind as enum (
    'gift', 'purchase', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed', 'reserve', 'capture', 'release'
);

create table core.credit_accounts (
    id bigint generated always as identity primary key,
    kind core.account_kind not null,
    owner_id uuid references core.profiles,
    part smallint not null default 0,
    balance bigint not null default 0,
    created_at timestamptz not null default now(),
    unique nulls not distinct (owner_id, kind, part),
    check ((kind in ('user', 'reserved')) = (owner_id is not null)),
    check (part = 0 or owner_id is null),
    check (kind <> 'reserved' or balance >= 0)
) with (fillfactor = 50);
comment on table core.credit_accounts is
    'Where credits are: two accounts of each person and three shared ones, each of which is kept in sixteen parts. The
sum of all balances is always zero.';
comment on column core.credit_accounts.id is 'The account.';
comment on column core.credit_accounts.kind is
    'user: what a person may spend; reserved: what is set aside for their generations. Shared by all: revenue: earned;
promotions: given as gifts; stripe: bought or paid back.';
comment on column core.credit_accounts.owner_id is 'The person. Null: the account is shared.';
comment on column core.credit_accounts.part is
    'The part of a shared account, from 0 to 15; 0 for a person''s. What a shared account holds is the sum of its parts.
Each has a row, so that transactions that move credits to or from the same account need not wait for each other
(core.account_part).';
comment on column core.credit_accounts.balance is
    'Hundredths of a credit. Only inserts into credit_transfers change it.';
comment on column core.credit_accounts.created_at is 'When the account was opened.';
alter table core.credit_accounts enable row level security;
create policy "people read their own accounts" on core.credit_accounts
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select (id, kind, owner_id, balance, created_at) on core.credit_accounts to authenticated, service_role;

create view public.credit_accounts with (security_invoker = true) as
select
    id,
    kind,
    balance,
    created_at
from core.credit_accounts;
comment on view public.credit_accounts is 'The caller''s own two accounts.';
comment on column public.credit_accounts.kind is
    'user: what the caller may spend; reserved: what is set aside for generations that are under way.';
comment on column public.credit_accounts.balance is 'Hundredths of a credit.';
grant select on public.credit_accounts to authenticated;

create table core.credit_transfers (
    id bigint generated always as identity primary key,
    source_key text not null unique check (char_length(source_key) between 1 and 400),
    kind core.transfer_kind not null,
    user_id uuid not null,
    amount bigint not null check (amount >= 0),
    quiz_id uuid,
    payment_id uuid,
    questions integer check (questions >= 0),
    created_at timestamptz not null default now(),
    check (num_nonnulls(quiz_id, payment_id) <= 1)
);
comment on table core.credit_transfers is
    'Credits that moved from one account to another; core.transfer_route says between which. Append-only. user_id needs
no foreign key, because every transfer has entries in two accounts, whose owner is checked. quiz_id and payment_id have
none, so that a purged quiz leaves its transfers behind.';
comment on column core.credit_transfers.id is 'Numbers the transfers.';
comment on column core.credit_transfers.source_key is
    'What caused the transfer, such as signup:<user>, stripe:<event>:refund, quiz:<id>:<request>:reserve. The same cause
moves credits only once.';
comment on column core.credit_transfers.kind is
    'gift, purchase, refund and dispute (and their reversals), reserve: set aside; capture: spent; release: returned.';
comment on column core.credit_transfers.user_id is 'The person whose credits moved.';
comment on column core.credit_transfers.amount is
    'Hundredths of a credit. 0 if questions cost nothing: the request is recorded all the same.';
comment on column core.credit_transfers.quiz_id is
    'The quiz for which questions were generated. Null: the transfer was for something else.';
comment on column core.credit_transfers.payment_id is 'The payment. Null: the transfer was for something else.';
comment on column core.credit_transfers.questions is 'How many questions the amount was for.';
comment on column core.credit_transfers.created_at is 'When the credits moved.';
create index credit_transfers_user_id_idx on core.credit_transfers (user_id, id desc);
create index credit_transfers_payment_id_idx on core.credit_transfers (payment_id) where payment_id is not null;
alter table core.credit_transfers enable row level security;
create policy "people read their own transfers" on core.credit_transfers
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (id, kind, user_id, amount, quiz_id, payment_id, questions, created_at)
on core.credit_transfers to authenticated, service_role;

create view public.credit_transfers with (security_invoker = true) as
select
    id,
    kind,
    amount,
    quiz_id,
    payment_id,
    questions,
    created_at
from core.credit_transfers;
comment on view public.credit_transfers is 'The transfers of the caller''s credits; credit_history describes each.';
grant select on public.credit_transfers to authenticated;

create table core.credit_entries (
    id bigint generated always as identity primary key,
    transfer_id bigint not null references core.credit_transfers,
    account_id bigint not null,
    amount bigint not null,
    balance_before bigint not null,
    balance_after bigint not null,
    unique (transfer_id, account_id),
    check (balance_after = balance_before + amount)
);
comment on table core.credit_entries is
    'Both sides of each transfer, written by its trigger. The entries of an account, in order of id, lead from 0 to its
balance. account_id needs no foreign key: the trigger takes it from the account that it has just changed, and accounts
are never deleted.';
comment on column core.credit_entries.id is 'Numbers the entries.';
comment on column core.credit_entries.transfer_id is 'The transfer.';
comment on column core.credit_entries.account_id is 'The account that it changed.';
comment on column core.credit_entries.amount is
    'Hundredths of a credit: above 0 if they came in, below 0 if they went out.';
comment on column core.credit_entries.balance_before is 'The account''s balance before it, in hundredths of a credit.';
comment on column core.credit_entries.balance_after is 'The account''s balance after it, in hundredths of a credit.';
create index credit_entries_account_id_idx on core.credit_entries (account_id, id desc);
alter table core.credit_entries enable row level security;
create policy "people read the entries of their accounts" on core.credit_entries
    for select to authenticated
    using (account_id = any(array(select id from core.credit_accounts where owner_id = (select core.caller_id()))));
grant select on core.credit_entries to authenticated, service_role;

create view public.credit_entries with (security_invoker = true) as
select
    id,
    transfer_id,
    account_id,
    amount,
    balance_before,
    balance_after
from core.credit_entries;
comment on view public.credit_entries is 'The entries of each transfer in the caller''s accounts.';
grant select on public.credit_entries to authenticated;

create table core.ledger_proofs (
    id bigint generated always as identity primary key,
    transfer_id bigint not null,
    created_at timestamptz not null default now()
);
comment on table core.ledger_proofs is
    'How far the ledger has been checked and found right (core.prove_ledger). As it is append-only, what was right stays
right.';
comment on column core.ledger_proofs.id is 'Numbers the proofs.';
comment on column core.ledger_proofs.transfer_id is 'The last transfer that was checked.';
comment on column core.ledger_proofs.created_at is 'When it was.';
alter table core.ledger_proofs enable row level security;

create table core.gifted_addresses (
    address_hash bytea primary key
);
comment on table core.gifted_addresses is
    'Addresses whose owners have received the gift. These rows outlive the account, so that nobody gets the gift again
by deleting the account and signing up once more.';
comment on column core.gifted_addresses.address_hash is 'SHA-256 of the e-mail address, as core.address_hash makes it.';
alter table core.gifted_addresses enable row level security;

insert into core.settings (key, value, description) values
    ('credits.signup_gift_hundredths', '1000', 'hundredths of a credit that everybody receives for signing up'),
    ('credits.price_per_question_hundredths', '10', 'hundredths of a credit for each question that is made'),
    ('credits.hundredths_per_dollar', '100', 'hundredths of a credit that a dollar buys'),
    ('credits.max_questions', '10000', 'questions that one price may be asked for');

-- The accounts that all share. A trigger on profiles opens the two of each person.
insert into core.credit_accounts (kind, part)
select
    kinds.kind,
    parts.part
from unnest('{revenue,promotions,stripe}'::core.account_kind[]) as kinds (kind)
cross join generate_series(0, 15) as parts (part);

-- Accounts and the gift for people who signed up before Quizzler was installed here. The functions that do this for
-- later ones don't exist yet: they are created after the migrations.
insert into core.credit_accounts (kind, owner_id)
select
    kinds.kind,
    p.id
from core.profiles as p
cross join unnest('{user,reserved}'::core.account_kind[]) as kinds (kind);

insert into core.credit_transfers (source_key, kind, user_id, amount)
select distinct on (lower(u.email))
    'signup:' || p.id as source_key,
    'gift' as kind,
    p.id as user_id,
    s.value::bigint as amount
from core.profiles as p
inner join auth.users as u on p.id = u.id and u.deleted_at is null and u.email is not null
inner join core.settings as s on s.key = 'credits.signup_gift_hundredths'
where u.email_confirmed_at is not null or not to_jsonb(u) ? 'confirmed_at'   -- as in core.email_of
order by lower(u.email), u.created_at;

insert into core.gifted_addresses (address_hash)
select sha256(convert_to(lower(u.email), 'UTF8')) as address_hash
from core.credit_transfers as t
inner join auth.users as u on t.user_id = u.id;

with gifts as (
    select
        t.id,
        t.user_id,
        t.amount,
        sum(t.amount) over (order by t.id) as given
    from core.credit_transfers as t
),

sides as (
    select
        g.id as transfer_id,
        a.id as account_id,
        g.amount,
        g.amount as balance_after
    from gifts as g
    inner join core.credit_accounts as a on g.user_id = a.owner_id and a.kind = 'user'
    union all
    select
        g.id as transfer_id,
        a.id as account_id,
        -g.amount as amount,
        -g.given as balance_after
    from gifts as g
    inner join core.credit_accounts as a on a.kind = 'promotions' and a.part = 0
)

insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
select
    transfer_id,
    account_id,
    amount,
    balance_after - amount as balance_before,
    balance_after
from sides
order by transfer_id;

with sums as (
    select
        account_id,
        sum(amount) as balance
    from core.credit_entries
    group by account_id
)

update core.credit_accounts as a
set balance = s.balance
from sums as s
where a.id = s.account_id;
