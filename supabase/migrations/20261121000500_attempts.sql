create type core.attempt_state as enum ('in_progress', 'finished', 'abandoned');

create table core.attempts (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    number integer not null check (number > 0),
    preview boolean not null default false,
    seed integer not null,
    state core.attempt_state not null default 'in_progress',
    started_at timestamptz not null default now(),
    deadline timestamptz,
    negative_marking numeric(4, 3) not null,
    pass_mark numeric(5, 2),
    finished_at timestamptz,
    overdue boolean not null default false,
    score numeric(12, 4),
    max_score numeric(12, 2) not null,
    passed boolean,
    unique (quiz_id, user_id, number),
    check ((state = 'finished') = (score is not null)),
    check ((state = 'in_progress') = (finished_at is null))
);
comment on table core.attempts is
    'One person taking one quiz once, by the rules as they stood when it began. The state overdue is not stored: it is in
progress past its deadline, until the first look at it, or the sweep, settles it.';
comment on column core.attempts.preview is 'the owner''s own: counts in no result, and no rule of times or numbers binds it';
comment on column core.attempts.seed is 'what the order of questions and choices was drawn with';
comment on column core.attempts.deadline is 'the time limit or the closing time, whichever is first; null: none';
comment on column core.attempts.overdue is
    'ended by its deadline: only what was saved in time counts, and where nothing was it is abandoned';
-- Two starts at once are one attempt.
create unique index attempts_one_in_progress on core.attempts (quiz_id, user_id) where state = 'in_progress';
create index attempts_user_id_idx on core.attempts (user_id, started_at desc);
create index attempts_overdue_idx on core.attempts (deadline) where state = 'in_progress';
create index attempts_finished_idx on core.attempts (finished_at) where state = 'finished' and not preview;

create table core.attempt_questions (
    attempt_id uuid not null references core.attempts,
    position integer not null,
    question_id uuid not null,
    version integer not null,
    choice_order text[] not null,
    primary key (attempt_id, position),
    unique (attempt_id, question_id),
    foreign key (question_id, version) references core.question_versions
);
comment on table core.attempt_questions is 'The questions of an attempt, as they stood and in the order they were drawn.';
create index attempt_questions_question_idx on core.attempt_questions (question_id, version);

create table core.answers (
    attempt_id uuid not null,
    question_id uuid not null,
    response jsonb not null,
    saved_at timestamptz not null default now(),
    fraction numeric(7, 6),
    points numeric(10, 4),
    deleted_at timestamptz,
    primary key (attempt_id, question_id),
    foreign key (attempt_id, question_id) references core.attempt_questions (attempt_id, question_id)
);
comment on table core.answers is 'One response in an attempt; marked when the attempt is finished.';
comment on column core.answers.fraction is 'of the question''s points earned, -1 to 1; clients may not select it';

-- Who stands where in which quiz: one row a person, by the attempt that counts there.
create view core.standings as
with finished as (
    select
        a.*,
        q.counting_attempt,
        q.pass_mark as pass_mark_now,
        coalesce(a.score / nullif(a.max_score, 0), 0) as part,
        row_number() over (
            partition by a.quiz_id, a.user_id
            order by
                case q.counting_attempt when 'first' then a.number when 'last' then -a.number end,
                coalesce(a.score / nullif(a.max_score, 0), 0) desc,
                a.number
        ) as place
    from core.attempts as a
    inner join core.quizzes as q on a.quiz_id = q.id
    where a.state = 'finished' and not a.preview
)

select
    quiz_id,
    user_id,
    count(*) as attempts,
    -- for the average no single attempt counts
    max(case when place = 1 and counting_attempt <> 'average' then id::text end)::uuid as attempt_id,
    round(case when min(counting_attempt) = 'average' then avg(score) else max(score) filter (where place = 1) end, 4) as score,
    round(
        case when min(counting_attempt) = 'average' then avg(max_score) else max(max_score) filter (where place = 1) end, 2
    ) as max_score,
    round(case when min(counting_attempt) = 'average' then avg(part) else max(part) filter (where place = 1) end, 6) as part,
    case
        when min(counting_attempt) = 'average' then avg(part) * 100 >= min(pass_mark_now)
        else bool_or(passed) filter (where place = 1)
    end as passed,
    max(finished_at) filter (where place = 1 or counting_attempt = 'average') as finished_at
from finished
group by quiz_id, user_id;
comment on view core.standings is
    'The result that counts of each person in each quiz, from finished attempts. part: of the points, 0 to 1.';

alter table core.attempts enable row level security;
alter table core.attempt_questions enable row level security;
alter table core.answers enable row level security;
create policy "people read their attempts, owners those of their quizzes" on core.attempts
    for select to authenticated
    using (
        user_id = (select auth.uid())
        or quiz_id = any(array(select id from core.quizzes where owner_id = (select auth.uid())))   -- "in" finds no index
    );
create policy "people read their answers" on core.answers
    for select to authenticated
    using (attempt_id = any(array(select id from core.attempts where user_id = (select auth.uid()))));

create view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    case when state = 'in_progress' and deadline < now() then 'overdue' else state::text end as state,
    started_at,
    deadline,
    finished_at,
    overdue,
    score,
    max_score,
    passed
from core.attempts;
comment on view public.attempts is 'One''s own attempts, and all attempts at one''s own quizzes.';

create view public.answers with (security_invoker = true) as
select
    attempt_id,
    question_id,
    response,
    saved_at
from core.answers
where deleted_at is null;
comment on view public.answers is
    'One''s own answers, unmarked: whether they are right is told by attempt_review, when it may be known.';

grant select on core.attempts, public.attempts, public.answers to authenticated;
grant select (attempt_id, question_id, response, saved_at, deleted_at) on core.answers to authenticated;
