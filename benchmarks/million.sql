-- So many people, a quiz for each two hundred of them, three attempts each; the big quizzes have most attempts.
-- Parameters: the number of people, and a template, a quiz with ten questions. Dashes end a statement.
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'p' || n || '@example.com'
from generate_series(1, %(people)s) as n
----
insert into core.profiles (id, display_name)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n
from generate_series(1, %(people)s) as n
----
create table public.made_quizzes as
select n - 1 as place, gen_random_uuid() as id, case when n %% 2 = 1 then 'maps' end as subject
from generate_series(1, greatest(1, %(people)s / 200)) as n
----
insert into core.quizzes
select (jsonb_populate_record(q, jsonb_build_object('id', m.id, 'title', 'Quiz ' || m.place))).*
from core.quizzes as q cross join public.made_quizzes as m
where q.id = %(template)s
----
create table public.made_questions as
select m.id as quiz_id, m.subject, q.id as copied, gen_random_uuid() as id, q.position
from core.questions as q cross join public.made_quizzes as m
where q.quiz_id = %(template)s
----
insert into core.questions
select (jsonb_populate_record(q, jsonb_build_object('id', m.id, 'quiz_id', m.quiz_id, 'subject', m.subject))).*
from public.made_questions as m inner join core.questions as q on q.id = m.copied
----
insert into core.question_versions
select (jsonb_populate_record(v, jsonb_build_object('question_id', m.id, 'subject', m.subject))).*
from public.made_questions as m inner join core.question_versions as v on v.question_id = m.copied
----
create table public.made_attempts as
select
    gen_random_uuid() as id, z.id as quiz_id, z.subject, t.user_id, t.finished_at, t.score,
    row_number() over (partition by z.id, t.user_id order by t.finished_at)::integer as number
from (
    select
        ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as user_id,
        floor(power(random(), 3) * greatest(1, %(people)s / 200))::integer as place,
        now() - random() * interval '60 days' as finished_at,
        floor(5 * random() + 6 * random())::integer as score
    from generate_series(1, %(people)s) as n cross join generate_series(1, 3)
) as t
inner join public.made_quizzes as z on z.place = t.place
----
insert into core.attempts (
    id, quiz_id, user_id, owner_id, number, seed, state, started_at, finished_at, score, max_score, passed,
    negative_marking, question_ids, question_versions, choice_orders
)
select
    a.id, a.quiz_id, a.user_id, z.owner_id, a.number, 1, 'finished', a.finished_at - interval '5 min', a.finished_at,
    a.score, 10, a.score >= 5, 0, q.ids, q.versions, q.orders
from public.made_attempts as a
inner join (
    select
        quiz_id, array_agg(id order by position) as ids, array_agg(1 order by position) as versions,
        array_agg('a,b'::text order by position) as orders
    from public.made_questions
    group by quiz_id
) as q on q.quiz_id = a.quiz_id
inner join core.quizzes as z on z.id = a.quiz_id
----
insert into core.answers (attempt_id, question_id, response, saved_at, fraction, points)
select
    a.id, q.id, case when q.position <= a.score then '["a"]'::jsonb else '["b"]' end, a.finished_at,
    (q.position <= a.score)::integer, (q.position <= a.score)::integer
from public.made_attempts as a inner join public.made_questions as q on q.quiz_id = a.quiz_id
----
insert into core.kept_standings (
    quiz_id, user_id, span, begins, attempts, attempt_id, score, max_score, part, passed, finished_at, listed_points,
    listed_passed, listed_subject
)
select distinct on (a.quiz_id, a.user_id, s.span, core.span_begins(s.span, a.finished_at))
    a.quiz_id, a.user_id, s.span, core.span_begins(s.span, a.finished_at),
    count(*) over (partition by a.quiz_id, a.user_id, s.span, core.span_begins(s.span, a.finished_at)),
    a.id, a.score, 10, a.score / 10.0, a.score >= 5, a.finished_at, a.score * 1000, a.score >= 5,
    coalesce(a.subject, '')
