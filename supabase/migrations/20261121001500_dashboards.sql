-- Views for SQL dashboards. They name no person and show no answer key.
create view dashboards.quiz_results as
with counted as (
    select
        quiz_id,
        count(*) as attempts,
        count(*) filter (where state = 'in_progress') as in_progress,
        count(*) filter (where state = 'finished') as finished,
        count(*) filter (where state = 'abandoned') as abandoned
    from core.attempts
    where not preview and deleted_at is null
    group by quiz_id
),

results as (
    select
        quiz_id,
        count(*) as people,
        round(avg(part) * 100, 2) as average_percent,
        round(100.0 * count(*) filter (where passed) / nullif(count(passed), 0), 2) as pass_percent
    from core.standings
    group by quiz_id
)

select
    q.id as quiz_id,
    q.title,
    q.visibility,
    q.created_at,
    q.deleted_at,
    coalesce(counted.attempts, 0) as attempts,
    coalesce(counted.in_progress, 0) as in_progress,
    coalesce(counted.finished, 0) as finished,
    coalesce(counted.abandoned, 0) as abandoned,
    coalesce(results.people, 0) as people,
    results.average_percent,
    results.pass_percent
from core.quizzes as q
left join counted on q.id = counted.quiz_id
left join results on q.id = results.quiz_id;
comment on view dashboards.quiz_results is 'The results of each quiz, without previews.';
comment on column dashboards.quiz_results.quiz_id is 'The quiz.';
comment on column dashboards.quiz_results.title is 'Its title.';
comment on column dashboards.quiz_results.visibility is 'Who may take it: private, link or public.';
comment on column dashboards.quiz_results.created_at is 'When it was made.';
comment on column dashboards.quiz_results.deleted_at is 'When it was deleted. Null: it was not.';
comment on column dashboards.quiz_results.attempts is 'All attempts.';
comment on column dashboards.quiz_results.in_progress is 'Attempts under way.';
comment on column dashboards.quiz_results.finished is 'Attempts submitted and marked.';
comment on column dashboards.quiz_results.abandoned is 'Attempts that ended with nothing saved.';
comment on column dashboards.quiz_results.people is 'People who have finished an attempt.';
comment on column dashboards.quiz_results.average_percent is
    'The mean result in percent of the points, from the attempts that count.';
comment on column dashboards.quiz_results.pass_percent is
    'The percentage of people who passed. Null: there is no pass mark.';

create view dashboards.attempts_per_day as
select
    happened.day,
    happened.quiz_id,
    count(*) filter (where happened.what = 'started') as started,
    count(*) filter (where happened.what = 'finished') as finished
from (
    select
        quiz_id,
        (started_at at time zone 'UTC')::date as day,
        'started' as what
    from core.attempts
    where not preview and deleted_at is null
    union all
    select
        quiz_id,
        (finished_at at time zone 'UTC')::date as day,
        'finished' as what
    from core.attempts
    where not preview and deleted_at is null and state = 'finished'
) as happened
group by happened.day, happened.quiz_id;
comment on view dashboards.attempts_per_day is
    'Attempts started and finished on each day in each quiz, without previews.';
comment on column dashboards.attempts_per_day.day is 'The day, UTC.';
comment on column dashboards.attempts_per_day.quiz_id is 'The quiz.';
comment on column dashboards.attempts_per_day.started is 'Attempts that began on that day.';
comment on column dashboards.attempts_per_day.finished is 'Attempts that were finished on that day.';

create view dashboards.question_facility as
select
    q.quiz_id,
    v.question_id,
    v.version,
    v.version = q.version as current,
    v.kind,
    v.subject,
    v.difficulty,
    v.prompt,
    count(*) as asked,
    count(c.response) as answered,
    round(100 * avg(c.points) / nullif(v.points, 0), 2) as facility_percent
