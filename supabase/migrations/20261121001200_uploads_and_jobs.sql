-- Uploads, the outbox of jobs for the processing server, its webhooks, and quizzes that are being generated.
create type core.upload_state as enum ('queued', 'processing', 'ready', 'failed');
create type core.quiz_state as enum ('ready', 'generating', 'failed');
create type core.job_kind as enum ('process_upload', 'generate_questions', 'regenerate_question');
create type core.job_state as enum ('waiting', 'accepted', 'done', 'failed');
create type core.file_store as enum ('data_folder', 'supabase');

create table core.uploads (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    name text not null check (char_length(name) between 1 and 200),
    url text check (url ~ '^https?://' and char_length(url) <= 2000),
    stored_in core.file_store,
    state core.upload_state not null default 'queued',
    code text,
    reason text,
    progress numeric not null default 0 check (progress between 0 and 1),
    message text,
    pdf_id text,
    title text,
    pages integer check (pages > 0),
    page_labels jsonb,
    size_bytes bigint check (size_bytes >= 0),
    language text,
    text_pages integer check (text_pages >= 0),
    scanned_pages integer check (scanned_pages >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    check (num_nonnulls(url, stored_in) = 1),
    check (state <> 'ready' or (pdf_id is not null and pages is not null))
);
comment on table core.uploads is
    'A PDF: somewhere on the web (url), or a file that was sent here (stored_in), under its id.';
comment on column core.uploads.code is 'why it failed, for programs; reason says it for people';
comment on column core.uploads.message is 'what the processing server is at just now';
comment on column core.uploads.pdf_id is 'the SHA-256 of its bytes: the same PDF, wherever it came from';
comment on column core.uploads.page_labels is 'what the pages are called in the PDF (i, ii, 1, 2, …), in their order';
comment on column core.uploads.scanned_pages is 'pages that are pictures of text, and hold none';
create index uploads_deleted_at_idx on core.uploads (deleted_at) where deleted_at is not null;
create index uploads_owner_id_idx on core.uploads (owner_id, created_at desc, id desc);

alter table core.quizzes
add column state core.quiz_state not null default 'ready',
add column state_code text,
add column state_reason text,
add column progress numeric check (progress between 0 and 1);
comment on column core.quizzes.state is 'generating: questions are on their way; failed: none came, and there are none';
comment on column core.quizzes.state_reason is 'why the last generation failed, or made fewer questions than were asked for';
comment on column core.quizzes.progress is 'of the generation that is under way, 0 to 1';

alter table core.questions add column citation jsonb check (jsonb_typeof(citation) = 'object');
alter table core.question_versions add column citation jsonb;
comment on column core.questions.citation is
    'where its answer stands: {"upload_id", "pdf_id", "page", "page_label", "sentence"}; page counts from 1';

create table core.jobs (
    id uuid primary key default gen_random_uuid(),
    kind core.job_kind not null,
    owner_id uuid not null references core.profiles,
    upload_id uuid references core.uploads,
    quiz_id uuid references core.quizzes,
    question_id uuid references core.questions,
    request jsonb not null default '{}',
    state core.job_state not null default 'waiting',
    attempts integer not null default 0,
    run_at timestamptz not null default now(),
    lease uuid,
    server text check (char_length(server) <= 500),
    accepted_at timestamptz,
    deadline timestamptz,
    code text,
    reason text,
    result jsonb,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    retry_of uuid references core.jobs,
    check (num_nonnulls(upload_id, quiz_id) = 1),
    check ((kind = 'process_upload') = (upload_id is not null)),
    check ((kind = 'regenerate_question') = (question_id is not null)),
    check ((state in ('done', 'failed')) = (finished_at is not null)),
    check ((state = 'accepted') <= (deadline is not null))
);
comment on table core.jobs is
    'The outbox: what the processing server is to do, written in the transaction that wants it done. waiting: a worker posts
it when run_at comes, its id being the idempotency key; accepted: the answer comes by webhook, before deadline; done and
failed are final.';
comment on column core.jobs.run_at is
    'when a worker may take it. Taking moves this to the end of the lease, so a dead worker''s job falls to another';
comment on column core.jobs.lease is 'who holds it: an outcome is heard from its newest holder only';
comment on column core.jobs.server is 'who accepted it, where that is known: jobs of a server that died are posted anew';
comment on column core.jobs.request is
    'what is to be generated: {"sources", "topic", "questions", "kinds", "difficulty", "language"}';
comment on column core.jobs.result is '{"requested", "delivered", "dropped", "shortfall"} of a generation';
create index jobs_run_at_idx on core.jobs (run_at) where state = 'waiting';
create index jobs_deadline_idx on core.jobs (deadline) where state = 'accepted';
create index jobs_server_idx on core.jobs (server) where state = 'accepted';
create index jobs_owner_id_idx on core.jobs (owner_id, created_at desc, id desc);
create index jobs_upload_id_idx on core.jobs (upload_id, created_at desc) where upload_id is not null;
create index jobs_quiz_id_idx on core.jobs (quiz_id, created_at desc) where quiz_id is not null;
create index jobs_question_id_idx on core.jobs (question_id) where question_id is not null;
create index jobs_retry_of_idx on core.jobs (retry_of) where retry_of is not null;

create table core.webhook_events (
    id text primary key check (char_length(id) between 1 and 255),
    type text not null,
    job_id uuid not null references core.jobs on delete cascade,
    payload jsonb not null,
    received_at timestamptz not null default now(),
    deliveries integer not null default 1,
    status text not null default 'applied' check (status in ('applied', 'ignored')),
    detail text
);
comment on table core.webhook_events is
    'What the processing server told, by webhook-id, and what became of it: applied once, or ignored for the reason in detail.';
create index webhook_events_job_id_idx on core.webhook_events (job_id, received_at);
create index webhook_events_received_at_idx on core.webhook_events (received_at);

-- Two transactions may take ids and commit in the other order; who follows the events goes by (tx, id) instead, and
-- reads what is older than every transaction that still runs.
alter table core.user_events add column tx xid8 not null default pg_current_xact_id();
create index user_events_tx_idx on core.user_events (user_id, tx, id);

insert into core.settings (key, value, description) values
    ('upload.max_per_person', '1000', 'uploads that one person may have; deleted ones count until they are purged'),
    ('upload.kept_days', '30', 'days that a deleted upload can be restored; then it is purged with its file'),
    ('generation.max_questions', '100', 'questions that one generation may be asked for'),
    ('generation.max_sources', '20', 'PDFs that one generation may draw on'),
    ('generation.max_ranges', '100', 'page ranges of one PDF'),
    ('jobs.max_open_per_person', '100', 'jobs of one person that may be unfinished at once'),
    ('jobs.lease_s', '60', 'seconds that a worker has to post a job before another may'),
    ('jobs.max_attempts', '12', 'times that a job is posted before it fails'),
    ('jobs.first_delay_ms', '1000', 'wait before the second attempt; doubles with each, with jitter'),
    ('jobs.max_delay_ms', '300000', 'wait between two attempts at most'),
    ('jobs.callback_s', '1800', 'seconds without a sign of life after which an accepted job has failed'),
    ('jobs.longest_s', '21600', 'seconds after which an accepted job has failed, signs of life or not'),
    ('webhooks.kept_days', '30', 'days that what the processing server told is kept');

alter table core.uploads enable row level security;
alter table core.jobs enable row level security;
alter table core.webhook_events enable row level security;
create policy "owners read their uploads" on core.uploads
    for select to authenticated using (owner_id = (select auth.uid()));
create policy "people read their own jobs" on core.jobs
    for select to authenticated using (owner_id = (select auth.uid()));

create view public.uploads with (security_invoker = true) as
select
    id,
    owner_id,
    name,
    url,
    state,
    code,
    reason,
    progress,
    message,
    pdf_id,
    title,
    pages,
    page_labels,
    size_bytes,
    language,
    text_pages,
    scanned_pages,
    created_at,
    updated_at
from core.uploads
where deleted_at is null;
comment on view public.uploads is 'One''s own PDFs and how far they are.';

create view public.jobs with (security_invoker = true) as
select
    id,
    kind,
    upload_id,
    quiz_id,
    question_id,
    state,
    attempts,
    code,
    reason,
    result,
    created_at,
    finished_at
from core.jobs;
comment on view public.jobs is 'What the processing server was asked to do for one, and how it ended.';

create or replace view public.quizzes with (security_invoker = true) as
select
    id,
    owner_id,
    title,
    description,
    language,
    visibility,
    opens_at,
    closes_at,
    time_limit_s,
    attempts_allowed,
    attempt_delay_s,
    counting_attempt,
    shuffle_questions,
    shuffle_choices,
    review_shown,
    key_shown,
    negative_marking,
    pass_mark,
    created_at,
    updated_at,
    state,
    state_code,
    state_reason,
    progress
from core.quizzes
where deleted_at is null;

create or replace view public.questions with (security_invoker = true) as
select
    id,
    quiz_id,
    position,
    version,
    kind,
    prompt,
    choices,
    points,
    time_limit_ms,
    subject,
    difficulty,
    media_url,
    source,
    created_at,
    updated_at,
    citation
from core.questions
where deleted_at is null;

grant select on core.uploads to authenticated;
grant select (
    id, kind, owner_id, upload_id, quiz_id, question_id, state, attempts, code, reason, result, created_at, finished_at
) on core.jobs to authenticated;
grant select (citation) on core.questions to authenticated;
grant select on public.uploads, public.jobs to authenticated;

create view dashboards.jobs as
select
    (created_at at time zone 'UTC')::date as day,
    kind,
    state,
    code,
    count(*) as jobs,
    sum(attempts) as attempts,
    round(avg(extract(epoch from finished_at - created_at)), 1) as mean_seconds
from core.jobs
group by day, kind, state, code;
comment on view dashboards.jobs is
    'Jobs of the processing server by day (UTC) on which they were made: how they stand, why they failed, how long they took.';
grant select on dashboards.jobs to dashboard_reader;
