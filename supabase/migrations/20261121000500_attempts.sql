-- Attempts at quizzes, the questions that each has, and the answers to them.
create type core.attempt_state as enum ('in_progress', 'finished', 'abandoned');

create table core.attempts (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    number integer not null check (number > 0),
    preview boolean not null default false,
    seed integer not null,
    state core.attempt_state not null default 'in_progress',
    started_at timestamptz not null default now(),
    deadline timestamptz,
    negative_marking numeric(4, 3) not null,
    pass_mark numeric(5, 2),
    finished_at timestamptz,
    overdue boolean not null default false,
    score numeric(12, 4),
    max_score numeric(12, 2) not null,
    passed boolean,
    unique (quiz_id, user_id, number),
    check ((state = 'finished') = (score is not null)),
    check ((state = 'in_progress') = (finished_at is null))
);
comment on table core.attempts is
    'One person taking one quiz once, by the settings that the quiz had when the attempt began. The state overdue is not
stored: such an attempt is in_progress past its deadline, until the sweep or its next use ends it.';
comment on column core.attempts.id is 'The attempt.';
comment on column core.attempts.quiz_id is 'The quiz that is taken.';
comment on column core.attempts.user_id is 'The taker.';
comment on column core.attempts.number is 'Counts the attempts of this person at this quiz, from 1.';
comment on column core.attempts.preview is
    'True for the owner''s own attempts. They count in no result, and the quiz''s dates and number of attempts do not
apply to them.';
comment on column core.attempts.seed is 'The seed of the order of questions and choices.';
comment on column core.attempts.state is
    'in_progress; finished: submitted and marked; abandoned: ended with nothing saved.';
comment on column core.attempts.started_at is 'When the attempt began.';
comment on column core.attempts.deadline is
    'The time limit or the closing time, whichever is first. Null: the attempt has no deadline.';
comment on column core.attempts.negative_marking is 'The quiz''s negative marking when the attempt began, 0 to 1.';
comment on column core.attempts.pass_mark is 'The quiz''s pass mark when the attempt began, in percent.';
comment on column core.attempts.finished_at is 'When the attempt ended.';
comment on column core.attempts.overdue is
    'Whether it ended at its deadline: only responses saved in time count, and an attempt without any is abandoned.';
comment on column core.attempts.score is 'The points earned. Null until it is finished.';
comment on column core.attempts.max_score is 'The points that all its questions can earn.';
comment on column core.attempts.passed is
    'Whether the score reached the pass mark. Null: the quiz has none, or the attempt is not finished.';
-- Two starts at the same moment make one attempt.
create unique index attempts_one_in_progress on core.attempts (quiz_id, user_id) where state = 'in_progress';
create index attempts_user_id_idx on core.attempts (user_id, started_at desc);
create index attempts_overdue_idx on core.attempts (deadline) where state = 'in_progress';
create index attempts_finished_idx on core.attempts (finished_at) where state = 'finished' and not preview;
alter table core.attempts enable row level security;
create policy "people read their attempts, owners those of their quizzes" on core.attempts
    for select to authenticated
    using (
        user_id = (select auth.uid())
        or quiz_id = any(array(select id from core.quizzes where owner_id = (select auth.uid())))  -- "in" uses no index
    );
grant select on core.attempts to authenticated;

create view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    case when state = 'in_progress' and deadline < now() then 'overdue' else state::text end as state,
    started_at,
    deadline,
    finished_at,
    overdue,
    score,
    max_score,
    passed
from core.attempts;
comment on view public.attempts is 'The caller''s own attempts, and all attempts at the caller''s own quizzes.';
comment on column public.attempts.state is
    'in_progress; overdue: past its deadline and not ended yet; finished: submitted and marked; abandoned: ended with
nothing saved.';
grant select on public.attempts to authenticated;

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
comment on table core.attempt_questions is
    'The questions of an attempt, in the order drawn and in the versions that they had when it began.';
comment on column core.attempt_questions.attempt_id is 'The attempt.';
comment on column core.attempt_questions.position is 'The place of the question in the attempt, from 1.';
comment on column core.attempt_questions.question_id is 'The question.';
comment on column core.attempt_questions.version is 'Its version when the attempt began.';
comment on column core.attempt_questions.choice_order is
    'The ids of its choices in the order in which the taker sees them.';
create index attempt_questions_question_idx on core.attempt_questions (question_id, version);
alter table core.attempt_questions enable row level security;

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
comment on table core.answers is 'One response in an attempt, marked when the attempt is finished.';
comment on column core.answers.attempt_id is 'The attempt.';
comment on column core.answers.question_id is 'The question that was answered.';
comment on column core.answers.response is 'Ids of choices, a number or a text, depending on the question''s kind.';
comment on column core.answers.saved_at is 'When the response was last saved.';
comment on column core.answers.fraction is
    'The mark: the part of the question''s points that it earned, -1 to 1. Clients may not select it.';
comment on column core.answers.points is 'The points that it earned. Clients may not select it.';
comment on column core.answers.deleted_at is 'When the taker cleared the response.';
alter table core.answers enable row level security;
create policy "people read their answers" on core.answers
    for select to authenticated
    using (attempt_id = any(array(select id from core.attempts where user_id = (select auth.uid()))));
grant select (attempt_id, question_id, response, saved_at, deleted_at) on core.answers to authenticated;

create view public.answers with (security_invoker = true) as
select
    attempt_id,
    question_id,
    response,
    saved_at
from core.answers
where deleted_at is null;
comment on view public.answers is
    'The caller''s own answers, without their marks. attempt_review returns the marks when the quiz allows it.';
grant select on public.answers to authenticated;
