-- What attempts come to: the points of each question, and the score of each attempt once its time is up.

-- Its file gives it its body.
create function core.is_scored(kind core.question_kind) returns boolean language sql immutable return true;

-- The one place that says what each question of an attempt counts.
create view core.counted_answers as
select
    aq.attempt_id,
    aq.position,
    aq.question_id,
    aq.version,
    coalesce(aq.marked_version, aq.version) as marked_version,
    aq.ruling,
    a.response,
    a.saved_at,
    a.comment,
    case when aq.ruling = 'full_points' then 1 when aq.ruling is null then a.fraction end as fraction,
    case
        when not core.is_scored(v.kind) or aq.ruling = 'void' then null
        when aq.ruling = 'full_points' then v.points
        when a.response is null then 0
        else a.points
    end as points,
    case when not core.is_scored(v.kind) or aq.ruling = 'void' then 0 else v.points end as max_points,
    core.is_scored(v.kind) and aq.ruling is null and a.response is not null and a.fraction is null as to_mark,
    coalesce(a.marked_by_hand, false) as marked_by_hand,
    a.rubric_points
from core.draws as aq
inner join core.question_versions as v on aq.question_id = v.question_id and aq.version = v.version
left join core.answers as a
    on aq.attempt_id = a.attempt_id and aq.question_id = a.question_id and a.deleted_at is null;
comment on view core.counted_answers is
    'Each question of each attempt with its response and what that counts, rulings included.';
comment on column core.counted_answers.attempt_id is 'The attempt.';
comment on column core.counted_answers.position is 'The place of the question in the attempt, from 1.';
comment on column core.counted_answers.question_id is 'The question.';
comment on column core.counted_answers.version is 'Its version when the attempt began.';
comment on column core.counted_answers.marked_version is 'The version by whose answer key it is marked.';
comment on column core.counted_answers.ruling is 'How the owner let it count. Null: by its mark.';
comment on column core.counted_answers.response is 'The response. Null: there is none.';
comment on column core.counted_answers.saved_at is 'When the response was last saved.';
comment on column core.counted_answers.comment is 'What the owner wrote to the taker about it.';
comment on column core.counted_answers.fraction is 'The mark, -1 to 1. Null: nothing is marked.';
comment on column core.counted_answers.points is
    'The points that it earned, 0 without a response. Null: it is unscored, void or to be marked.';
comment on column core.counted_answers.max_points is 'The points that it could earn. 0: it is unscored or void.';
comment on column core.counted_answers.to_mark is 'Whether it is still to be marked by hand.';
comment on column core.counted_answers.marked_by_hand is 'Whether the owner set the mark.';
comment on column core.counted_answers.rubric_points is 'What the owner gave for each criterion of the rubric.';

-- What an attempt comes to by the answers that are saved so far.
create view core.attempt_totals as
select
    t.id,
    count(c.response) as answered,
    greatest(0, coalesce(sum(c.points), 0)) as score,
    coalesce(sum(c.max_points), 0) as max_score,
    -- null or true, as long as something is to be marked
    greatest(0, coalesce(sum(c.points), 0)) * 100 >= t.pass_mark * coalesce(sum(c.max_points), 0)
    or nullif(count(*) filter (where c.to_mark) > 0, true) as passed,
    count(*) filter (where c.to_mark)::integer as to_mark
from core.attempts as t
left join core.counted_answers as c on t.id = c.attempt_id
group by t.id;
comment on view core.attempt_totals is 'What each attempt comes to by its saved answers. A score is never below 0.';
comment on column core.attempt_totals.id is 'The attempt.';
comment on column core.attempt_totals.answered is 'How many of its questions have a saved answer.';
comment on column core.attempt_totals.score is 'The sum of the points of its answers, 0 at least.';
comment on column core.attempt_totals.max_score is 'The points that its questions could earn, by their rulings.';
comment on column core.attempt_totals.passed is
    'Whether that reaches the pass mark. Null: there is none, or answers are to be marked and
it is not reached without them.';
comment on column core.attempt_totals.to_mark is 'How many of its answers are to be marked by hand.';

-- Reads go by this view, so that they need not write and never depend on when the sweep came by.
create view core.settled_attempts as
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.owner_id,
    t.number,
    t.preview,
    t.seed,
    t.state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    t.finished_at,
    t.overdue,
    t.score,
    t.max_score,
    t.passed,
    t.to_mark,
    t.extended_to,
    t.deleted_at,
    t.sections,
    t.question_ids,
    t.question_versions,
    t.choice_orders,
    t.marked_versions,
    t.rulings
from core.attempts as t
where t.deleted_at is null
    and (t.state <> 'in_progress' or t.deadline is null or t.deadline >= (select core.overdue_before()))
union all
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.owner_id,
    t.number,
    t.preview,
    t.seed,
    core.settled_state(total.answered) as state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    greatest(t.started_at, t.deadline) as finished_at,
    true as overdue,
    case when core.settled_state(total.answered) = 'finished' then total.score end as score,
    t.max_score,
    case when core.settled_state(total.answered) = 'finished' then total.passed end as passed,
    total.to_mark,
    t.extended_to,
    t.deleted_at,
    t.sections,
    t.question_ids,
    t.question_versions,
    t.choice_orders,
    t.marked_versions,
    t.rulings
from core.attempts as t
-- limit 1, so that each is found by its key
cross join lateral (select x.* from core.attempt_totals as x where x.id = t.id limit 1) as total   -- noqa: AM09
where t.state = 'in_progress' and t.deleted_at is null and t.deadline < (select core.overdue_before());
comment on view core.settled_attempts is
    'The attempts as they are once those whose time is up are settled: finished at their deadlines with the answers that
were saved in time, or abandoned if there are none, without deleted ones. core.settle_overdue writes the same.';
