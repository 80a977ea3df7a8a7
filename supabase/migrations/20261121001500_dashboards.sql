-- Views for SQL dashboards: people, quizzes and rooms. They name no person, show no answer key, and no words of a quiz
-- that is not public. What they sum is kept as it happens (core.daily_facts and its neighbours).

create view dashboards.activity as
with days as (
    select day from core.attempt_days where quiz_id = '00000000-0000-0000-0000-000000000000' and day <> '-infinity'
    union
    select day from core.daily_facts where fact in ('person', 'room') or fact = 'active' and label = '{day}'
),

sums as (
    select
        day,
        sum(n) filter (where fact = 'active' and label = '{day}') as people,
        sum(n) filter (where fact = 'person' and label = '{account}') as new_people,
        sum(n) filter (where fact = 'person' and label = '{guest}') as new_guests,
        sum(n) filter (where fact = 'room') as rooms,
        sum(n) filter (where fact = 'players') as players,
        sum(n) filter (where fact = 'answers') as live_answers
    from core.daily_facts
    where fact in ('active', 'person', 'room', 'players', 'answers')
    group by day
)

select
    days.day,
    coalesce(sums.people, 0) as people,
    coalesce(sums.new_people, 0) as new_people,
    coalesce(sums.new_guests, 0) as new_guests,
    coalesce(attempts.started, 0) as attempts_started,
    coalesce(attempts.finished, 0) as attempts_finished,
    coalesce(attempts.abandoned, 0) as attempts_abandoned,
    coalesce(sums.rooms, 0) as rooms,
    coalesce(sums.players, 0) as players,
    coalesce(sums.live_answers, 0) as live_answers,
    (select refreshed_at from core.facts_known) as refreshed_at
from days
left join sums on days.day = sums.day
left join core.attempt_days as attempts
    on days.day = attempts.day and attempts.quiz_id = '00000000-0000-0000-0000-000000000000';
comment on view dashboards.activity is 'What happened on each day. Previews are left out.';
comment on column dashboards.activity.day is 'The day, UTC.';
comment on column dashboards.activity.people is
    'People with an account who began or finished an attempt, or hosted or played a room that ended.';
comment on column dashboards.activity.new_people is 'Accounts that were made.';
comment on column dashboards.activity.new_guests is 'Guests who began a quiz.';
comment on column dashboards.activity.attempts_started is 'Attempts that began.';
comment on column dashboards.activity.attempts_finished is 'Attempts that were finished.';
comment on column dashboards.activity.attempts_abandoned is 'Attempts that ended with nothing saved.';
comment on column dashboards.activity.rooms is 'Rooms that ended.';
comment on column dashboards.activity.players is 'Players of these rooms.';
comment on column dashboards.activity.live_answers is 'Answers in these rooms.';
comment on column dashboards.activity.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.active_people as
select
    label[1] as span,
    day as begins,
    n as people,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.daily_facts
where fact = 'active';
comment on view dashboards.active_people is 'How many people were active in each day, week and month.';
comment on column dashboards.active_people.span is 'day, week (from Monday) or month.';
comment on column dashboards.active_people.begins is 'The first day, UTC.';
comment on column dashboards.active_people.people is 'People with an account who were active in it.';
comment on column dashboards.active_people.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.retention as
select
    cohort.day as first_week,
    cohort.label[1]::integer as weeks_later,
    cohort.n as people,
    whole.n as cohort_people,
    round(100.0 * cohort.n / whole.n, 2) as percent,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.daily_facts as cohort
inner join core.daily_facts as whole on whole.fact = 'cohort' and cohort.day = whole.day and whole.label = '{0}'
where cohort.fact = 'cohort';
comment on view dashboards.retention is
    'Of the people who were active first in a week: how many were active again so many weeks later.';