from public.made_attempts as a cross join unnest(enum_range(null::core.board_span)) as s (span)
order by a.quiz_id, a.user_id, s.span, core.span_begins(s.span, a.finished_at), a.score desc, a.number
----
insert into core.boards (quiz_id, counts_globally, counted_subject)
select id, true, coalesce(subject, '') from public.made_quizzes
----
insert into core.boards (span, begins, subject)
select distinct k.span, k.begins, s.subject
from core.kept_standings as k cross join (values (''), ('maps')) as s (subject)
----
insert into core.places (board_id, user_id, points, quizzes, passed)
select b.id, k.user_id, sum(k.listed_points), count(*), count(*) filter (where k.listed_passed)
from core.kept_standings as k
inner join core.boards as b
    on b.quiz_id is null and b.span = k.span and b.begins = k.begins and b.subject in ('', k.listed_subject)
group by b.id, k.user_id
----
insert into core.board_counts (board_id, level, bucket, people)
select p.board_id, l.level, p.points >> (6 * (3 - l.level)), count(*)
from (
    select board_id, points from core.places
    union all
    select b.id, core.quiz_points(k.part)
    from core.kept_standings as k inner join core.boards as b on b.quiz_id = k.quiz_id
    where k.span = 'all'
) as p
cross join generate_series(1, 3) as l (level)
group by 1, 2, 3
----
create table public.made_choices as
select id, quiz_id, score, c.counted_as
from (
    select
        a.*,
        a.number = 1 as first,
        row_number() over (partition by quiz_id, user_id order by score desc, number) = 1 as best,
        row_number() over (partition by quiz_id, user_id order by number desc) = 1 as last
    from public.made_attempts as a
) as a
cross join lateral (values ('first'::core.counted_as, first), ('best', best), ('last', last), ('all', true))
as c (counted_as, chosen)
where c.chosen
----
insert into core.counted_sources (source_id, quiz_id, live, firsts, bests, lasts, alls)
select
    id, quiz_id, false, count(*) filter (where counted_as = 'first'), count(*) filter (where counted_as = 'best'),
    count(*) filter (where counted_as = 'last'), 1
from public.made_choices
group by id, quiz_id
----
create table public.made_levels as
select quiz_id, counted_as, score, count(*) as n from public.made_choices group by 1, 2, 3
----
insert into core.quiz_sums
select
    quiz_id, false, counted_as, sum(n), sum(n * score * 1e5), sum(n * score ^ 2 * 1e10), sum(n * score ^ 3 * 1e15),
    sum(n * score ^ 4 * 1e20), sum(n * score), sum(n * score ^ 2), sum(n * 10), sum(n) filter (where score >= 5), sum(n)
from public.made_levels
group by quiz_id, counted_as
----
insert into core.quiz_counts
select quiz_id, false, counted_as, 'score'::core.quiz_axis, score * 100000, n from public.made_levels
union all
select quiz_id, false, counted_as, 'time', core.time_bucket(300), sum(n)
from public.made_levels
group by 1, 3
----
create table public.made_marks as
select
    l.quiz_id, l.counted_as, q.id as question_id, l.n, l.score, (q.position <= l.score)::integer as mark,
    l.score - (q.position <= l.score)::integer as rest
from public.made_levels as l inner join public.made_questions as q on q.quiz_id = l.quiz_id
----
insert into core.question_sums
select
    quiz_id, false, counted_as, question_id, 1, sum(n), sum(n), 0, sum(n), sum(n * mark), sum(n * mark * mark),
    sum(n * rest), sum(n * rest * rest), sum(n * mark * rest), sum(n * 10)
from public.made_marks
group by quiz_id, counted_as, question_id
----
insert into core.question_counts
select quiz_id, false, counted_as, question_id, 1, axis, bucket, sum(n), sum(n * points)
from public.made_marks
cross join lateral (
    values ('mark'::core.question_axis, mark, mark), ('rest', rest * 10, rest), ('score', score * 10, mark)
) as b (axis, bucket, points)
group by quiz_id, counted_as, question_id, axis, bucket
----
insert into core.response_sums
select
    quiz_id, false, counted_as, question_id, 1, md5(r.response::text)::uuid, r.response, sum(n)
from public.made_marks
cross join lateral (select case mark when 1 then '["a"]'::jsonb else '["b"]' end as response) as r
group by quiz_id, counted_as, question_id, r.response
----
insert into core.attempt_days (
    quiz_id, day, started, finished, abandoned, takers, percents, seconds, passed, could_pass
)
select
    coalesce(quiz_id, '00000000-0000-0000-0000-000000000000'), coalesce(day, '-infinity'), count(*), count(*), 0,
    count(*) filter (where number = 1), sum(score * 10), 300 * count(*), count(*) filter (where score >= 5), count(*)