from core.attempts as t
inner join core.counted_answers as c on t.id = c.attempt_id
inner join core.question_versions as v on c.question_id = v.question_id and c.version = v.version
inner join core.questions as q on v.question_id = q.id
where core.is_scored(v.kind) and t.state = 'finished' and not t.preview and t.deleted_at is null
group by q.id, v.question_id, v.version;
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
comment on column dashboards.question_facility.prompt is 'What is asked.';
comment on column dashboards.question_facility.asked is 'In how many attempts it was asked.';
comment on column dashboards.question_facility.answered is 'In how many of them it was answered.';
comment on column dashboards.question_facility.facility_percent is
    'The facility index: the mean of the points earned, in percent of those possible. A missing answer counts as 0, and
negative points as they are (Moodle''s "Quiz statistics calculations").';

create view dashboards.credits as
with moves as (
    select
        (created_at at time zone 'UTC')::date as day,
        kind,
        user_id,
        amount,
        questions
    from core.credit_transfers
)

select
    day,
    kind,
    count(*) as transfers,
    count(distinct user_id) as people,
    round(sum(amount) / 100.0, 2) as credits,
    sum(questions) as questions
from moves
group by day, kind;
comment on view dashboards.credits is 'Credits that moved, by day and kind.';
comment on column dashboards.credits.day is 'The day, UTC.';
comment on column dashboards.credits.kind is
    'gift, purchase, refund and dispute (and their reversals), reserve: set aside; capture: spent; release: returned.';
comment on column dashboards.credits.transfers is 'How many transfers there were.';
comment on column dashboards.credits.people is 'How many people the transfers were for.';
comment on column dashboards.credits.credits is 'How much moved, in credits with two decimals.';
comment on column dashboards.credits.questions is 'How many questions the transfers were for.';

create view dashboards.revenue as
with moves as (
    select
        (t.created_at at time zone 'UTC')::date as day,
        p.currency,
        t.kind,
        t.amount * p.amount_cents / (p.credits * 100.0) as money
    from core.credit_transfers as t
    inner join core.payments as p on t.payment_id = p.id
),

flows as (
    select
        day,
        currency,
        case when kind = 'purchase' then money else 0 end as paid,
        case kind when 'refund' then money when 'refund_reversed' then -money else 0 end as refunded,
        case kind when 'dispute' then money when 'dispute_reversed' then -money else 0 end as disputed
    from moves
)

select
    day,
    currency,
    round(sum(paid), 2) as paid,
    round(sum(refunded), 2) as refunded,
    round(sum(disputed), 2) as disputed,
    round(sum(paid - refunded - disputed), 2) as net
from flows
group by day, currency;
comment on view dashboards.revenue is
    'Money by the day on which Stripe reported it, without Stripe''s fees.';
comment on column dashboards.revenue.day is 'The day, UTC.';
comment on column dashboards.revenue.currency is 'The currency, as ISO 4217 in lower case.';
comment on column dashboards.revenue.paid is 'What was paid, in whole units of the currency.';
comment on column dashboards.revenue.refunded is 'What was paid back, minus reversals, in the same unit.';
comment on column dashboards.revenue.disputed is
    'What banks withdrew because of disputes, minus reversals, in the same unit.';
comment on column dashboards.revenue.net is 'What remains, in the same unit.';

create view dashboards.jobs as
select
    (created_at at time zone 'UTC')::date as day,
    kind,
    state,
    code,
    count(*) as jobs,
    sum(attempts) as attempts,
    round(avg(extract(epoch from finished_at - created_at)), 1) as mean_seconds
from core.jobs
group by day, kind, state, code;
comment on view dashboards.jobs is 'Jobs of the processing server, by the day on which they were made.';
comment on column dashboards.jobs.day is 'The day, UTC.';
comment on column dashboards.jobs.kind is
    'The kind of work: process_upload, generate_questions or regenerate_question.';
comment on column dashboards.jobs.state is 'The state of the jobs: waiting, accepted, done or failed.';
comment on column dashboards.jobs.code is 'Why they failed. Null: they have not failed.';
comment on column dashboards.jobs.jobs is 'How many jobs there are.';
comment on column dashboards.jobs.attempts is 'How many times they were posted in all.';
comment on column dashboards.jobs.mean_seconds is
    'The mean time from the request to the end, in seconds. Null: none has ended.';

grant select on all tables in schema dashboards to dashboard_reader;