comment on column dashboards.retention.first_week is 'The Monday of the week in which they were active first, UTC.';
comment on column dashboards.retention.weeks_later is 'How many weeks later.';
comment on column dashboards.retention.people is 'How many of them were active then.';
comment on column dashboards.retention.cohort_people is 'How many they are.';
comment on column dashboards.retention.percent is 'The percentage of them who were active.';
comment on column dashboards.retention.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.quiz_results as
select
    q.id as quiz_id,
    case when q.visibility = 'public' then q.title end as title,
    q.visibility::text as visibility,
    q.created_at,
    q.deleted_at,
    coalesce(d.started, 0) as attempts,
    coalesce(d.started - d.finished - d.abandoned, 0) as in_progress,
    coalesce(d.finished, 0) as finished,
    coalesce(d.abandoned, 0) as abandoned,
    coalesce(d.takers, 0) as people,
    round(d.percents / nullif(d.finished, 0), 2) as average_percent,
    round(100.0 * d.passed / nullif(d.could_pass, 0), 2) as pass_percent,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.quizzes as q
left join core.attempt_days as d on q.id = d.quiz_id and d.day = '-infinity';
comment on view dashboards.quiz_results is 'The results of each quiz, without previews and deleted attempts.';
comment on column dashboards.quiz_results.quiz_id is 'The quiz.';
comment on column dashboards.quiz_results.title is 'Its title. Null: the quiz is not public.';
comment on column dashboards.quiz_results.visibility is 'Who may take it: private, link or public.';
comment on column dashboards.quiz_results.created_at is 'When it was made.';
comment on column dashboards.quiz_results.deleted_at is 'When it was deleted. Null: it was not.';
comment on column dashboards.quiz_results.attempts is 'All attempts.';
comment on column dashboards.quiz_results.in_progress is 'Attempts under way.';
comment on column dashboards.quiz_results.finished is 'Attempts submitted and marked.';
comment on column dashboards.quiz_results.abandoned is 'Attempts that ended with nothing saved.';
comment on column dashboards.quiz_results.people is 'People who have begun an attempt.';
comment on column dashboards.quiz_results.average_percent is
    'The mean result of the finished attempts, in percent of the points.';
comment on column dashboards.quiz_results.pass_percent is
    'The percentage of the finished attempts that passed. Null: there is no pass mark.';
comment on column dashboards.quiz_results.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.quiz_quality as
with questions as (
    select
        quiz_id,
        count(*) as questions,
        count(*) filter (where fractions > 0.9 * asked) as easy_questions,
        count(*) filter (where fractions < 0.3 * asked) as hard_questions,
        round(100.0 * sum(answered) / sum(asked), 2) as answered_percent
    from core.question_months
    where month = '-infinity'
    group by quiz_id
)

select
    d.quiz_id,
    d.started as attempts,
    round(100.0 * d.finished / nullif(d.finished + d.abandoned, 0), 2) as completed_percent,
    round(d.percents / nullif(d.finished, 0), 2) as average_percent,
    round(100.0 * d.passed / nullif(d.could_pass, 0), 2) as pass_percent,
    round(d.seconds / nullif(d.finished, 0), 1) as mean_seconds,
    coalesce(questions.questions, 0) as questions,
    coalesce(questions.easy_questions, 0) as easy_questions,
    coalesce(questions.hard_questions, 0) as hard_questions,
    questions.answered_percent,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.attempt_days as d
left join questions on d.quiz_id = questions.quiz_id
where d.day = '-infinity' and d.quiz_id <> '00000000-0000-0000-0000-000000000000';
comment on view dashboards.quiz_quality is
    'How well each quiz that was taken works. Its questions are counted in the versions that were asked.';
comment on column dashboards.quiz_quality.quiz_id is 'The quiz.';
comment on column dashboards.quiz_quality.attempts is 'All attempts.';
comment on column dashboards.quiz_quality.completed_percent is
    'The percentage of the attempts that ended with something saved.';
comment on column dashboards.quiz_quality.average_percent is
    'The mean result of the finished attempts, in percent of the points.';
comment on column dashboards.quiz_quality.pass_percent is
    'The percentage of them that passed. Null: there is no pass mark.';
comment on column dashboards.quiz_quality.mean_seconds is 'How long they took on average, in seconds.';
comment on column dashboards.quiz_quality.questions is 'How many versions of questions were asked.';
comment on column dashboards.quiz_quality.easy_questions is
    'How many of these earned more than 90 % of their points on average.';
