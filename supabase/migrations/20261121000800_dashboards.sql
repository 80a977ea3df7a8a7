-- For SQL dashboards: nothing here names a person or tells a key.
create view dashboards.quiz_results as
with counted as (
    select
        quiz_id,
        count(*) as attempts,
        count(*) filter (where state = 'in_progress') as in_progress,
        count(*) filter (where state = 'finished') as finished,
        count(*) filter (where state = 'abandoned') as abandoned
    from core.attempts
    where not preview
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
comment on view dashboards.quiz_results is
    'How each quiz does. people, average_percent and pass_percent go by the attempt that counts.';

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
    where not preview
    union all
    select
        quiz_id,
        (finished_at at time zone 'UTC')::date as day,
        'finished' as what
    from core.attempts
    where not preview and state = 'finished'
) as happened
group by happened.day, happened.quiz_id;
comment on view dashboards.attempts_per_day is 'Attempts started and finished on each day (UTC) at each quiz.';

create view dashboards.question_facility as
select
    q.quiz_id,
    q.id as question_id,
    q.kind,
    q.subject,
    q.difficulty,
    q.prompt,
    count(*) as asked,
    count(a.response) as answered,
    round(avg(greatest(0, coalesce(a.fraction, 0))) * 100, 2) as facility_percent
from core.attempts as t
inner join core.attempt_questions as aq on t.id = aq.attempt_id
inner join core.questions as q on aq.question_id = q.id and q.kind <> 'poll'
left join core.answers as a
    on aq.attempt_id = a.attempt_id and aq.question_id = a.question_id and a.deleted_at is null
where t.state = 'finished' and not t.preview
group by q.id;
comment on view dashboards.question_facility is
    'How easy each question is: the mean part of its points that is earned, in percent, over all finished attempts.';

grant select on dashboards.quiz_results, dashboards.attempts_per_day, dashboards.question_facility to dashboard_reader;
