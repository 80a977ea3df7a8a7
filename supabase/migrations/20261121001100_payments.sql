-- Payments: what Stripe told us, and what it means. Amounts of money are in cents, credits in hundredths.
create type core.payment_status as enum ('pending', 'failed', 'canceled', 'paid');
create type core.stripe_event_state as enum ('applied', 'ignored', 'unapplied');

create table core.payments (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references core.profiles,
    idempotency_key text check (char_length(idempotency_key) between 1 and 255),
    status core.payment_status not null default 'pending',
    credits bigint not null check (credits > 0),
    amount_cents bigint not null check (amount_cents > 0),
    currency text not null default 'usd' check (currency ~ '^[a-z]{3}$'),
    intent_id text unique,
    failure text,
    refunded_cents bigint not null default 0 check (refunded_cents between 0 and amount_cents),
    refunds_known_at timestamptz not null default '-infinity',
    status_known_at timestamptz not null default '-infinity',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    paid_at timestamptz,
    unique (user_id, idempotency_key),
    check ((status = 'paid') = (paid_at is not null))
);
comment on table core.payments is
    'A purchase of credits. It holds what is known of Stripe''s PaymentIntent and charge, whatever order that came in; the
credits that follow from it are in the ledger (core.settle_payment).';
comment on column core.payments.idempotency_key is 'the client''s; the same one is the same payment for good';
comment on column core.payments.credits is 'hundredths of a credit that it buys, at the rate of the day it was made';
comment on column core.payments.intent_id is 'Stripe''s PaymentIntent; null until Stripe has answered';
comment on column core.payments.failure is 'why the newest try to pay failed, in Stripe''s words';
comment on column core.payments.refunded_cents is 'as Stripe counts it: all refunds of the charge together';
comment on column core.payments.refunds_known_at is 'refunds told of by events before this are older than what is known';
comment on column core.payments.status_known_at is 'when what status tells happened at Stripe';
create index payments_user_id_idx on core.payments (user_id, created_at desc, id desc);

create table core.payment_disputes (
    id text primary key,
    payment_id uuid not null references core.payments,
    status text not null,
    amount_cents bigint not null check (amount_cents >= 0),
    withdrawn_cents bigint not null check (withdrawn_cents between 0 and amount_cents),
    known_at timestamptz not null,
    known_step integer not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table core.payment_disputes is 'Disputes of payments as the newest event told of them. Inquiries are not kept.';
comment on column core.payment_disputes.withdrawn_cents is 'of the disputed amount, what the bank has at present';
comment on column core.payment_disputes.known_step is
    'orders events of one second: created, updated, funds withdrawn, funds reinstated, closed, looked up';
create index payment_disputes_payment_id_idx on core.payment_disputes (payment_id);

create table core.stripe_events (
    id text primary key check (char_length(id) between 1 and 255),
    type text not null,
    intent_id text,
    payload jsonb not null,
    created_at timestamptz not null,
    received_at timestamptz not null default now(),
    deliveries integer not null default 1,
    state core.stripe_event_state not null default 'unapplied',
    code text not null default 'received',
    reason text,
    settled_at timestamptz
);
comment on table core.stripe_events is
    'Every event that Stripe sent and signed, by its id, and what became of it. One that could not be applied stays
unapplied, with its reason, till it is sent or replayed again.';
comment on column core.stripe_events.created_at is 'when it happened, on Stripe''s clock';
comment on column core.stripe_events.code is 'what became of it, for programs; reason says it for people';
create index stripe_events_intent_id_idx on core.stripe_events (intent_id) where state = 'unapplied';
create index stripe_events_unapplied_idx on core.stripe_events (received_at, id) where state = 'unapplied';

insert into core.settings (key, value, description) values
    ('payments.min_credits_hundredths', '100', 'hundredths of a credit that one payment buys at least (Stripe: 50 cents)'),
    ('payments.max_credits_hundredths', '100000', 'hundredths of a credit that one payment buys at most'),
    ('payments.max_unpaid_per_day', '50',
     'payments that somebody may begin in a day and not pay: stolen cards are tried in numbers');

alter table core.payments enable row level security;
alter table core.payment_disputes enable row level security;
alter table core.stripe_events enable row level security;
create policy "people read their own payments" on core.payments
    for select to authenticated using (user_id = (select auth.uid()));

create view public.payments with (security_invoker = true) as
select
    id,
    status,
    credits,
    amount_cents,
    currency,
    refunded_cents,
    failure,
    created_at,
    paid_at
from core.payments;
comment on view public.payments is 'One''s own payments; credits in hundredths. get_payment also knows of disputes.';

grant select (
    id, user_id, status, credits, amount_cents, currency, refunded_cents, failure, created_at, paid_at
) on core.payments to authenticated;
grant select on public.payments to authenticated;

create view dashboards.revenue as
with moves as (
    select
        (t.created_at at time zone 'UTC')::date as day,
        p.currency,
        t.kind,
        t.amount * p.amount_cents / (p.credits * 100.0) as money
    from core.credit_transfers as t
    inner join core.payments as p on t.payment_id = p.id
),

flows as (
    select
        day,
        currency,
        case when kind = 'purchase' then money else 0 end as paid,
        case kind when 'refund' then money when 'refund_reversed' then -money else 0 end as refunded,
        case kind when 'dispute' then money when 'dispute_reversed' then -money else 0 end as disputed
    from moves
)

select
    day,
    currency,
    round(sum(paid), 2) as paid,
    round(sum(refunded), 2) as refunded,
    round(sum(disputed), 2) as disputed,
    round(sum(paid - refunded - disputed), 2) as net
from flows
group by day, currency;
comment on view dashboards.revenue is
    'Money by day (UTC) on which Quizzler heard of it: paid, refunded, disputed and what remains. Stripe''s fees are not in it.';
grant select on dashboards.revenue to dashboard_reader;
