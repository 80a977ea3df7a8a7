-- Statistics of quizzes and questions: sums to which an attempt adds when it is finished.
create type core.counted_as as enum ('first', 'best', 'last', 'all');
create type core.quiz_axis as enum ('score', 'time');
create type core.question_axis as enum ('mark', 'rest', 'score');

create table core.statistics_changes (
    id bigint primary key generated always as identity,
    quiz_id uuid not null,
    source_id uuid not null,
    live boolean not null default false,
    firsts integer not null,
    bests integer not null,
    lasts integer not null,
    alls integer not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table core.statistics_changes is
    'What statistics have yet to take in: attempts to add, or to take away where another one of the same person is now
the first, best or last. Rows are only inserted, so that nobody waits for anybody; core.fold_statistics adds them up.';
comment on column core.statistics_changes.id is 'Numbers the changes.';
comment on column core.statistics_changes.quiz_id is 'The quiz.';
comment on column core.statistics_changes.source_id is 'The attempt; the room, if it was played live.';
comment on column core.statistics_changes.live is 'Whether it is a room.';
comment on column core.statistics_changes.firsts is 'How often to add it to the first attempts: 1, 0 or -1.';
comment on column core.statistics_changes.bests is 'How often to add it to the best attempts.';
comment on column core.statistics_changes.lasts is 'How often to add it to the last attempts.';
comment on column core.statistics_changes.alls is 'How often to add it to all attempts.';
create index statistics_changes_quiz_id_idx on core.statistics_changes (quiz_id, id);
create index statistics_changes_source_id_idx on core.statistics_changes (source_id);
alter table core.statistics_changes enable row level security;

create table core.counted_sources (
    source_id uuid primary key,
    quiz_id uuid not null,
    live boolean not null,
    firsts integer not null,
    bests integer not null,
    lasts integer not null,
    alls integer not null
) with (fillfactor = 90);
comment on table core.counted_sources is
    'What the sums below contain. For each of first, best, last and all they are the facts of these attempts and rooms,
as often as this table says; with the changes that wait, that is once for each that counts.';
comment on column core.counted_sources.source_id is 'The attempt, or the room.';
comment on column core.counted_sources.quiz_id is 'The quiz.';
comment on column core.counted_sources.live is 'Whether it is a room.';
comment on column core.counted_sources.firsts is 'How often it is among the first attempts.';
comment on column core.counted_sources.bests is 'How often it is among the best attempts.';
comment on column core.counted_sources.lasts is 'How often it is among the last attempts.';
comment on column core.counted_sources.alls is 'How often it is among all attempts.';
create index counted_sources_quiz_id_idx on core.counted_sources (quiz_id);
alter table core.counted_sources enable row level security;

create table core.quiz_sums (
    quiz_id uuid not null,
    live boolean not null,
    counted_as core.counted_as not null,
    n bigint not null,
    grade_1 numeric not null,
    grade_2 numeric not null,
    grade_3 numeric not null,
    grade_4 numeric not null,
    total_1 numeric not null,
    total_2 numeric not null,
    max_1 numeric not null,
    passed bigint not null,
    decided bigint not null,
    primary key (quiz_id, live, counted_as)
) with (fillfactor = 50);
comment on table core.quiz_sums is
    'Sums over the attempts at a quiz, from which their mean, standard deviation, skewness and kurtosis follow.';
comment on column core.quiz_sums.quiz_id is 'The quiz.';
comment on column core.quiz_sums.live is 'Whether they were played live: then each is the game of a player.';
comment on column core.quiz_sums.counted_as is 'Which attempts of each person. Games are among all only.';
comment on column core.quiz_sums.n is 'How many.';
comment on column core.quiz_sums.grade_1 is
    'The sum of the grades: the points earned, not raised to 0, in millionths of those possible.';
comment on column core.quiz_sums.grade_2 is 'The sum of their squares.';
comment on column core.quiz_sums.grade_3 is 'The sum of their cubes.';
comment on column core.quiz_sums.grade_4 is 'The sum of their fourth powers.';
comment on column core.quiz_sums.total_1 is 'The sum of the points earned.';
comment on column core.quiz_sums.total_2 is 'The sum of their squares.';
comment on column core.quiz_sums.max_1 is 'The sum of the points possible.';
comment on column core.quiz_sums.passed is 'How many were passed.';
comment on column core.quiz_sums.decided is 'How many were passed or failed.';
alter table core.quiz_sums enable row level security;

create table core.quiz_counts (
    quiz_id uuid not null,
    live boolean not null,
    counted_as core.counted_as not null,
    axis core.quiz_axis not null,
    bucket integer not null,
    n bigint not null,
    primary key (quiz_id, live, counted_as, axis, bucket)
) with (fillfactor = 50);
comment on table core.quiz_counts is 'How many attempts at a quiz have a grade or took a time: histograms for medians.';
comment on column core.quiz_counts.quiz_id is 'The quiz.';
comment on column core.quiz_counts.live is 'Whether they were played live.';
comment on column core.quiz_counts.counted_as is 'Which attempts of each person.';
comment on column core.quiz_counts.axis is 'score or time.';
comment on column core.quiz_counts.bucket is
    'score: the grade in millionths, so that its width is a millionth; time: core.time_bucket, 1 % wide.';
comment on column core.quiz_counts.n is 'How many attempts.';
alter table core.quiz_counts enable row level security;

create table core.question_sums (
    quiz_id uuid not null,
    live boolean not null,
    counted_as core.counted_as not null,
    question_id uuid not null,
    version integer not null,
    asked bigint not null,
    answered bigint not null,
    to_mark bigint not null,
    n bigint not null,
    mark_1 numeric not null,
    mark_2 numeric not null,
    rest_1 numeric not null,
    rest_2 numeric not null,
    mark_rest numeric not null,
    max_1 numeric not null,
    primary key (quiz_id, live, counted_as, question_id, version)
) with (fillfactor = 50);
comment on table core.question_sums is
    'Sums over the attempts that had a version of a question, from which its indices follow.';
comment on column core.question_sums.quiz_id is 'The quiz.';
comment on column core.question_sums.live is 'Whether they were played live.';
comment on column core.question_sums.counted_as is 'Which attempts of each person.';
comment on column core.question_sums.question_id is 'The question.';
comment on column core.question_sums.version is 'Its version.';
comment on column core.question_sums.asked is 'In how many attempts it was asked.';
comment on column core.question_sums.answered is 'How many of these answered it.';
comment on column core.question_sums.to_mark is 'How many of the answers are to be marked by hand.';
comment on column core.question_sums.n is 'How many have a mark; an answer that is missing has the mark 0.';
comment on column core.question_sums.mark_1 is 'The sum of the marks, in points.';
comment on column core.question_sums.mark_2 is 'The sum of their squares.';
comment on column core.question_sums.rest_1 is 'The sum of what the other questions of the same attempts earned.';
comment on column core.question_sums.rest_2 is 'The sum of the squares of that.';
comment on column core.question_sums.mark_rest is 'The sum of the products of both.';
comment on column core.question_sums.max_1 is 'The sum of the points possible in these attempts.';
alter table core.question_sums enable row level security;

create table core.question_counts (
    quiz_id uuid not null,
    live boolean not null,
    counted_as core.counted_as not null,
    question_id uuid not null,
    version integer not null,
    axis core.question_axis not null,
    bucket numeric not null,
    n bigint not null,
    points numeric not null,
    primary key (quiz_id, live, counted_as, question_id, version, axis, bucket)
) with (fillfactor = 50);
comment on table core.question_counts is 'How many marks of a version of a question there are, by what goes with them.';
comment on column core.question_counts.quiz_id is 'The quiz.';
comment on column core.question_counts.live is 'Whether they were played live.';
comment on column core.question_counts.counted_as is 'Which attempts of each person.';
comment on column core.question_counts.question_id is 'The question.';
comment on column core.question_counts.version is 'Its version.';
comment on column core.question_counts.axis is
    'mark: by the mark; rest: by what the other questions earned; score: by what the attempt earned.';
comment on column core.question_counts.bucket is
    'mark: points; rest and score: whole percents of the points possible, rounded down.';
comment on column core.question_counts.n is 'How many marks.';
comment on column core.question_counts.points is
    'mark and score: the sum of the marks; rest: the sum of what the other questions earned.';
alter table core.question_counts enable row level security;

create table core.response_sums (
    quiz_id uuid not null,
    live boolean not null,
    counted_as core.counted_as not null,
    question_id uuid not null,
    version integer not null,
    response_hash uuid not null,
    response jsonb not null,
    n bigint not null,
    primary key (quiz_id, live, counted_as, question_id, version, response_hash)
) with (fillfactor = 80);
comment on table core.response_sums is
    'How often each response was given to a version of a question, essays left out.';
comment on column core.response_sums.quiz_id is 'The quiz.';
comment on column core.response_sums.live is 'Whether it was played live.';
comment on column core.response_sums.counted_as is 'Which attempts of each person.';
comment on column core.response_sums.question_id is 'The question.';
comment on column core.response_sums.version is 'Its version.';
comment on column core.response_sums.response_hash is 'The MD5 of the response.';
comment on column core.response_sums.response is 'The response.';
comment on column core.response_sums.n is 'How often it was given.';
create index response_sums_none_idx on core.response_sums (quiz_id) where n = 0;
alter table core.response_sums enable row level security;

create type core.question_figure as (
    sums core.question_sums,
    variance numeric,              -- of the marks, of a sample
    with_rest numeric,             -- the covariance of the marks with the rest, of a sample
    correlation numeric,
    highest_covariance numeric,    -- that of marks and rests if both were sorted
    effect numeric,                -- the root of the covariance with the whole, times n; null if that is below 0
    upper_percent numeric,
    lower_percent numeric
);

create type core.statistics_sums as (
    quizzes core.quiz_sums[],   -- noqa: LT01
    quiz_counts core.quiz_counts[],   -- noqa: LT01
    questions core.question_sums[],   -- noqa: LT01
    question_counts core.question_counts[],   -- noqa: LT01
    responses core.response_sums[]   -- noqa: LT01
);
