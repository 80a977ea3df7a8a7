-- The built-in bank of trivia questions.
create table core.trivia_questions (
    id text primary key,
    topic text not null,
    difficulty core.difficulty not null,
    kind core.question_kind not null,
    draft jsonb not null
);
comment on table core.trivia_questions is 'The built-in bank, loaded from app/trivia/bank.jsonl.';
comment on column core.trivia_questions.id is
    'The id of the question in the bank, the same in every version of the bank.';
comment on column core.trivia_questions.topic is 'The subject of the bank that the question belongs to.';
comment on column core.trivia_questions.difficulty is 'How hard the question is.';
comment on column core.trivia_questions.kind is 'How the question is answered.';
comment on column core.trivia_questions.draft is 'The question as create_question takes it, with its answer key.';
create index trivia_questions_topic_idx on core.trivia_questions (topic, difficulty, kind);
alter table core.trivia_questions enable row level security;

create table core.trivia_bank (
    only_one boolean primary key default true check (only_one),
    digest text not null,
    loaded_at timestamptz not null default now()
);
comment on table core.trivia_bank is 'The version of the bank that is loaded. One row.';
comment on column core.trivia_bank.only_one is 'Always true. As the primary key, it allows only one row.';
comment on column core.trivia_bank.digest is 'The SHA-256 of the file that was loaded.';
comment on column core.trivia_bank.loaded_at is 'When it was loaded.';
alter table core.trivia_bank enable row level security;

insert into core.settings (key, value, description) values
    ('trivia.max_amount', '50', 'questions that one request for trivia may ask for');
