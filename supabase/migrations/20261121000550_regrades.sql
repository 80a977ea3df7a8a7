-- The log of regrades: what owners changed about marks after attempts had been marked.
create table core.regrades (
    id bigint generated always as identity primary key,
    quiz_id uuid not null references core.quizzes,
    actor_id uuid not null references core.profiles,
    questions jsonb not null,
    counts jsonb not null,
    created_at timestamptz not null default now()
);
comment on table core.regrades is 'Each regrade that changed something. Rows are only added.';
comment on column core.regrades.id is 'Numbers the regrades.';
comment on column core.regrades.quiz_id is 'The quiz.';
comment on column core.regrades.actor_id is 'Who did it.';
comment on column core.regrades.questions is
    'The questions that were marked anew: [{"question_id", "method", "version", "versions"}].';
comment on column core.regrades.counts is 'How much it reached, changed and kept, as core.regrade_counts has it.';
comment on column core.regrades.created_at is 'When it was done.';
create index regrades_quiz_id_idx on core.regrades (quiz_id, id desc);
create index regrades_actor_id_idx on core.regrades (actor_id);
alter table core.regrades enable row level security;

create table core.regrade_results (
    regrade_id bigint not null references core.regrades,
    attempt_id uuid not null references core.attempts,
    old_score numeric(12, 4),
    new_score numeric(12, 4),
    old_max_score numeric(12, 2) not null,
    new_max_score numeric(12, 2) not null,
    questions jsonb not null,
    primary key (regrade_id, attempt_id)
);
comment on table core.regrade_results is 'Each attempt that a regrade changed, as it was before and after.';
comment on column core.regrade_results.regrade_id is 'The regrade.';
comment on column core.regrade_results.attempt_id is 'The attempt.';
comment on column core.regrade_results.old_score is 'Its score before. Null: it was in progress.';
comment on column core.regrade_results.new_score is 'Its score after.';
comment on column core.regrade_results.old_max_score is 'The points that it could earn before.';
comment on column core.regrade_results.new_max_score is 'The points that it could earn after.';
comment on column core.regrade_results.questions is
    'Its questions that changed: [{"question_id", "version", "old_points", "new_points", "kept"}].';
create index regrade_results_attempt_id_idx on core.regrade_results (attempt_id);
alter table core.regrade_results enable row level security;

-- What a regrade does to one question of one attempt.
create type core.regrade_change as (
    attempt_id uuid,
    question_id uuid,
    asked_version integer,
    marked_version integer,      -- from now on; null: its own
    ruling core.ruling,          -- from now on
    fraction numeric,            -- of the response, from now on
    answer_points numeric,
    old_points numeric,          -- what the question counted
    new_points numeric,
    old_max_points numeric,
    new_max_points numeric,
    kept text,                   -- why a mark stays: by_hand, not_offered; null: it does not have to
    changed boolean
);
comment on type core.regrade_change is
    'What a regrade does to one question of one attempt, as core.regrade_changes says.';