comment on column dashboards.quiz_quality.hard_questions is 'How many earned less than 30 %.';
comment on column dashboards.quiz_quality.answered_percent is 'How many percent of the questions were answered.';
comment on column dashboards.quiz_quality.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.attempts_per_day as
select
    day,
    quiz_id,
    started,
    finished,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.attempt_days
where quiz_id <> '00000000-0000-0000-0000-000000000000' and day <> '-infinity' and (started > 0 or finished > 0);
comment on view dashboards.attempts_per_day is
    'Attempts started and finished on each day in each quiz, without previews.';
comment on column dashboards.attempts_per_day.day is 'The day, UTC.';
comment on column dashboards.attempts_per_day.quiz_id is 'The quiz.';
comment on column dashboards.attempts_per_day.started is 'Attempts that began on that day.';
comment on column dashboards.attempts_per_day.finished is 'Attempts that were finished on that day.';
comment on column dashboards.attempts_per_day.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.question_facility as
select
    q.quiz_id,
    v.question_id,
    v.version,
    v.version = q.version as current,
    v.kind::text as kind,
    v.subject,
    v.difficulty::text as difficulty,
    case when z.visibility = 'public' then v.prompt end as prompt,
    s.asked,
    s.answered,
    round(100 * s.mark_1 / nullif(s.n * v.points, 0), 2) as facility_percent,
    case when not exists (select from core.statistics_changes) then now() end as refreshed_at
from core.question_sums as s
inner join core.question_versions as v on s.question_id = v.question_id and s.version = v.version
inner join core.questions as q on v.question_id = q.id
inner join core.quizzes as z on q.quiz_id = z.id
where s.counted_as = 'all' and not s.live and s.asked > 0 and core.is_scored(v.kind);
comment on view dashboards.question_facility is
    'How easy each question is, over all finished attempts, with a row for each version that was asked. What is not
scored (polls, word clouds, slides) is left out.';
comment on column dashboards.question_facility.quiz_id is 'The quiz.';
comment on column dashboards.question_facility.question_id is 'The question.';
comment on column dashboards.question_facility.version is 'The version of the question that the attempts had.';
comment on column dashboards.question_facility.current is 'Whether that is the version that new attempts get.';
comment on column dashboards.question_facility.kind is 'How the question is answered.';
comment on column dashboards.question_facility.subject is 'What the question is about.';
comment on column dashboards.question_facility.difficulty is 'How hard it is, in the owner''s view.';
comment on column dashboards.question_facility.prompt is 'What is asked. Null: the quiz is not public.';
comment on column dashboards.question_facility.asked is 'In how many attempts it was asked.';
comment on column dashboards.question_facility.answered is 'In how many of them it was answered.';
comment on column dashboards.question_facility.facility_percent is
    'The facility index: the mean of the points earned, in percent of those possible. A missing answer counts as 0, and
negative points as they are (Moodle''s "Quiz statistics calculations").';
comment on column dashboards.question_facility.refreshed_at is
    'Now, if every attempt that has ended is counted. Null: some of the last seconds are not.';

create view dashboards.difficulty_drift as
select
    m.quiz_id,
    m.question_id,
    m.version,
    m.month,
    m.asked,
    round(100 * m.fractions / m.asked, 2) as facility_percent,
    round(100 * whole.fractions / whole.asked, 2) as overall_percent,
    round(100 * (m.fractions / m.asked - whole.fractions / whole.asked), 2) as drift_points,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.question_months as m
inner join core.question_months as whole
    on m.question_id = whole.question_id and m.version = whole.version and whole.month = '-infinity'
where m.month <> '-infinity' and m.asked > 0;
comment on view dashboards.difficulty_drift is
    'How the facility of each version of a question changes from month to month, as its answers were marked when the
attempts ended.';
comment on column dashboards.difficulty_drift.quiz_id is 'The quiz.';
comment on column dashboards.difficulty_drift.question_id is 'The question.';
comment on column dashboards.difficulty_drift.version is 'Its version.';
comment on column dashboards.difficulty_drift.month is 'The first day of the month, UTC.';
comment on column dashboards.difficulty_drift.asked is 'In how many attempts of the month it was asked.';
comment on column dashboards.difficulty_drift.facility_percent is
    'Its facility index in the month: the mean of its marks, in percent.';
