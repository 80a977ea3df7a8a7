-- Attempts at quizzes, the questions that each has, and the answers to them.
create type core.attempt_state as enum ('in_progress', 'finished', 'abandoned');
create type core.ruling as enum ('full_points', 'void');

create table core.attempts (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid not null references core.profiles,
    owner_id uuid not null,
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
    to_mark integer not null default 0 check (to_mark >= 0),
    extended_to timestamptz,
    deleted_at timestamptz,
    sections jsonb not null default '[]',
    question_ids uuid[] not null default '{}',
    question_versions integer[] not null default '{}',
    choice_orders text[] not null default '{}',
    marked_versions integer[],
    rulings core.ruling[],
    unique (quiz_id, user_id, number),
    check ((state = 'finished') = (score is not null)),
    check ((state = 'in_progress') = (finished_at is null)),
    check (
        cardinality(question_versions) = cardinality(question_ids)
        and cardinality(choice_orders) = cardinality(question_ids)
    )
) with (
    fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
);
comment on table core.attempts is
    'One person taking one quiz once: in the times that the quiz has, and else by the settings that it had when the
attempt began. The state overdue is not stored: such an attempt is in_progress past its deadline, until
the sweep or its next use ends it.';
comment on column core.attempts.id is 'The attempt.';
comment on column core.attempts.quiz_id is 'The quiz that is taken.';
comment on column core.attempts.user_id is 'The taker.';
comment on column core.attempts.owner_id is
    'The owner of the quiz when the attempt began, for the index by which owners find their pages. It has no foreign
key, which would lock the owner''s row for every attempt. core.quiz_handovers says which quizzes changed hands.';
comment on column core.attempts.number is 'Counts the attempts of this person at this quiz, from 1.';
comment on column core.attempts.preview is
    'True for attempts of the owner and of collaborators. They count in no result, and the quiz''s dates and number of
attempts do not apply to them.';
comment on column core.attempts.seed is 'The seed of the order of questions and choices.';
comment on column core.attempts.state is
    'in_progress; finished: submitted and marked; abandoned: ended with nothing saved.';
comment on column core.attempts.started_at is 'When the attempt began.';
comment on column core.attempts.deadline is
    'The time limit or the closing time, whichever is first, with the taker''s allowance. It follows from the quiz as
it is now (core.deadline_of), and is kept for the index. Null: the attempt has no deadline.';
comment on column core.attempts.negative_marking is 'The quiz''s negative marking when the attempt began, 0 to 1.';
comment on column core.attempts.pass_mark is 'The quiz''s pass mark when the attempt began, in percent.';
comment on column core.attempts.finished_at is 'When the attempt ended.';
comment on column core.attempts.overdue is
    'Whether it ended at its deadline: only responses saved in time count, and an attempt without any is abandoned.';
comment on column core.attempts.score is
    'The points earned, without answers that are to be marked. Null until it is finished.';
comment on column core.attempts.max_score is 'The points that all its questions can earn.';
comment on column core.attempts.passed is
    'Whether the score reached the pass mark. Null: the quiz has none, the attempt is not finished, or it depends on
answers that are to be marked.';
comment on column core.attempts.to_mark is
    'How many of its answers are still to be marked by hand. Until then its score is provisional. 0 until it ends.';
comment on column core.attempts.extended_to is
    'Until when the owner lets this attempt go on at least, past the times of the quiz. Null: as these have it.';
comment on column core.attempts.deleted_at is
    'When the owner of the quiz deleted it. It then counts nowhere, and the attempt is free again.';
comment on column core.attempts.sections is
    'The sections that its questions were drawn from: [{"title", "text"?, "first": place of a question, "questions"}].';
comment on column core.attempts.question_ids is
    'Its questions, in the order drawn. core.draws has them as rows, with the columns below.';
comment on column core.attempts.question_versions is 'The version of each question when the attempt began.';
comment on column core.attempts.choice_orders is
    'The ids of the choices of each question in the order in which the taker sees them, with commas between them.';
comment on column core.attempts.marked_versions is
    'The version of each question by whose answer key a regrade marked it. Null: by the key of its own version.';
comment on column core.attempts.rulings is
    'How the owner let each question count whatever the response was: full_points, also without a response; void: not at
