-- Credits: a double-entry ledger in whole hundredths of a credit. What is in it can be added to, and never changed.
create type core.account_kind as enum ('user', 'reserved', 'revenue', 'promotions', 'stripe');
create type core.transfer_kind as enum (
    'gift', 'purchase', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed', 'reserve', 'capture', 'release'
);

create table core.credit_accounts (
    id bigint generated always as identity primary key,
    kind core.account_kind not null,
    owner_id uuid references core.profiles,
    balance bigint not null default 0,
    created_at timestamptz not null default now(),
    unique nulls not distinct (owner_id, kind),
    check ((kind in ('user', 'reserved')) = (owner_id is not null)),
    check (kind <> 'reserved' or balance >= 0)
) with (fillfactor = 50);
comment on table core.credit_accounts is
    'Where credits are: what a person may spend and what is set aside for them, and one each for what was earned
(revenue), given (promotions) and bought or paid back (stripe). All balances together are zero, always.';
comment on column core.credit_accounts.balance is
    'hundredths of a credit; moved by inserts into credit_transfers and by nothing else';

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
    'Credits that moved from one account to another; core.transfer_route says from which to which. Append-only.
user_id needs no foreign key: there is no transfer without two accounts, and those have one. quiz_id and payment_id say
what for and have none either: a purged quiz leaves its lines behind.';
comment on column core.credit_transfers.source_key is
    'what caused it, such as signup:<user>, stripe:<event>:refund, quiz:<id>:<request>:reserve; each moves credits once';
comment on column core.credit_transfers.amount is
    'hundredths of a credit; 0 where a question costs nothing: that it was asked for is a record all the same';
create index credit_transfers_user_id_idx on core.credit_transfers (user_id, id desc);
create index credit_transfers_payment_id_idx on core.credit_transfers (payment_id) where payment_id is not null;

create table core.credit_entries (
    id bigint generated always as identity primary key,
    transfer_id bigint not null references core.credit_transfers,
    account_id bigint not null references core.credit_accounts,
    amount bigint not null,
    balance_before bigint not null,
    balance_after bigint not null,
    unique (transfer_id, account_id),
    check (balance_after = balance_before + amount)
);
comment on table core.credit_entries is
    'Both sides of each transfer, written by its trigger. An account''s entries, by id, are its balance''s whole story.';
create index credit_entries_account_id_idx on core.credit_entries (account_id, id desc);

create table core.gifted_addresses (
    address_hash bytea primary key
);
comment on table core.gifted_addresses is
    'Addresses that have had the gift, as core.address_hash gives them. They outlive the account, or whoever deleted theirs
and registered anew would have it again and again.';

create table core.user_events (
    id bigint generated always as identity primary key,
    user_id uuid not null,
    type text not null,
    payload jsonb not null default '{}',
    created_at timestamptz not null default now()
);
comment on table core.user_events is
    'What a person is told at once, for GET /events; core.notify_user writes it. user_id has no foreign key: checking it
would write-lock the profile for every event.';
create index user_events_created_at_idx on core.user_events (created_at);

insert into core.settings (key, value, description) values
    ('credits.signup_gift_hundredths', '1000', 'hundredths of a credit that everybody is given at registration'),
    ('credits.price_per_question_hundredths', '10', 'hundredths of a credit for each question that is made'),
    ('credits.hundredths_per_dollar', '100', 'hundredths of a credit that a dollar buys'),
    ('credits.max_questions', '10000', 'questions that a price can be asked for at once'),
    ('events.kept_days', '7', 'days that somebody''s past events can be read again');

-- Everybody has two accounts from their first moment (trigger open_credit_accounts); these are shared by all.
insert into core.credit_accounts (kind) values ('revenue'), ('promotions'), ('stripe');

-- Whoever registered before there were credits gets accounts and the gift as if they registered now. Written out,
-- because the functions that do this for all others come after the migrations.
insert into core.credit_accounts (kind, owner_id)
select
    kinds.kind,
    p.id
from core.profiles as p
cross join unnest('{user,reserved}'::core.account_kind[]) as kinds (kind);

insert into core.credit_transfers (source_key, kind, user_id, amount)
select
    'signup:' || p.id as source_key,
    'gift' as kind,
    p.id as user_id,
    s.value::bigint as amount
from core.profiles as p
inner join core.settings as s on s.key = 'credits.signup_gift_hundredths'
where p.deleted_at is null;

insert into core.gifted_addresses (address_hash)
select distinct sha256(convert_to(lower(email), 'UTF8')) as address_hash
from auth.users
where deleted_at is null and email is not null;

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
    inner join core.credit_accounts as a on a.kind = 'promotions'
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

alter table core.credit_accounts enable row level security;
alter table core.credit_transfers enable row level security;
alter table core.credit_entries enable row level security;
alter table core.gifted_addresses enable row level security;
alter table core.user_events enable row level security;
create policy "people read their own accounts" on core.credit_accounts
    for select to authenticated using (owner_id = (select auth.uid()));
create policy "people read their own transfers" on core.credit_transfers
    for select to authenticated using (user_id = (select auth.uid()));
create policy "people read the entries of their accounts" on core.credit_entries
    for select to authenticated
    using (account_id = any(array(select id from core.credit_accounts where owner_id = (select auth.uid()))));

create view public.credit_accounts with (security_invoker = true) as
select
    id,
    kind,
    balance,
    created_at
from core.credit_accounts;
comment on view public.credit_accounts is
    'One''s own two accounts, in hundredths of a credit: what one may spend (user) and what is set aside (reserved).';

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
comment on view public.credit_transfers is 'What moved one''s credits, in hundredths; credit_history tells it in words.';

create view public.credit_entries with (security_invoker = true) as
select
    id,
    transfer_id,
    account_id,
    amount,
    balance_before,
    balance_after
from core.credit_entries;
comment on view public.credit_entries is 'What each transfer did to one''s own accounts, in hundredths of a credit.';

grant select (id, kind, owner_id, balance, created_at) on core.credit_accounts to authenticated;
grant select (id, kind, user_id, amount, quiz_id, payment_id, questions, created_at)
on core.credit_transfers to authenticated;
grant select on core.credit_entries to authenticated;
grant select on public.credit_accounts, public.credit_transfers, public.credit_entries to authenticated;

create view dashboards.credits as
with moves as (
    select
        (created_at at time zone 'UTC')::date as day,
        kind,
        user_id,
        amount,
        questions
    from core.credit_transfers
)

select
    day,
    kind,
    count(*) as transfers,
    count(distinct user_id) as people,
    round(sum(amount) / 100.0, 2) as credits,
    sum(questions) as questions
from moves
group by day, kind;
comment on view dashboards.credits is
    'Credits that moved, by day (UTC) and kind: given, bought, paid back, set aside, earned (capture), given back.';
grant select on dashboards.credits to dashboard_reader;
