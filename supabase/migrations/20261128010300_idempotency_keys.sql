-- Answers to requests that had an Idempotency-Key, who makes admins, and how many attempts one person may begin.
create table core.idempotency_keys (
    person_id uuid references core.profiles,
    key text,
    request_hash bytea not null,
    answer jsonb not null,
    created_at timestamptz not null default now(),
    primary key (person_id, key)
);
comment on table core.idempotency_keys is
    'Requests that made something and had an Idempotency-Key, with their answers, so that a repeated one makes nothing
and gets the same answer.';
comment on column core.idempotency_keys.person_id is 'Who made the request.';
comment on column core.idempotency_keys.key is 'The Idempotency-Key, which the client has chosen.';
comment on column core.idempotency_keys.request_hash is
    'SHA-256 of what was called, as core.request_hash makes it: a key belongs to one request.';
comment on column core.idempotency_keys.answer is 'What the function returned.';
comment on column core.idempotency_keys.created_at is 'When the request was made.';
create index idempotency_keys_created_at_idx on core.idempotency_keys (created_at);
alter table core.idempotency_keys enable row level security;

comment on table core.admins is
    'People who may do what concerns the whole server. Whoever runs it adds them: quizzler admin add ada@example.com.';

insert into core.settings (key, value, description) values
    ('idempotency.kept_hours', '24', 'hours for which the answer to a request with an Idempotency-Key is kept'),
    ('idempotency.max_keys_per_person', '1000', 'Idempotency-Keys of one person that are kept at the same time'),
    ('idempotency.max_mib_per_person', '20', 'MiB that the answers kept for one person may have'),
    ('quiz.max_attempts_per_day', '500', 'attempts that one person may begin in 24 hours, previews included');