all, nor among the points possible. Null: by its mark.';
create index attempts_to_mark_idx on core.attempts (quiz_id, finished_at, id)
where to_mark > 0 and deleted_at is null;
-- Two starts at the same moment make one attempt.
create unique index attempts_one_in_progress on core.attempts (quiz_id, user_id)
where state = 'in_progress' and deleted_at is null;
create index attempts_deleted_idx on core.attempts (quiz_id) where deleted_at is not null;
create index attempts_abandoned_idx on core.attempts (quiz_id, user_id)
where state = 'abandoned' and not preview and deleted_at is null;
create index attempts_user_id_idx on core.attempts (user_id, started_at desc);
-- Of those that are shown, so that nothing looks for all attempts of one person by it.
create index attempts_quiz_id_idx on core.attempts (quiz_id, started_at desc) where deleted_at is null;
create index attempts_owner_id_idx on core.attempts (owner_id, started_at desc);
-- Plans are made for owners of many attempts: they read a page in the order of the index, which costs others nothing.
alter table core.attempts alter column owner_id set (n_distinct = 100);
create index attempts_overdue_idx on core.attempts (deadline) where state = 'in_progress' and deleted_at is null;
create index attempts_finished_idx on core.attempts (finished_at)
where state = 'finished' and not preview and deleted_at is null;
alter table core.attempts enable row level security;
-- Written as a case, so that the planner does not multiply its estimate with that of core.caller_attempts, which finds
-- the rows and which all views read.
create policy "people read their attempts, and those of quizzes they work on" on core.attempts
    for select to authenticated
    using (
        case
            when user_id = (select core.caller_id()) then true
            when owner_id = (select core.caller_id())
                and quiz_id <> all(array(select quiz_id from core.parted_quizzes)) then true
            else quiz_id = any(array(select quiz_id from core.joined_quizzes))
        end
    );
grant select on core.attempts to authenticated, service_role;

-- The function is named by the view below. Its file gives it its body.
create function core.reader_id() returns uuid language sql stable return null::uuid;

-- The caller's attempts, those that began under the caller as owner, and others of quizzes that the caller works on:
-- each are found by an index of their own. Postgres merges three scans in the order of started_at, so that a page of
-- the newest costs the same among any number of attempts, but only if none of the three has a condition of its own, and
-- if an equation that all share makes the first column of each index constant. So the conditions stand outside. That
-- equation also leaves out the third scan for everybody who works on no quiz of others.
create view core.caller_attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    state,
    started_at,
    deadline,
    finished_at,
    overdue,
    score,
    max_score,
    passed,
    to_mark,
    deleted_at,
    question_ids,
    question_versions,
    choice_orders
from (
    select
        'taken' as why,
        user_id as reader_id,
        *
    from core.attempts
    union all
    select
        'owned' as why,
        owner_id as reader_id,
        *
    from core.attempts
    union all
    select
        'joined' as why,
        (select case when exists (select from core.joined_quizzes) then core.reader_id() end) as reader_id,
        *
    from core.attempts
) as a
where reader_id = (select core.reader_id())
    and (
        why = 'taken'
        or why = 'owned' and user_id <> (select core.reader_id())
        and quiz_id <> all(array(select quiz_id from core.parted_quizzes))
        or why = 'joined' and user_id <> (select core.reader_id())
        and quiz_id = any(array(select quiz_id from core.joined_quizzes))
        and (
            owner_id <> (select core.reader_id())
            or quiz_id = any(array(select quiz_id from core.parted_quizzes))
        )
    );
comment on view core.caller_attempts is
    'The attempts that the policy of core.attempts lets the caller read, each once, deleted ones too.';
grant select on core.caller_attempts to authenticated, service_role;

-- The views below name these functions, so they have to be there before them. Their files give them their bodies.
create function core.knows_score(quiz_id uuid, person uuid default null) returns boolean
language sql stable return false;
create function core.overdue_before() returns timestamptz language sql stable return now();
create function core.settled_state(answered bigint) returns core.attempt_state
language sql immutable return 'finished'::core.attempt_state;
create function core.settled(attempt_id uuid) returns core.attempts language sql stable return null::core.attempts;

-- With its owner's rights: a policy of quizzes can't read attempts, whose policy reads quizzes.
create view core.taken_quizzes as
select distinct quiz_id from core.attempts where user_id = (select core.caller_id()) and deleted_at is null;
comment on view core.taken_quizzes is 'The quizzes that the caller has begun to take at least once.';
comment on column core.taken_quizzes.quiz_id is 'The quiz.';
grant select on core.taken_quizzes to authenticated;

create policy "people read their quizzes, shared, public and taken ones" on core.quizzes
    for select to authenticated
    using (
        owner_id = (select core.caller_id())
        or visibility = 'public'
        or id = any(array(select quiz_id from core.caller_quizzes where role <> 'owner'))
        or id = any(array(select quiz_id from core.taken_quizzes))
    );

