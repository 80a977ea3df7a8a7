-- Uploads, the queue of jobs for the processing server, and its webhooks.
create type core.upload_state as enum ('queued', 'processing', 'ready', 'failed');
create type core.file_store as enum ('data_folder', 'supabase');
create type core.job_kind as enum ('process_upload', 'generate_questions', 'regenerate_question');
create type core.job_state as enum ('waiting', 'accepted', 'done', 'failed');

create table core.uploads (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    name text not null check (char_length(name) between 1 and 200),
    url text check (url ~* '^https?://' and char_length(url) <= 2000),
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
    version integer not null default 1,
    check (num_nonnulls(url, stored_in) = 1),
    check (state <> 'ready' or (pdf_id is not null and pages is not null))
);
comment on table core.uploads is 'A PDF that somebody handed in, by its address or as a file.';
comment on column core.uploads.id is 'The upload. Its file is stored under this name.';
comment on column core.uploads.owner_id is 'The person to whom the upload belongs.';
comment on column core.uploads.name is 'The name that its owner sees, 1 to 200 characters.';
comment on column core.uploads.url is 'The address of the PDF on the web. Null: it was sent as a file.';
comment on column core.uploads.stored_in is 'Where the file is stored. Null: it is on the web.';
comment on column core.uploads.state is 'How far reading the PDF has got: queued, processing, ready or failed.';
comment on column core.uploads.code is 'Why it failed, for programs.';
comment on column core.uploads.reason is 'The reason for code, in a sentence for people.';
comment on column core.uploads.progress is 'How much of the PDF has been read, 0 to 1.';
comment on column core.uploads.message is 'What the processing server is doing at the moment.';
comment on column core.uploads.pdf_id is
    'The SHA-256 of its bytes. The same PDF has the same id, wherever it came from.';
comment on column core.uploads.title is 'The title that the PDF gives itself.';
comment on column core.uploads.pages is 'How many pages it has.';
comment on column core.uploads.page_labels is
    'The page numbers that the PDF prints, in the order of its pages: ["i", "ii", "1", "2", …].';
comment on column core.uploads.size_bytes is 'Its size in bytes.';
comment on column core.uploads.language is 'The language of its text.';
comment on column core.uploads.text_pages is 'How many pages contain text.';
comment on column core.uploads.scanned_pages is 'How many pages are scanned pictures without text.';
comment on column core.uploads.created_at is 'When it was handed in.';
comment on column core.uploads.updated_at is 'When the row last changed.';
comment on column core.uploads.deleted_at is 'When it was deleted. It can be restored for upload.kept_days.';
comment on column core.uploads.version is
    'Grows when the upload is renamed, but not with the progress of reading it.';
create index uploads_deleted_at_idx on core.uploads (deleted_at) where deleted_at is not null;
create index uploads_owner_id_idx on core.uploads (owner_id, created_at desc, id desc);
alter table core.uploads enable row level security;
create policy "owners read their uploads" on core.uploads
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select on core.uploads to authenticated, service_role;

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
    updated_at,
    version
from core.uploads
where deleted_at is null;
comment on view public.uploads is 'The caller''s own PDFs, and how far reading them has got.';
grant select on public.uploads to authenticated;

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
    'Work for the processing server. A job is written in the transaction that makes it necessary.';
comment on column core.jobs.id is 'The job, and its idempotency key at the processing server.';
comment on column core.jobs.kind is 'What is to be done.';
comment on column core.jobs.owner_id is 'The person for whom it is done.';
comment on column core.jobs.upload_id is 'The upload to read.';
comment on column core.jobs.quiz_id is 'The quiz that gets the questions.';
comment on column core.jobs.question_id is 'The question that is to be replaced by another; null: none.';
comment on column core.jobs.request is
    'The generation request: {"sources", "topic", "questions", "kinds", "difficulty", "language"}.';
comment on column core.jobs.state is
    'waiting: a worker posts it at run_at; accepted: the processing server reports its outcome by a webhook; done and
failed are final.';
comment on column core.jobs.attempts is 'How often it was posted to the processing server.';
comment on column core.jobs.run_at is
    'When a worker may take it. Taking it moves this to the end of the lease, so that another worker gets it if the
first one has died.';
comment on column core.jobs.lease is
    'A new id each time that a worker takes it. Only the worker with the current one may report how posting it went.';
comment on column core.jobs.server is
    'Which built-in processing server accepted it, so that its jobs can be posted again when it ends; else null.';
