-- Who may begin an attempt: the attempt passwords of quizzes.
-- In a table of its own: the JSON of a quiz is made of its whole row.
create table core.attempt_passwords (
    quiz_id uuid primary key references core.quizzes,
    salt bytea not null,
    rounds integer not null check (rounds > 0),
    hash bytea not null,
    set_at timestamptz not null default now()
);
comment on table core.attempt_passwords is
    'The passwords that quizzes ask for when an attempt begins. No client and no owner reads this table.';
comment on column core.attempt_passwords.quiz_id is 'The quiz.';
comment on column core.attempt_passwords.salt is 'Random bytes, new with each password.';
comment on column core.attempt_passwords.rounds is 'How often core.stretched_hash hashed it.';
comment on column core.attempt_passwords.hash is 'core.stretched_hash of the password.';
comment on column core.attempt_passwords.set_at is 'When it was set.';
alter table core.attempt_passwords enable row level security;

create table core.attempt_password_guesses (
    quiz_id uuid references core.quizzes,
    user_id uuid references core.profiles on delete cascade,
    guesses integer not null,
    first_at timestamptz not null,
    primary key (quiz_id, user_id)
);
comment on table core.attempt_password_guesses is
    'Wrong attempt passwords of each person in each quiz. A row counts for attempt_password.guesses_s and is deleted
with the next sweep, or when the person begins.';
comment on column core.attempt_password_guesses.quiz_id is 'The quiz.';
comment on column core.attempt_password_guesses.user_id is 'Who guessed.';
comment on column core.attempt_password_guesses.guesses is 'Wrong passwords since first_at.';
comment on column core.attempt_password_guesses.first_at is 'When the first of them was given.';
create index attempt_password_guesses_user_id_idx on core.attempt_password_guesses (user_id);
create index attempt_password_guesses_first_at_idx on core.attempt_password_guesses (first_at);
alter table core.attempt_password_guesses enable row level security;

insert into core.settings (key, value, description) values
    ('attempt_password.max_guesses', '10', 'wrong attempt passwords of one person in one quiz in a window'),
    ('attempt_password.guesses_s', '600', 'seconds of that window, which begins with the first wrong one');