comment on column dashboards.difficulty_drift.overall_percent is 'The same over all months.';
comment on column dashboards.difficulty_drift.drift_points is 'By how many percentage points the month is above that.';
comment on column dashboards.difficulty_drift.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.rooms_now as
select
    r.mode::text as mode,
    r.state::text as state,
    count(*) as rooms,
    coalesce(sum(p.players), 0) as players,
    coalesce(sum(p.present), 0) as present,
    coalesce(sum(a.answers), 0) as answers,
    round(max(extract(epoch from now() - r.created_at))) as oldest_seconds,
    now() as refreshed_at
from core.rooms as r
cross join lateral (
    select
        count(*) as players,
        count(*) filter (where p.left_at is null) as present
    from core.players as p
    where p.room_id = r.id and p.kicked_at is null
) as p
cross join lateral (
    select count(*) as answers
    from core.live_answers as a
    where a.room_id = r.id and a.number = r.question_number
) as a
where r.state <> 'ended'
group by r.mode, r.state;
comment on view dashboards.rooms_now is 'The rooms that have not ended, by mode and state.';
comment on column dashboards.rooms_now.mode is 'live or assigned.';
comment on column dashboards.rooms_now.state is 'lobby, open, paused or closed.';
comment on column dashboards.rooms_now.rooms is 'How many rooms there are.';
comment on column dashboards.rooms_now.players is 'Their players.';
comment on column dashboards.rooms_now.present is 'How many of these have not left.';
comment on column dashboards.rooms_now.answers is 'The answers to the questions that are open or were closed last.';
comment on column dashboards.rooms_now.oldest_seconds is 'The age of the oldest room, in seconds.';
comment on column dashboards.rooms_now.refreshed_at is 'Now.';

create view dashboards.rooms_per_day as
with times as (
    select
        day,
        label[1] as mode,
        label[2]::numeric as seconds,
        sum(n) over (partition by day, label[1] order by label[2]::numeric) as faster,
        sum(n) over (partition by day, label[1]) as answers
    from core.daily_facts
    where fact = 'answer_time'
),

quantiles as (
    select
        day,
        mode,
        min(seconds) filter (where faster >= 0.5 * answers) as median_seconds,
        min(seconds) filter (where faster >= 0.95 * answers) as p95_seconds
    from times
    group by day, mode
)

select
    rooms.day,
    rooms.label[1] as mode,
    rooms.n as rooms,
    coalesce(players.n, 0) as players,
    coalesce(answers.n, 0) as answers,
    round(answers.seconds / nullif(answers.n, 0), 2) as mean_seconds,
    quantiles.median_seconds,
    quantiles.p95_seconds,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.daily_facts as rooms
left join core.daily_facts as players
    on players.fact = 'players' and rooms.day = players.day and rooms.label = players.label
left join core.daily_facts as answers
    on answers.fact = 'answers' and rooms.day = answers.day and rooms.label = answers.label
left join quantiles on rooms.day = quantiles.day and rooms.label[1] = quantiles.mode
where rooms.fact = 'room';
comment on view dashboards.rooms_per_day is
    'The rooms that ended on each day, and how long their players took to answer.';
comment on column dashboards.rooms_per_day.day is 'The day on which they ended, UTC.';
comment on column dashboards.rooms_per_day.mode is 'live or assigned.';
comment on column dashboards.rooms_per_day.rooms is 'How many rooms ended.';
comment on column dashboards.rooms_per_day.players is 'Their players, without those who were kicked.';
comment on column dashboards.rooms_per_day.answers is 'Their answers.';
comment on column dashboards.rooms_per_day.mean_seconds is
    'The mean time from the opening of a question to an answer, in seconds.';
comment on column dashboards.rooms_per_day.median_seconds is
    'The median of it, to a tenth of a second, above 10 s to a second.';
comment on column dashboards.rooms_per_day.p95_seconds is 'The 95th percentile, likewise.';
comment on column dashboards.rooms_per_day.refreshed_at is 'Up to when the figures are complete.';

grant select on all tables in schema dashboards to dashboard_reader;
