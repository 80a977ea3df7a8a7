-- Certificates of passed attempts.
create table core.certificates (
    code text primary key,
    attempt_id uuid not null unique references core.attempts,
    name text not null,
    with_score boolean not null,
    created_at timestamptz not null default now()
);
comment on table core.certificates is
    'Certificates that takers made of attempts that they passed: one of each attempt.';
comment on column core.certificates.code is
    'The verification code, which is printed on it: four groups of four hexadecimal digits. Whoever knows it can read
what the certificate says.';
comment on column core.certificates.attempt_id is 'The attempt. The quiz, the score and the date are read from it.';
comment on column core.certificates.name is 'The name that the taker chose.';
comment on column core.certificates.with_score is 'Whether it says the score in percent.';
comment on column core.certificates.created_at is 'When it was first made.';
alter table core.certificates enable row level security;