-- Row-level security of quizzes and attempts applies within these.
create policy "people read their own profile and those of owners and takers" on core.profiles
    for select to authenticated
    using (
        id = (select core.caller_id())
        or exists (select from core.quizzes as q where q.owner_id = profiles.id and q.deleted_at is null)
        or exists (select from core.caller_attempts as a where a.user_id = profiles.id)
    );
create policy "anyone reads the profiles of owners of public quizzes" on core.profiles
    for select to anon
    using (exists (select from core.quizzes as q where q.owner_id = profiles.id and q.deleted_at is null));

-- It joins nothing: core.settled finds an attempt whose time is up by its id.
create view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    case
        when state = 'in_progress' and deadline < now()
            then coalesce(nullif((core.settled(id)).state::text, 'in_progress'), 'overdue')
        else state::text
    end as state,
    started_at,
    deadline,
    case
        when state = 'in_progress' and deadline < now() then (core.settled(id)).finished_at else finished_at
    end as finished_at,
    case when state = 'in_progress' and deadline < now() then (core.settled(id)).overdue else overdue end as overdue,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).score
        else score
    end as score,
    max_score,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).passed
        else passed
    end as passed,
    case
        when state = 'in_progress' and deadline < now() then (core.settled(id)).to_mark else to_mark
    end as to_mark
from core.caller_attempts
where deleted_at is null;
comment on view public.attempts is
    'The caller''s own attempts, and all attempts at the quizzes that the caller works on.';
comment on column public.attempts.score is
    'The points earned. Null until it is finished, and for its taker while the quiz shows neither review nor key.';
comment on column public.attempts.passed is
    'Whether the score reached the pass mark. Null: there is none, it is not finished, or its taker may not know.';
comment on column public.attempts.state is
    'in_progress; overdue: past its deadline, while answers on their way still count; finished: submitted, or its
time was up; abandoned: ended with nothing saved.';
grant select on public.attempts to authenticated;

-- With its owner's rights, for functions; public.attempt_questions is for clients.
create view core.draws as
select
    t.id as attempt_id,
    drawn.position::integer as position,
    drawn.question_id,
    drawn.version,
    string_to_array(drawn.choice_order, ',') as choice_order,
    drawn.marked_version,
    drawn.ruling
from core.attempts as t
cross join lateral unnest(
    t.question_ids, t.question_versions, t.choice_orders, t.marked_versions, t.rulings
) with ordinality as drawn (question_id, version, choice_order, marked_version, ruling, position);
comment on view core.draws is
    'The questions of an attempt, in the order drawn and in the versions that they had when it began.';
comment on column core.draws.attempt_id is 'The attempt.';
comment on column core.draws.position is 'The place of the question in the attempt, from 1.';
comment on column core.draws.question_id is 'The question.';
comment on column core.draws.version is 'Its version when the attempt began.';
comment on column core.draws.choice_order is
    'The ids of its choices in the order in which the taker sees them.';
comment on column core.draws.marked_version is
    'The version by whose answer key a regrade marked it. Null: by the key of its own version.';
comment on column core.draws.ruling is 'How the owner let it count: full_points or void. Null: by its mark.';

-- With their owner's rights, for policies. An owner is known by their questions, because a quiz may have a million
-- attempts and a policy must not list them.
create view core.own_questions as
select q.id as question_id
from core.questions as q
inner join core.caller_quizzes as z on q.quiz_id = z.quiz_id;
comment on view core.own_questions is 'The questions of the quizzes that the caller works on, deleted ones too.';
comment on column core.own_questions.question_id is 'The question.';
create view core.hidden_attempts as
select t.id as attempt_id
from core.attempts as t
inner join core.caller_quizzes as z on t.quiz_id = z.quiz_id
where t.deleted_at is not null;
comment on view core.hidden_attempts is
    'The deleted attempts at the quizzes that the caller works on. They are few, and nobody reads their questions and
answers before they are restored.';
comment on column core.hidden_attempts.attempt_id is 'The attempt.';
create view core.asked_questions as
select
    aq.question_id,
    aq.version
from core.attempts as a
cross join lateral unnest(a.question_ids, a.question_versions) as aq (question_id, version)
where a.user_id = (select core.caller_id()) and a.deleted_at is null;
comment on view core.asked_questions is 'The versions of questions in the caller''s attempts.';
comment on column core.asked_questions.question_id is 'The question.';
comment on column core.asked_questions.version is 'Its version when the attempt began.';
grant select on core.own_questions, core.asked_questions, core.hidden_attempts to authenticated;

create view public.attempt_questions with (security_invoker = true) as
select
    a.id as attempt_id,
    drawn.position::integer as position,
    drawn.question_id,
    drawn.version
from core.caller_attempts as a
cross join lateral unnest(a.question_ids, a.question_versions)
with ordinality as drawn (question_id, version, position)
where a.deleted_at is null;
comment on view public.attempt_questions is
    'The questions of one''s own attempts and of those at quizzes that one works on, in the order drawn.';
