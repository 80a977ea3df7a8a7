create table core.trivia_questions (
    id text primary key,
    topic text not null,
    difficulty core.difficulty not null,
    kind core.question_kind not null,
    draft jsonb not null
);
comment on table core.trivia_questions is
    'The built-in bank, loaded from app/trivia/bank.jsonl. draft: as create_question takes it.';
create index trivia_questions_topic_idx on core.trivia_questions (topic, difficulty, kind);
alter table core.trivia_questions enable row level security;

create table core.trivia_bank (
    only_one boolean primary key default true check (only_one),
    digest text not null,
    loaded_at timestamptz not null default now()
);
comment on table core.trivia_bank is 'Which text of the bank is loaded: the SHA-256 of its file.';
alter table core.trivia_bank enable row level security;
