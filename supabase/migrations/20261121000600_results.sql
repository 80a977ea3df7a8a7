-- What counts of a person's attempts at a quiz. The view below names it; its file gives it its body.
create function core.counted_result(
    rule core.counting_attempt, pass_mark numeric, taken core.attempts[]
) returns table (
    attempts bigint,
    attempt_id uuid,
    score numeric,
    max_score numeric,
    part numeric,
    passed boolean,
    finished_at timestamptz
) language sql immutable begin atomic
    select null::bigint, null::uuid, null::numeric, null::numeric, null::numeric, null::boolean, null::timestamptz;
end;

create type core.board_span as enum ('all', 'month', 'week', 'day');

-- No foreign keys: each would lock a row of the quiz and of the person for every attempt that ends.
create table core.kept_standings (
    quiz_id uuid not null,
    user_id uuid not null,
    span core.board_span not null,
    begins date not null,
    attempts bigint not null default 0,
    attempt_id uuid,
    score numeric(12, 4),
    max_score numeric(12, 2),
    part numeric(12, 6) not null default 0,
    passed boolean,
    finished_at timestamptz,
    listed_points integer,
    listed_passed boolean not null default false,
    listed_subject text not null default '',
    waits boolean not null default false,
    primary key (quiz_id, user_id, span, begins)
) with (fillfactor = 80);
comment on table core.kept_standings is
    'The result that counts for each person in each quiz: of all attempts, and for the global boards of those finished
in a month, a week and a day. Kept by core.keep_standings in the transaction that changes an attempt.';
comment on column core.kept_standings.quiz_id is 'The quiz.';
comment on column core.kept_standings.user_id is 'The taker.';
comment on column core.kept_standings.span is 'all, or the length of the period in which the attempts were finished.';
comment on column core.kept_standings.begins is 'The first day of the period (UTC), -infinity for all.';
comment on column core.kept_standings.attempts is 'How many attempts the person finished in it.';
comment on column core.kept_standings.attempt_id is 'The attempt that counts. Null: the average of all counts.';
comment on column core.kept_standings.score is 'The points of the attempt that counts, or the mean.';
comment on column core.kept_standings.max_score is 'The points that could be earned there, or the mean.';
comment on column core.kept_standings.part is 'The score as a fraction of the points that could be earned, 0 to 1.';
comment on column core.kept_standings.passed is 'Whether the pass mark was reached. Null: the quiz has none.';
comment on column core.kept_standings.finished_at is
    'When the attempt that counts ended; for the average, the last one.';
comment on column core.kept_standings.listed_points is
    'What the result is worth on the global board of the period, in hundredths of a point: 10,000 at most. Null: it is
not on it.';
comment on column core.kept_standings.listed_passed is 'Whether it counts there as passed.';
comment on column core.kept_standings.listed_subject is
    'The subject on whose boards it is too. Empty: none, or it is on no board.';
comment on column core.kept_standings.waits is
    'Whether it changed while the quiz was played live, and the global boards wait for the end of the game.';
create index kept_standings_ranked_idx on core.kept_standings (quiz_id, part desc, user_id desc) where span = 'all';
create index kept_standings_user_id_idx on core.kept_standings (user_id) where span = 'all';
create index kept_standings_waits_idx on core.kept_standings (quiz_id, user_id) where waits;
alter table core.kept_standings enable row level security;

-- The result that counts for each person in each quiz: kept, or computed for those with an attempt whose time is up
-- and that the sweep has not settled yet.
create view core.standings as
select
    k.quiz_id,
    k.user_id,
    k.attempts,
    k.attempt_id,
    k.score,
    k.max_score,
    k.part,
    k.passed,
    k.finished_at
from core.kept_standings as k
where k.span = 'all' and not exists (
    select from core.attempts as t
    where t.quiz_id = k.quiz_id and t.user_id = k.user_id and t.state = 'in_progress' and t.deleted_at is null
        and t.deadline < (select core.overdue_before())
)
union all
select
    due.quiz_id,
    due.user_id,
    r.attempts,
    r.attempt_id,
    r.score,
    r.max_score,
    r.part,
    r.passed,
    r.finished_at
from core.attempts as due
inner join core.quizzes as q on due.quiz_id = q.id
cross join lateral core.counted_result(q.counting_attempt, q.pass_mark, array(
    select s.attempt
    from core.attempts as t
    cross join lateral (select core.settled(t.id) as attempt limit 1) as s   -- noqa: ST05, AM09
    where t.quiz_id = due.quiz_id and t.user_id = due.user_id and t.deleted_at is null and not t.preview
        and (s.attempt).state = 'finished'
)) as r
where due.state = 'in_progress' and due.deleted_at is null and due.deadline < (select core.overdue_before());
comment on view core.standings is
    'The result that counts for each person in each quiz, by the quiz''s counting_attempt.';
comment on column core.standings.quiz_id is 'The quiz.';
comment on column core.standings.user_id is 'The taker.';
comment on column core.standings.attempts is 'How many attempts the person finished.';
comment on column core.standings.attempt_id is 'The attempt that counts. Null: the average of all counts.';
comment on column core.standings.score is 'The points of the attempt that counts, or the mean.';
comment on column core.standings.max_score is 'The points that could be earned there, or the mean.';
comment on column core.standings.part is 'The score as a fraction of the points that could be earned, 0 to 1.';
comment on column core.standings.passed is 'Whether the pass mark was reached. Null: the quiz has none.';
comment on column core.standings.finished_at is 'When the attempt that counts ended; for the average, the last one.';

-- With its owner's rights, so that the second half is never computed for people.
create view core.overseen_quizzes as
select quiz_id from core.caller_quizzes
union all
select id as quiz_id from core.quizzes where (select auth.jwt() ->> 'role') = 'service_role';
comment on view core.overseen_quizzes is
    'The quizzes whose results the caller reads, whoever took them: those that the caller works on; all of them as
service_role.';
comment on column core.overseen_quizzes.quiz_id is 'The quiz.';
grant select on core.overseen_quizzes to authenticated, service_role;

-- Its keys are those of each person's first attempt: PostgREST finds relations only through columns of tables. The
-- conditions are computed once; as such they reach the attempts under the standings and their indexes.
create view public.results with (security_invoker = true) as
select
    earliest.quiz_id,
    earliest.user_id,
    s.attempts,
    case when told.scores then s.attempt_id end as attempt_id,
    case when told.scores then s.score end as score,
    case when told.scores then s.max_score end as max_score,
    case when told.scores then round(100 * s.part, 2) end as percent,
    case when told.scores then s.passed end as passed,
    case when told.scores then s.finished_at end as finished_at
from core.standings as s
inner join core.attempts as earliest
    on s.quiz_id = earliest.quiz_id and s.user_id = earliest.user_id and earliest.number = 1
-- limit 1, so that the function is called once for a row
cross join lateral (select core.knows_score(earliest.quiz_id) as scores limit 1) as told   -- noqa: ST05, AM09
where s.user_id = (select core.caller_id())
    or s.quiz_id = any(array(select quiz_id from core.overseen_quizzes));
comment on view public.results is
    'The results that count: the caller''s in each quiz, and everybody''s in the quizzes that the caller works on. All
but the number of attempts is null where the caller may not know scores (core.knows_score).';
comment on column public.results.percent is 'The score in percent of the points that could be earned.';
grant select on core.standings to authenticated, service_role;
grant select on public.results to authenticated;
