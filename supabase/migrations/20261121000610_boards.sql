-- Boards: who is where by their points, and how many have more.
create table core.boards (
    id integer primary key generated always as identity,
    quiz_id uuid references core.quizzes on delete cascade,
    span core.board_span not null default 'all',
    begins date not null default '-infinity',
    counts_globally boolean not null default false,
    subject text not null default '',
    counted_subject text not null default '',
    listed_to uuid,
    unique nulls not distinct (quiz_id, span, begins, subject)
);
comment on table core.boards is 'The boards that somebody has a place on: one of each quiz, and the global ones.';
comment on column core.boards.id is 'The board.';
comment on column core.boards.quiz_id is 'The quiz whose results it ranks, one place a person. Null: a global board.';
comment on column core.boards.span is 'all, or the length of the period in which the attempts were finished.';
comment on column core.boards.begins is 'The first day of the period (UTC), -infinity for all.';
comment on column core.boards.counts_globally is
    'Whether results of the quiz are on the global boards (core.counts_globally, as it was when they were written).';
comment on column core.boards.subject is
    'Of a global board: the subject of the quizzes that count there. Empty: all of them.';
comment on column core.boards.counted_subject is
    'Of the board of a quiz: its subject (core.quiz_subject, as it was when its results were written). Empty: none.';
comment on column core.boards.listed_to is
    'Of the board of a quiz whose results the sweep writes anew, in the order of their people: up to whom it has done
so. Null: it has nothing to do.';
create index boards_listed_to_idx on core.boards (id) where listed_to is not null;
alter table core.boards enable row level security;

create table core.places (
    board_id integer not null,
    user_id uuid not null,
    points integer not null,
    quizzes integer not null,
    passed integer not null,
    primary key (board_id, user_id)
) with (fillfactor = 80);
comment on table core.places is
    'The places on the global boards, each the sum of a person''s results in quizzes. Those on the board of a quiz are
core.kept_standings.';
comment on column core.places.board_id is 'The board.';
comment on column core.places.user_id is 'The person.';
comment on column core.places.points is 'Hundredths of a point; each quiz is worth 10,000 of them at most.';
comment on column core.places.quizzes is 'In how many quizzes they were earned.';
comment on column core.places.passed is 'How many of these were passed.';
create index places_ranked_idx on core.places (board_id, points desc, user_id desc);
create index places_left_idx on core.places (user_id) where quizzes = 0;
alter table core.places enable row level security;

-- A rank is one more than the number of people with more points: the sum of three short ranges of these counters.
create table core.board_counts (
    board_id integer not null,
    level smallint not null,
    bucket integer not null,
    people bigint not null,
    primary key (board_id, level, bucket)
) with (fillfactor = 50);
comment on table core.board_counts is 'How many people have points in each bucket of a board.';
comment on column core.board_counts.board_id is 'The board.';
comment on column core.board_counts.level is 'The size of the bucket: 4,096 points (1), 64 (2) or one (3).';
comment on column core.board_counts.bucket is 'The points in it, divided by its size.';
comment on column core.board_counts.people is 'How many people have these points.';
alter table core.board_counts enable row level security;

create table core.board_changes (
    id bigint primary key generated always as identity,
    board_id integer not null,
    points integer not null,
    change smallint not null check (change in (-1, 1))
);
comment on table core.board_changes is
    'Changes of the counters, only inserted, so that nobody waits for anybody: core.fold_boards adds them up.';
comment on column core.board_changes.id is 'Numbers the changes.';
comment on column core.board_changes.board_id is 'The board.';
comment on column core.board_changes.points is 'The points.';
comment on column core.board_changes.change is '1: somebody has these points now; -1: somebody has them no longer.';
create index board_changes_board_id_idx on core.board_changes (board_id) include (points, change);
alter table core.board_changes enable row level security;

create table core.board_proofs (
    id bigint primary key generated always as identity,
    finished_at timestamptz not null,
    created_at timestamptz not null default now()
);
comment on table core.board_proofs is
    'How far boards have been checked and found right (core.prove_boards).';
comment on column core.board_proofs.id is 'Numbers the proofs.';
comment on column core.board_proofs.finished_at is 'When the last attempt was finished whose results were checked.';
comment on column core.board_proofs.created_at is 'When it was.';
alter table core.board_proofs enable row level security;

insert into core.settings (key, value, description) values
    ('boards.listed_at_once', '200',
     'results of a quiz that are counted anew in the request that changes how they count; the sweep does the others');