from (select *, (finished_at at time zone 'UTC')::date as day from public.made_attempts) as a
group by cube (quiz_id, day)
----
insert into core.question_months (question_id, version, month, quiz_id, asked, answered, fractions)
select
    q.id, 1, coalesce(a.month, '-infinity'), q.quiz_id, count(*), count(*),
    sum((q.position <= a.score)::integer)
from (
    select *, date_trunc('month', finished_at at time zone 'UTC')::date as month from public.made_attempts
) as a
inner join public.made_questions as q on q.quiz_id = a.quiz_id
group by grouping sets ((q.id, q.quiz_id, a.month), (q.id, q.quiz_id))
----
-- the other facts: their number depends on days, weeks and kinds, and not on people
insert into core.daily_facts (fact, day, label, n, total, seconds, questions)
select f.fact, current_date - d, f.label, 100 + d, 1000, 500, 10
from generate_series(0, 400) as d
cross join (
    values
        ('person', '{account}'), ('active', '{day}'), ('room', '{live}'), ('players', '{live}'), ('answers', '{live}'),
        ('credits', '{gift}'), ('credits', '{purchase}'), ('credits', '{capture}'), ('credit_people', '{gift}'),
        ('money', '{usd,purchase}'), ('job', '{generate_questions,done,NULL}'),
        ('job', '{generate_questions,failed,unreadable}')
) as l (fact, label)
cross join lateral (select l.fact, l.label::text[]) as f
union all
select 'answer_time', current_date - d, array['live', (b / 10.0)::text], 10, 0, 0, 0
from generate_series(0, 400) as d cross join generate_series(0, 99) as b
union all
select 'cohort', date_trunc('week', current_date)::date - 7 * c, array[w::text], 1000 - w, 0, 0, 0
from generate_series(0, 60) as c cross join lateral generate_series(0, c) as w
----
insert into core.credit_accounts (kind, owner_id, balance)
select k.kind, p.id, case k.kind when 'user' then 1000 else 0 end
from core.profiles as p
cross join (values ('user'::core.account_kind), ('reserved')) as k (kind)
where not exists (select from core.credit_accounts as a where a.owner_id = p.id)
----
create table public.made_gifts as
select p.id as user_id, a.id as account_id
from core.profiles as p
inner join core.credit_accounts as a on a.owner_id = p.id and a.kind = 'user'
where not exists (select from core.credit_transfers as t where t.user_id = p.id)
----
insert into core.credit_transfers (source_key, kind, user_id, amount)
select 'signup:' || user_id, 'gift', user_id, 1000 from public.made_gifts
----
insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
select t.id, g.account_id, 1000, 0, 1000
from public.made_gifts as g inner join core.credit_transfers as t on t.user_id = g.user_id
union all
select t.id, a.id, -1000, a.balance - (t.n - 1) * 1000, a.balance - t.n * 1000
from core.credit_accounts as a
cross join (
    select t.id, row_number() over (order by t.id) as n
    from core.credit_transfers as t inner join public.made_gifts as g on g.user_id = t.user_id
) as t
where a.kind = 'promotions' and a.part = 0
order by 1
----
update core.credit_accounts set balance = balance - 1000 * (select count(*) from public.made_gifts)
where kind = 'promotions' and part = 0
----
insert into core.ledger_proofs (transfer_id) select max(id) - 100 from core.credit_transfers
----
-- a class of those who took the largest quiz, and a room
insert into core.group_members (group_id, user_id)
select g.id, t.user_id
from core.groups as g
cross join (
    select distinct user_id
    from public.made_attempts
    where quiz_id = (select quiz_id from public.made_attempts group by quiz_id order by count(*) desc limit 1)
    limit 200
) as t
----
insert into core.players (room_id, nickname, nickname_key, resume_hash, joined_number, score, streak)
select r.id, 'Player ' || n, 'player' || n, sha256(n::text::bytea), n, 100 * (n %% 50), n %% 5
from core.rooms as r cross join generate_series(1, 500) as n
