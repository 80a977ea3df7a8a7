create type core.attempt_state as enum ('in_progress', 'finished', 'abandoned');

create table core.attempts (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    number integer not null check (number > 0),
    seed integer not null,
    state core.attempt_state not null default 'in_progress',
    started_at timestamptz not null default now(),
    deadline timestamptz,
    finished_at timestamptz,
    score numeric(12, 4),
    max_score numeric(12, 2) not null,
    passed boolean,
    unique (quiz_id, user_id, number),
    check ((state = 'finished') = (score is not null))
);
comment on table core.attempts is 'One person taking one quiz once. Overdue is not stored: it is in progress past its deadline.';
comment on column core.attempts.seed is 'what the order of questions and choices was drawn with';
comment on column core.attempts.deadline is 'the time limit or the closing time, whichever is first; null: none';
-- Two starts at once are one attempt.
create unique index attempts_one_in_progress on core.attempts (quiz_id, user_id) where state = 'in_progress';
create index attempts_user_id_idx on core.attempts (user_id, started_at desc);
create index attempts_overdue_idx on core.attempts (deadline) where state = 'in_progress';

create table core.attempt_questions (
    attempt_id uuid not null references core.attempts,
    position integer not null,
    question_id uuid not null,
    version integer not null,
    choice_order text[] not null,
    primary key (attempt_id, position),
    unique (attempt_id, question_id),
    foreign key (question_id, version) references core.question_versions
);
comment on table core.attempt_questions is 'The questions of an attempt, as they stood and in the order they were drawn.';
create index attempt_questions_question_idx on core.attempt_questions (question_id, version);

create table core.answers (
    attempt_id uuid not null,
    question_id uuid not null,
    response jsonb not null,
    saved_at timestamptz not null default now(),
    fraction numeric(7, 6),
    points numeric(10, 4),
    deleted_at timestamptz,
    primary key (attempt_id, question_id),
    foreign key (attempt_id, question_id) references core.attempt_questions (attempt_id, question_id)
);
comment on table core.answers is 'One response in an attempt; marked when the attempt is finished.';
comment on column core.answers.fraction is 'of the question''s points earned, -1 to 1; clients may not select it';

alter table core.attempts enable row level security;
alter table core.attempt_questions enable row level security;
alter table core.answers enable row level security;
create policy "people read their attempts, owners those of their quizzes" on core.attempts
    for select to authenticated
    using (
        user_id = (select auth.uid())
        or quiz_id in (select id from core.quizzes where owner_id = (select auth.uid()))
    );
create policy "people read their answers" on core.answers
    for select to authenticated
    using (attempt_id in (select id from core.attempts where user_id = (select auth.uid())));

create view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    case when state = 'in_progress' and deadline < now() then 'overdue' else state::text end as state,
    started_at,
    deadline,
    finished_at,
    score,
    max_score,
    passed
from core.attempts;
comment on view public.attempts is 'One''s own attempts, and all attempts at one''s own quizzes.';

create view public.answers with (security_invoker = true) as
select
    attempt_id,
    question_id,
    response,
    saved_at
from core.answers
where deleted_at is null;
comment on view public.answers is 'One''s own answers, unmarked: whether they are right is told by attempt_review, when it may be known.';

grant select on core.attempts, public.attempts, public.answers to authenticated;
grant select (attempt_id, question_id, response, saved_at, deleted_at) on core.answers to authenticated;
