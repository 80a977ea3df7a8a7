-- Who may begin an attempt: the attempt passwords of quizzes, guests, and allow-lists.
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
    id bigint generated always as identity primary key,
    quiz_id uuid not null references core.quizzes,
    user_id uuid references core.profiles on delete cascade,
    guesses integer not null,
    first_at timestamptz not null,
    constraint attempt_password_guesses_of_person unique nulls not distinct (quiz_id, user_id)
);
comment on table core.attempt_password_guesses is
    'Wrong attempt passwords of each person in each quiz. A row counts for attempt_password.guesses_s and is deleted
with the next sweep, or when the person begins.';
comment on column core.attempt_password_guesses.id is 'Numbers the rows.';
comment on column core.attempt_password_guesses.quiz_id is 'The quiz.';
comment on column core.attempt_password_guesses.user_id is
    'Who guessed. Null: guests who had not begun, all together.';
comment on column core.attempt_password_guesses.guesses is 'Wrong passwords since first_at.';
comment on column core.attempt_password_guesses.first_at is 'When the first of them was given.';
create index attempt_password_guesses_user_id_idx on core.attempt_password_guesses (user_id);
create index attempt_password_guesses_first_at_idx on core.attempt_password_guesses (first_at);
alter table core.attempt_password_guesses enable row level security;

create table core.guests (
    id uuid primary key references core.profiles,
    quiz_id uuid not null references core.quizzes,
    nickname_key text,
    token_hash bytea not null unique,
    created_at timestamptz not null default now(),
    claimed_by uuid references core.profiles,
    claimed_at timestamptz,
    unique (quiz_id, nickname_key),
    check ((claimed_by is null) = (claimed_at is null)),
    check ((nickname_key is null) = (claimed_by is not null))
);
comment on table core.guests is
    'People who take one quiz by a nickname, without an account. Their attempts and what they told the owner are those
of a profile with the same id, until they claim them into an account.';
comment on column core.guests.id is 'The guest.';
comment on column core.guests.quiz_id is 'The quiz, the only one that the guest can take.';
comment on column core.guests.nickname_key is
    'core.nickname_key of the nickname, unique in the quiz. Null: the result was claimed, and the nickname is free.';
comment on column core.guests.token_hash is 'SHA-256 of the guest token, which is stored nowhere.';
comment on column core.guests.created_at is 'When the first attempt began.';
comment on column core.guests.claimed_by is 'The account that has the result now. Null: none.';
comment on column core.guests.claimed_at is 'When it was claimed.';
create index guests_quiz_id_idx on core.guests (quiz_id, created_at);
create index guests_claimed_by_idx on core.guests (claimed_by);
alter table core.guests enable row level security;

create table core.allow_list (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    address text not null check (
        address = lower(address) and address ~ '^[^@[:space:]]*@[^@[:space:]]+$' and char_length(address) <= 320
    ),
    created_at timestamptz not null default now(),
    unique (quiz_id, address)
);
comment on table core.allow_list is
    'The e-mail addresses whose accounts may take a quiz, where it is for listed people only. Whether an account has an
address is told to nobody.';
comment on column core.allow_list.id is 'The entry.';
comment on column core.allow_list.quiz_id is 'The quiz.';
comment on column core.allow_list.address is
    'An e-mail address in lower case, or a domain with the @ before it: all addresses of exactly that domain.';
comment on column core.allow_list.created_at is 'When it was added.';
create index allow_list_quiz_id_idx on core.allow_list (quiz_id, created_at desc, id desc);
create index allow_list_address_idx on core.allow_list (address);
alter table core.allow_list enable row level security;

insert into core.settings (key, value, description) values
    ('quiz.max_allow_list', '10000', 'addresses and domains on the allow-list of one quiz'),
    ('quiz.max_guests_per_day', '5000', 'guests who may begin to take one quiz in 24 hours'),
    ('attempt_password.max_guesses_of_guests', '200',
     'wrong attempt passwords of guests who have not begun, all together, in one quiz in a window'),
    ('attempt_password.max_guesses', '10', 'wrong attempt passwords of one person in one quiz in a window'),
    ('attempt_password.guesses_s', '600', 'seconds of that window, which begins with the first wrong one');