comment on column core.jobs.accepted_at is 'When the processing server accepted it.';
comment on column core.jobs.deadline is
    'When an accepted job fails unless its outcome was reported: jobs.callback_s after the last report, and at most
jobs.longest_s after accepted_at. Null if the job is not accepted.';
comment on column core.jobs.code is
    'Why it failed, for programs; shortfall: a generation made fewer questions than requested, or others.';
comment on column core.jobs.reason is
    'Why it failed or could not be posted, or why a generation made fewer questions than requested, or others,
in a sentence.';
comment on column core.jobs.result is
    'The outcome of a generation, in numbers of questions: {"requested", "delivered", "dropped": {reason: how many}}.
Null if the processing server reported none.';
comment on column core.jobs.created_at is 'When it was enqueued.';
comment on column core.jobs.finished_at is 'When it was done or failed.';
comment on column core.jobs.retry_of is 'The failed job that this one tries again.';
create index jobs_finished_at_idx on core.jobs (finished_at) where quiz_id is not null and finished_at is not null;
create index jobs_run_at_idx on core.jobs (run_at) where state = 'waiting';
create index jobs_deadline_idx on core.jobs (deadline) where state = 'accepted';
create index jobs_server_idx on core.jobs (server) where state = 'accepted';
create index jobs_owner_id_idx on core.jobs (owner_id, created_at desc, id desc);
create index jobs_upload_id_idx on core.jobs (upload_id, created_at desc) where upload_id is not null;
create index jobs_quiz_id_idx on core.jobs (quiz_id, created_at desc) where quiz_id is not null;
create index jobs_question_id_idx on core.jobs (question_id) where question_id is not null;
create index jobs_retry_of_idx on core.jobs (retry_of) where retry_of is not null;
alter table core.jobs enable row level security;
create policy "people read their own jobs" on core.jobs
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select (
    id, kind, owner_id, upload_id, quiz_id, question_id, state, attempts, code, reason, result, created_at, finished_at
) on core.jobs to authenticated, service_role;

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
comment on view public.jobs is 'The caller''s own jobs of the processing server, and how they ended.';
grant select on public.jobs to authenticated;

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
    'What the processing server reported, and whether it was applied. Each event is applied at most once.';
comment on column core.webhook_events.id is 'The webhook-id.';
comment on column core.webhook_events.type is 'What it reports, as docs/processing.md names it.';
comment on column core.webhook_events.job_id is 'The job that it is about.';
comment on column core.webhook_events.payload is 'The event as it arrived.';
comment on column core.webhook_events.received_at is 'When it first arrived.';
comment on column core.webhook_events.deliveries is 'How many times it arrived.';
comment on column core.webhook_events.status is 'applied, or ignored for the reason in detail.';
comment on column core.webhook_events.detail is 'Why it was ignored.';
create index webhook_events_job_id_idx on core.webhook_events (job_id, received_at);
create index webhook_events_received_at_idx on core.webhook_events (received_at);
alter table core.webhook_events enable row level security;

insert into core.settings (key, value, description) values
    ('upload.max_per_person', '1000', 'uploads of one person; deleted ones count until they are purged'),
    ('upload.max_mib_per_person', '2048', 'MiB of all files of one person; deleted ones count until they are purged'),
    ('upload.kept_days', '30', 'days that a deleted upload can be restored; then it is purged with its file'),
    ('generation.max_questions', '100', 'questions that one generation may make'),
    ('generation.max_sources', '20', 'PDFs that one generation may use'),
    ('generation.max_ranges', '100', 'page ranges of one PDF'),
    ('jobs.max_open_per_person', '100', 'jobs of one person that may be unfinished at once'),
    ('jobs.lease_s', '60', 'seconds that a worker has to post a job before another worker may take it'),
    ('jobs.max_attempts', '12', 'times that a job is posted before it fails'),
    ('jobs.first_delay_ms', '1000', 'milliseconds before a job is posted again; they double each time, with jitter'),
    ('jobs.max_delay_ms', '300000', 'milliseconds between two attempts to post a job, at most'),
    ('jobs.callback_s', '1800',
     'seconds without a report from the processing server after which an accepted job fails'),
    ('jobs.longest_s', '21600',
     'seconds after which an accepted job fails, even if the processing server still reports on it'),
    ('jobs.kept_days', '90', 'days that a finished generation is kept'),
    ('webhooks.kept_days', '30', 'days that webhook events of the processing server are kept');
