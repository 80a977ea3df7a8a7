-- What takers tell the owner of a quiz about themselves, where the quiz asks for it.
create table core.taker_details (
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    email_shared boolean not null default false,
    student_number text check (char_length(student_number) between 1 and 50),
    given_at timestamptz not null default now(),
    primary key (quiz_id, user_id)
);
comment on table core.taker_details is
    'What a taker agreed to tell the owner of a quiz, before their first attempt. Only the taker''s export of their
account and the owner''s export of results show it.';
comment on column core.taker_details.quiz_id is 'The quiz.';
comment on column core.taker_details.user_id is 'The taker.';
comment on column core.taker_details.email_shared is
    'Whether the owner may see the e-mail address of the taker''s account. The address itself is not kept here.';
comment on column core.taker_details.student_number is 'The number that the taker gave, 1 to 50 characters.';
comment on column core.taker_details.given_at is 'When the taker gave it.';
create index taker_details_user_id_idx on core.taker_details (user_id);
alter table core.taker_details enable row level security;
