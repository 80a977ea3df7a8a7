-- Payments: what Stripe reported, and what it means. Amounts of money are in cents, credits in hundredths.
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
    failure_code text,
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
    'A purchase of credits: what is known of Stripe''s PaymentIntent and charge, in whatever order the events arrived.
The credits that follow from it are in the ledger (core.settle_payment).';
comment on column core.payments.id is 'The payment.';
comment on column core.payments.user_id is 'The person who pays.';
comment on column core.payments.idempotency_key is
    'The client''s Idempotency-Key. The same key always means the same payment.';
comment on column core.payments.status is 'pending, failed (it may be tried again), canceled, or paid.';
comment on column core.payments.credits is
    'What it buys, in hundredths of a credit, at the price when it was begun.';
comment on column core.payments.amount_cents is 'What it costs, in cents.';
comment on column core.payments.currency is 'The currency of the amounts, as ISO 4217 in lower case.';
comment on column core.payments.intent_id is 'Stripe''s PaymentIntent. Null until Stripe has answered.';
comment on column core.payments.failure is 'Why the newest attempt to pay failed, in Stripe''s words.';
comment on column core.payments.failure_code is
    'Why, for programs: Stripe''s decline code, or else its error code. Null: Stripe gave none.';
comment on column core.payments.refunded_cents is
    'The sum of all refunds of the charge, in cents, as Stripe reports it.';
comment on column core.payments.refunds_known_at is
    'The time up to which refunds are known. Events from before it are out of date and ignored.';
comment on column core.payments.status_known_at is 'When the change to this status happened at Stripe.';
comment on column core.payments.created_at is 'When the payment was begun.';
comment on column core.payments.updated_at is 'When the row last changed.';
comment on column core.payments.paid_at is 'When it was paid. Null: not paid.';
create index payments_user_id_idx on core.payments (user_id, created_at desc, id desc);
alter table core.payments enable row level security;
create policy "people read their own payments" on core.payments
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (
    id, user_id, status, credits, amount_cents, currency, refunded_cents, failure, failure_code, created_at, paid_at
) on core.payments to authenticated, service_role;

create view public.payments with (security_invoker = true) as
select
    id,
    status,
    credits,
    amount_cents,
    currency,
    refunded_cents,
    failure,
    failure_code,
    created_at,
    paid_at
from core.payments;
comment on view public.payments is
    'The caller''s own payments, as Stripe reported them; payment_disputes has their disputes.';
grant select on public.payments to authenticated;

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
comment on table core.payment_disputes is
    'Disputes of payments, as the newest event reported them. Inquiries are not stored.';
comment on column core.payment_disputes.id is 'Stripe''s id of the dispute.';
comment on column core.payment_disputes.payment_id is 'The payment that is disputed.';
comment on column core.payment_disputes.status is 'Stripe''s status of the dispute.';
comment on column core.payment_disputes.amount_cents is 'The disputed amount, in cents.';
comment on column core.payment_disputes.withdrawn_cents is 'The part that the bank has withdrawn at present, in cents.';
comment on column core.payment_disputes.known_at is 'When the newest known event happened at Stripe, to the second.';
comment on column core.payment_disputes.known_step is
    'Orders events of one second: created, updated, funds withdrawn, funds reinstated, closed, looked up.';
comment on column core.payment_disputes.created_at is 'When the dispute was first reported.';
comment on column core.payment_disputes.updated_at is 'When the row last changed.';
create index payment_disputes_payment_id_idx on core.payment_disputes (payment_id);
create policy "people read the disputes of their payments" on core.payment_disputes
    for select to authenticated
    using (payment_id = any(array(select id from core.payments where user_id = (select core.caller_id()))));
grant select (id, payment_id, status, amount_cents, withdrawn_cents, created_at, updated_at)
on core.payment_disputes to authenticated, service_role;

create view public.payment_disputes with (security_invoker = true) as
select
    id,
    payment_id,
    status,
    amount_cents,
    withdrawn_cents,
    created_at,
    updated_at
from core.payment_disputes;
comment on view public.payment_disputes is 'The disputes of one''s own payments.';
grant select on public.payment_disputes to authenticated;
alter table core.payment_disputes enable row level security;

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
    'Every event that Stripe signed and sent, by its id, and its outcome. An event that could not be applied stays
unapplied, with the reason, until it is sent or replayed again.';
comment on column core.stripe_events.id is 'Stripe''s id of the event.';
comment on column core.stripe_events.type is 'Stripe''s type, such as payment_intent.succeeded.';
comment on column core.stripe_events.intent_id is 'The PaymentIntent that the event is about.';
comment on column core.stripe_events.payload is 'The event as Stripe sent it.';
comment on column core.stripe_events.created_at is 'When it happened, on Stripe''s clock.';
comment on column core.stripe_events.received_at is 'When it first arrived.';
comment on column core.stripe_events.deliveries is 'How many times it arrived.';
comment on column core.stripe_events.state is
    'applied; ignored: it changes nothing; unapplied: it could not be applied yet.';
comment on column core.stripe_events.code is 'The outcome, for programs.';
comment on column core.stripe_events.reason is 'The outcome, in a sentence for people.';
comment on column core.stripe_events.settled_at is 'When it was applied or ignored.';
create index stripe_events_intent_id_idx on core.stripe_events (intent_id) where state = 'unapplied';
create index stripe_events_unapplied_idx on core.stripe_events (received_at, id) where state = 'unapplied';
alter table core.stripe_events enable row level security;

insert into core.settings (key, value, description) values
    ('payments.min_credits_hundredths', '100',
     'hundredths of a credit that one payment buys at least (Stripe: 50 cents)'),
    ('payments.max_credits_hundredths', '100000', 'hundredths of a credit that one payment buys at most'),
    ('payments.max_unpaid_per_day', '50',
     'unpaid payments that a person may begin in a day (against trying out stolen cards)');
