-- The facts that statistics are sums of.
create view core.live_marks as
select
    p.room_id,
    p.id as player_id,
    q.question_id,
    q.version,
    v.points,
    a.response,
    a.elapsed_ms,
    case
        when not core.is_scored(v.kind) then null
        when a.response is null then 0
        else a.fraction * v.points
    end as mark
from core.players as p
inner join core.rooms as r on p.room_id = r.id
inner join core.room_questions as q on p.room_id = q.room_id
inner join core.question_versions as v on q.question_id = v.question_id and q.version = v.version
left join core.live_answers as a on q.room_id = a.room_id and q.number = a.number and p.id = a.player_id
where r.state = 'ended' and p.kicked_at is null and not q.skipped and (
    r.mode = 'live' and q.closed_at > p.joined_at
    or r.mode = 'assigned' and exists (select from core.turns as o where o.player_id = p.id and o.number = q.number)
);
comment on view core.live_marks is
    'What each question of an ended room counts for each player to whom it was asked, whatever time it took.';
comment on column core.live_marks.room_id is 'The room.';
comment on column core.live_marks.player_id is 'The player.';
comment on column core.live_marks.question_id is 'The question.';
comment on column core.live_marks.version is 'Its version.';
comment on column core.live_marks.points is 'The points that it could earn in an attempt.';
comment on column core.live_marks.response is 'The response. Null: there is none.';
comment on column core.live_marks.elapsed_ms is 'How long the answer took.';
comment on column core.live_marks.mark is
    'The part of these points that it earned, 0 without an answer. Null: it is unscored.';

-- Its file gives it its body.
create function core.is_marked_by_hand(kind core.question_kind) returns boolean
language sql immutable return false;

create view core.mark_facts as
select
    t.id as source_id,
    false as live,
    c.question_id,
    c.version,
    c.points as mark,
    coalesce(sum(c.points) over (partition by t.id), 0) as total,
    t.max_score,
    c.response is not null as answered,
    c.to_mark,
    case when not core.is_marked_by_hand(v.kind) then c.response end as response
from core.attempts as t
inner join core.counted_answers as c on t.id = c.attempt_id
inner join core.question_versions as v on c.question_id = v.question_id and c.version = v.version
union all
select
    g.room_id as source_id,
    true as live,
    g.question_id,
    g.version,
    g.mark,
    coalesce(sum(g.mark) over (partition by g.room_id, g.player_id), 0) as total,
    coalesce(sum(g.points) filter (where g.mark is not null) over (partition by g.room_id, g.player_id), 0)
    as max_score,
    g.response is not null as answered,
    false as to_mark,
    g.response
from core.live_marks as g;
comment on view core.mark_facts is 'What each question of an attempt, or of a player''s game, adds to statistics.';
comment on column core.mark_facts.source_id is 'The attempt, or the room.';
comment on column core.mark_facts.live is 'Whether it is a room.';
comment on column core.mark_facts.question_id is 'The question.';
comment on column core.mark_facts.version is 'Its version.';
comment on column core.mark_facts.mark is
    'The points that it earned, also below 0, and 0 without an answer. Null: it is unscored, void or to be marked.';
comment on column core.mark_facts.total is 'The sum of the marks of the attempt, not raised to 0.';
comment on column core.mark_facts.max_score is 'The points that the attempt could earn.';
comment on column core.mark_facts.answered is 'Whether it was answered.';
comment on column core.mark_facts.to_mark is 'Whether the answer is to be marked by hand.';
comment on column core.mark_facts.response is 'The response. Null: there is none, or it is an essay.';

create view core.attempt_facts as
select
    t.id as source_id,
    false as live,
    total.points as total,
    t.max_score,
    coalesce(floor(1000000 * total.points / nullif(t.max_score, 0)), 0)::integer as grade,
    t.passed,
    extract(epoch from t.finished_at - t.started_at) as seconds
from core.settled_attempts as t
cross join lateral (
    select coalesce(sum(c.points), 0) as points from core.counted_answers as c where c.attempt_id = t.id
) as total
union all
select
    g.room_id as source_id,
    true as live,
    coalesce(sum(g.mark), 0) as total,
    coalesce(sum(g.points) filter (where g.mark is not null), 0) as max_score,
    coalesce(
        floor(1000000 * sum(g.mark) / nullif(sum(g.points) filter (where g.mark is not null), 0)), 0
    )::integer as grade,
    null as passed,
    coalesce(sum(g.elapsed_ms), 0) / 1000.0 as seconds
from core.live_marks as g
group by g.room_id, g.player_id;
comment on view core.attempt_facts is
    'What an attempt, settled if its time is up, or a player''s game adds to the statistics of its quiz.';
comment on column core.attempt_facts.source_id is 'The attempt, or the room.';
comment on column core.attempt_facts.live is 'Whether it is a room.';
comment on column core.attempt_facts.total is 'The sum of its marks, not raised to 0.';
comment on column core.attempt_facts.max_score is 'The points that it could earn.';
comment on column core.attempt_facts.grade is
    'The first in millionths of the second, rounded down: its whole percents are then core.whole_percent of both.';
comment on column core.attempt_facts.passed is
    'Whether it was passed. Null: there is no pass mark, or it is not known.';
comment on column core.attempt_facts.seconds is
    'How long it took; in a game, all answers together.';