comment on column public.attempt_questions.attempt_id is 'The attempt.';
comment on column public.attempt_questions.position is 'The place of the question in the attempt, from 1.';
comment on column public.attempt_questions.question_id is 'The question.';
comment on column public.attempt_questions.version is 'Its version when the attempt began.';
grant select on public.attempt_questions to authenticated;

create view public.attempt_choices with (security_invoker = true) as
select
    a.id as attempt_id,
    asked.question_id,
    asked.version,
    drawn.position,
    drawn.id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url,
    listed.choice ->> 'media_alt' as media_alt
from core.caller_attempts as a
cross join lateral unnest(
    a.question_ids, a.question_versions, a.choice_orders
) as asked (question_id, version, choice_order)
inner join core.question_versions as question
    on asked.question_id = question.question_id and asked.version = question.version
cross join lateral unnest(string_to_array(asked.choice_order, ',')) with ordinality as drawn (id, position)
inner join lateral jsonb_array_elements(question.choices) as listed (choice) on listed.choice ->> 'id' = drawn.id
where a.deleted_at is null;
comment on view public.attempt_choices is
    'The choices of the questions of attempts, one a row, in the order in which the taker sees them.';
comment on column public.attempt_choices.attempt_id is 'The attempt.';
comment on column public.attempt_choices.question_id is 'The question.';
comment on column public.attempt_choices.version is 'Its version when the attempt began.';
comment on column public.attempt_choices.position is 'The place of the choice as the taker sees it, from 1.';
comment on column public.attempt_choices.id is 'Names the choice within its question. A response has this.';
comment on column public.attempt_choices.text is 'What the choice says.';
comment on column public.attempt_choices.media_url is 'The web address of its picture. Null: it has none.';
comment on column public.attempt_choices.media_alt is 'What the picture shows. Empty: it is decoration.';
grant select on public.attempt_choices to authenticated;

create table core.answers (
    attempt_id uuid not null references core.attempts,
    question_id uuid not null,
    response jsonb not null,
    saved_at timestamptz not null default now(),
    fraction numeric(7, 6),
    points numeric(10, 4),
    version integer not null default 1,
    deleted_at timestamptz,
    marked_by_hand boolean not null default false,
    comment text check (char_length(comment) <= 5000),
    rubric_points jsonb check (jsonb_typeof(rubric_points) = 'object'),
    primary key (attempt_id, question_id)
) with (
    fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
);
comment on table core.answers is
    'One response in an attempt. It is marked when it is saved, and the marks are shown when the attempt has ended.';
comment on column core.answers.attempt_id is 'The attempt.';
comment on column core.answers.question_id is
    'The question that was answered. core.store_answers takes those of the attempt only.';
comment on column core.answers.response is 'Ids of choices, a number or a text, depending on the question''s kind.';
comment on column core.answers.saved_at is 'When the response was last saved.';
comment on column core.answers.fraction is
    'The mark: the part of the question''s points that it earned, -1 to 1. Clients may not select it.';
comment on column core.answers.points is 'The points that it earned. Clients may not select it.';
comment on column core.answers.version is
    'Grows with each change, from 1, so that an older tab does not overwrite a newer answer.';
comment on column core.answers.deleted_at is 'When the taker cleared the response.';
comment on column core.answers.marked_by_hand is
    'Whether the owner set the mark, so that a regrade keeps it. Clients may not select it.';
comment on column core.answers.comment is
    'What the owner wrote to the taker about the answer. It is shown with the mark; clients may not select it.';
comment on column core.answers.rubric_points is
    'What the owner gave for each criterion of the rubric: {criterion id: points}. Clients may not select it.';
create index answers_question_id_idx on core.answers (question_id);
alter table core.answers enable row level security;
create policy "takers and owners read the answers of attempts" on core.answers
    for select to authenticated
    using (
        attempt_id = any(array(
            select id from core.attempts where user_id = (select core.caller_id()) and deleted_at is null
        ))
        or question_id = any(array(select question_id from core.own_questions))
        and attempt_id <> all(array(select attempt_id from core.hidden_attempts))
    );
grant select (attempt_id, question_id, response, saved_at, version, deleted_at)
on core.answers to authenticated, service_role;

create view public.answers with (security_invoker = true) as
select
    attempt_id,
    question_id,
    response,
    saved_at,
    version
from core.answers
where deleted_at is null;
comment on view public.answers is
    'One''s own answers, and those at quizzes that one works on. The computed columns fraction and points are their
marks, once the caller may know them.';
grant select on public.answers to authenticated;
