create type core.visibility as enum ('private', 'link', 'public');
create type core.counting_attempt as enum ('best', 'last', 'first', 'average');
create type core.shown as enum ('never', 'after_submit', 'after_close');
create type core.question_kind as enum (
    'single_choice', 'multiple_choice', 'true_false', 'numeric', 'short_text', 'ordering', 'poll'
);
create type core.difficulty as enum ('easy', 'medium', 'hard');

create table core.quizzes (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    title text not null check (char_length(title) between 1 and 200),
    description text not null default '' check (char_length(description) <= 5000),
    language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    visibility core.visibility not null default 'private',
    opens_at timestamptz,
    closes_at timestamptz,
    time_limit_s integer check (time_limit_s between 1 and 604800),
    attempts_allowed integer default 1 check (attempts_allowed between 1 and 1000),
    attempt_delay_s integer not null default 0 check (attempt_delay_s between 0 and 31536000),
    counting_attempt core.counting_attempt not null default 'best',
    shuffle_questions boolean not null default false,
    shuffle_choices boolean not null default false,
    review_shown core.shown not null default 'after_submit',
    key_shown core.shown not null default 'after_submit',
    negative_marking numeric(4, 3) not null default 0 check (negative_marking between 0 and 1),
    pass_mark numeric(5, 2) check (pass_mark between 0 and 100),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    check (closes_at > opens_at)
);
comment on table core.quizzes is 'A quiz and how it is taken.';
comment on column core.quizzes.attempts_allowed is 'null: as many as one likes';
comment on column core.quizzes.review_shown is 'when a taker sees their responses marked';
comment on column core.quizzes.key_shown is 'when a taker sees the right answers and explanations';
comment on column core.quizzes.negative_marking is 'the part of a question''s points that a wrong answer costs';
comment on column core.quizzes.pass_mark is 'percent of the points';
create index quizzes_owner_id_idx on core.quizzes (owner_id, created_at desc, id desc);
create index quizzes_public_idx on core.quizzes (created_at desc, id desc)
where visibility = 'public' and deleted_at is null;

create table core.questions (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    position integer not null check (position > 0),
    version integer not null default 1,
    kind core.question_kind not null,
    prompt text not null check (char_length(prompt) between 1 and 5000),
    choices jsonb not null default '[]',
    key jsonb not null default '{}',
    points numeric(7, 2) not null default 1 check (points between 0 and 10000),
    time_limit_ms integer check (time_limit_ms between 1000 and 3600000),
    explanation text check (char_length(explanation) <= 5000),
    subject text check (char_length(subject) <= 200),
    difficulty core.difficulty,
    media_url text check (media_url ~ '^https?://' and char_length(media_url) <= 2000),
    source text check (char_length(source) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    -- checked at the end of a statement: a reorder swaps positions
    exclude using btree (quiz_id with =, position with =) where (deleted_at is null) deferrable
);
comment on table core.questions is 'A question as it stands now. Clients may not select key and explanation.';
comment on column core.questions.choices is '[{"id", "text", "media_url"?}], what a taker may see';
comment on column core.questions.key is $$
How a response is marked. Choice kinds: {"weights": {id: -1..1}, "feedback"?: {id: text}}; numeric:
{"ranges": [{"min", "max", "weight", "value"?, "feedback"?}]}, value where the author gave one and not a range;
short_text: {"answers": [{"text", "weight", "feedback"?}], "case_sensitive"}; ordering: {"order": [id, …]}; poll: {}.$$;
create index questions_quiz_id_idx on core.questions (quiz_id, position);

create table core.question_versions (
    question_id uuid not null references core.questions,
    version integer not null,
    kind core.question_kind not null,
    prompt text not null,
    choices jsonb not null,
    key jsonb not null,
    points numeric(7, 2) not null,
    time_limit_ms integer,
    explanation text,
    subject text,
    difficulty core.difficulty,
    media_url text,
    source text,
    created_at timestamptz not null default now(),
    primary key (question_id, version)
);
comment on table core.question_versions is
    'Every version of a question, never changed: attempts and rooms are played against these. Written by a trigger.';

alter table core.quizzes enable row level security;
alter table core.questions enable row level security;
alter table core.question_versions enable row level security;
create policy "people read their quizzes and the public ones" on core.quizzes
    for select to authenticated using (owner_id = (select auth.uid()) or visibility = 'public');
create policy "anyone reads public quizzes" on core.quizzes
    for select to anon using (visibility = 'public');
create policy "owners read their questions" on core.questions
    for select to authenticated
    using (quiz_id in (select id from core.quizzes where owner_id = (select auth.uid()) and deleted_at is null));

create view public.quizzes with (security_invoker = true) as
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
    updated_at
from core.quizzes
where deleted_at is null;
comment on view public.quizzes is 'One''s own quizzes and the public ones.';

create view public.questions with (security_invoker = true) as
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
    updated_at
from core.questions
where deleted_at is null;
comment on view public.questions is
    'The questions of one''s own quizzes, without their keys (for those: get_question). Takers get theirs from start_attempt.';

grant select on core.quizzes, public.quizzes to anon, authenticated;
grant select (
    id, quiz_id, position, version, kind, prompt, choices, points, time_limit_ms, subject, difficulty, media_url,
    source, created_at, updated_at, deleted_at
) on core.questions to authenticated;
grant select on public.questions to authenticated;
