-- Daily facts: what dashboards read. They are kept as things happen, so that no dashboard reads all attempts.
create type core.fact_kind as enum (
    'attempt_started', 'attempt_finished', 'attempt_abandoned', 'taker', 'person', 'room', 'credits', 'money', 'job'
);

create table core.fact_changes (
    id bigint primary key generated always as identity,
    happened_at timestamptz not null default now(),
    fact core.fact_kind not null,
    day date not null,
    label text[] not null default '{}',
    quiz_id uuid,
    user_id uuid,
    attempt_id uuid,
    room_id uuid,
    n integer not null default 1,
    total numeric not null default 0,
    seconds numeric not null default 0,
    questions integer not null default 0,
    passed boolean
);
comment on table core.fact_changes is
    'What happened and is in no sum yet: rows that are only inserted, in the transaction in which it happened, so that
nobody waits for anybody. core.fold_facts adds them up.';
comment on column core.fact_changes.id is 'Numbers the changes.';
comment on column core.fact_changes.happened_at is 'When the transaction began.';
comment on column core.fact_changes.fact is
    'What happened. taker: another attempt of a person is the first one at the quiz now.';
comment on column core.fact_changes.day is 'The day to which it belongs, UTC.';
comment on column core.fact_changes.label is
    'Tells apart what is summed on its own: {kind} of credits, {currency, kind} of money, {kind, state, code} of a
job.';
comment on column core.fact_changes.quiz_id is 'The quiz of an attempt.';
comment on column core.fact_changes.user_id is 'Who did it, and was active on that day.';
comment on column core.fact_changes.attempt_id is 'The attempt that ended just now, whose questions are counted.';
comment on column core.fact_changes.room_id is 'The room that ended.';
comment on column core.fact_changes.n is '1: it happened; -1: it does not count any more.';
comment on column core.fact_changes.total is
    'A result in percent, hundredths of a credit, money, or how many times a job was posted.';
comment on column core.fact_changes.seconds is 'How long an attempt or a job took.';
comment on column core.fact_changes.questions is
    'The questions of credits; 1 for an attempt that is the first one of a person when it begins.';
comment on column core.fact_changes.passed is 'Whether a finished attempt passed. Null: there is no pass mark.';
alter table core.fact_changes enable row level security;

create table core.daily_facts (
    fact text,
    day date,
    label text[],
    n bigint not null,
    total numeric not null,
    seconds numeric not null,
    questions bigint not null,
    primary key (fact, day, label)
) with (fillfactor = 70);
comment on table core.daily_facts is 'Sums of what happened, by day.';
comment on column core.daily_facts.fact is
    'As in core.fact_changes; active: people in a day, week or month; cohort: people of a week who came back;
credit_people; players, answers and answer_time of rooms.';
comment on column core.daily_facts.day is 'The day, or the first day of a week or month, UTC.';
comment on column core.daily_facts.label is 'Tells apart what is summed on its own.';
comment on column core.daily_facts.n is 'How many.';
comment on column core.daily_facts.total is 'The sum of the totals.';
comment on column core.daily_facts.seconds is 'The sum of the seconds.';
comment on column core.daily_facts.questions is 'The sum of the questions.';
alter table core.daily_facts enable row level security;

create table core.attempt_days (
    quiz_id uuid,
    day date,
    started bigint not null,
    finished bigint not null,
    abandoned bigint not null,
    takers bigint not null,
    percents numeric not null,
    seconds numeric not null,
    passed bigint not null,
    could_pass bigint not null,
    primary key (quiz_id, day)
) with (fillfactor = 70);
comment on table core.attempt_days is 'Sums over attempts, by quiz and day, without previews and deleted attempts.';
comment on column core.attempt_days.quiz_id is 'The quiz. Zeros: all quizzes.';
comment on column core.attempt_days.day is 'The day, UTC. -infinity: all days.';
comment on column core.attempt_days.started is 'Attempts that began on the day.';
comment on column core.attempt_days.finished is 'Attempts that were finished on the day.';
comment on column core.attempt_days.abandoned is 'Attempts that ended on the day with nothing saved.';
comment on column core.attempt_days.takers is 'People who began their first attempt at the quiz.';
comment on column core.attempt_days.percents is 'The sum of the results of the finished ones, in percent.';
comment on column core.attempt_days.seconds is 'The sum of the seconds that the finished ones took.';
comment on column core.attempt_days.passed is 'How many of the finished ones were passed.';
comment on column core.attempt_days.could_pass is 'How many of the finished ones had a pass mark.';
create index attempt_days_day_idx on core.attempt_days (day, quiz_id);
alter table core.attempt_days enable row level security;
create policy "people read the days of quizzes they work on" on core.attempt_days
    for select to authenticated
    using (quiz_id = any(array(select quiz_id from core.caller_quizzes)));
grant select on core.attempt_days to authenticated;

create table core.question_months (
    question_id uuid,
    version integer,
    month date,
    quiz_id uuid not null,
    asked bigint not null,
    answered bigint not null,
    fractions numeric not null,
    primary key (question_id, version, month)
) with (fillfactor = 70);
comment on table core.question_months is
    'Sums over the questions of attempts, by version and month, as they were marked when the attempts ended.';
comment on column core.question_months.question_id is 'The question.';
comment on column core.question_months.version is 'Its version in these attempts.';
comment on column core.question_months.month is 'The first day of the month, UTC. -infinity: all months.';
comment on column core.question_months.quiz_id is 'The quiz that was taken.';
comment on column core.question_months.asked is 'In how many attempts it was asked and is marked.';
comment on column core.question_months.answered is 'In how many of these it was answered.';
comment on column core.question_months.fractions is 'The sum of its marks, a missing answer as 0.';
create index question_months_quiz_id_idx on core.question_months (quiz_id, month);
alter table core.question_months enable row level security;
create policy "people read the months of quizzes they work on" on core.question_months
    for select to authenticated
    using (quiz_id = any(array(select quiz_id from core.caller_quizzes)));
grant select on core.question_months to authenticated;

create table core.active_people (
    user_id uuid,
    span core.board_span,
    begins date,
    primary key (user_id, span, begins)
);
comment on table core.active_people is
    'Who was active in which day, week and month: began or finished an attempt, or hosted or played a room that ended.';
comment on column core.active_people.user_id is 'The person.';
comment on column core.active_people.span is 'day, week or month.';
comment on column core.active_people.begins is 'The first day of the period, UTC.';
alter table core.active_people enable row level security;

create table core.credit_people (
    kind text,
    day date,
    user_id uuid,
    primary key (day, kind, user_id)
);
comment on table core.credit_people is 'Whose credits moved on which day.';
comment on column core.credit_people.kind is 'The kind of the transfers.';
comment on column core.credit_people.day is 'The day, UTC.';
comment on column core.credit_people.user_id is 'The person.';
create index credit_people_user_id_idx on core.credit_people (user_id);
alter table core.credit_people enable row level security;

create table core.fact_folding (
    only_row boolean primary key default true check (only_row)
);
comment on table core.fact_folding is 'One row, which core.fold_facts locks, so that one at a time adds up.';
comment on column core.fact_folding.only_row is 'True.';
alter table core.fact_folding enable row level security;
insert into core.fact_folding default values;

-- Up to when everything is in the sums.
create view core.facts_known as
select coalesce((select c.happened_at from core.fact_changes as c order by c.id limit 1), now()) as refreshed_at;
comment on view core.facts_known is 'Up to when the sums are complete.';
comment on column core.facts_known.refreshed_at is 'That moment.';
grant select on core.facts_known to authenticated;
