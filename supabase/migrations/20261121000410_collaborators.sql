-- Who works on a quiz: its owner and the collaborators whom the owner invited.
create type core.quiz_role as enum ('results', 'edit', 'owner');   -- each may do what those before it may

create table core.quiz_collaborators (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid references core.profiles,
    email text check (
        email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 320
    ),
    invited_as text check (invited_as is null or accepted_at is not null),
    role core.quiz_role not null check (role <> 'owner'),
    invited_at timestamptz not null default now(),
    accepted_at timestamptz check (accepted_at is null or user_id is not null),
    offered_at timestamptz check (offered_at is null or accepted_at is not null),
    unique (quiz_id, user_id),
    unique (quiz_id, email),
    check (num_nonnulls(user_id, email) = 1)
);
comment on table core.quiz_collaborators is
    'The people whom the owner of a quiz invited to work on it, and those who accepted. An invitation to an address is
the same whether or not an account has it, so that nobody learns that from an invitation.';
comment on column core.quiz_collaborators.id is 'The invitation, and the collaborator once it is accepted.';
comment on column core.quiz_collaborators.quiz_id is 'The quiz.';
comment on column core.quiz_collaborators.user_id is 'The person. Null: an address was invited and has not accepted.';
comment on column core.quiz_collaborators.email is
    'The e-mail address that was invited, in lower case. Null: an account was, or it has accepted.';
comment on column core.quiz_collaborators.invited_as is
    'The address whose invitation was accepted, so that the owner who invited it can name the collaborator by it. Null:
an account was invited, or the quiz has another owner since.';
comment on column core.quiz_collaborators.role is
    'results: reads the quiz, its questions with their keys, its attempts, results and log, exports them and hosts it;
edit: does that, changes the quiz and its questions, regrades, and gives allowances. Deleting the quiz, its
collaborators, and generating questions from the credits of the owner are the owner''s alone.';
comment on column core.quiz_collaborators.invited_at is 'When the owner invited the person.';
comment on column core.quiz_collaborators.accepted_at is
    'When the person accepted. Null: not yet; then it gives nothing.';
comment on column core.quiz_collaborators.offered_at is
    'When the owner offered the quiz to the collaborator, who becomes its owner by accepting. Null: not, or no longer.';
create unique index quiz_collaborators_offered_idx on core.quiz_collaborators (quiz_id)
where offered_at is not null;
create index quiz_collaborators_user_id_idx on core.quiz_collaborators (user_id);
create index quiz_collaborators_email_idx on core.quiz_collaborators (email);
create index quiz_collaborators_quiz_id_idx on core.quiz_collaborators (quiz_id, invited_at, id);
alter table core.quiz_collaborators enable row level security;

-- With its owner's rights: policies of quizzes and of all that hangs on them read it.
create view core.quiz_roles as
select
    id as quiz_id,
    owner_id as user_id,
    'owner'::core.quiz_role as role
from core.quizzes
union all
select
    c.quiz_id,
    c.user_id,
    c.role
from core.quiz_collaborators as c
inner join core.quizzes as q on c.quiz_id = q.id and q.deleted_at is null
where c.accepted_at is not null;
comment on view core.quiz_roles is
    'Who has which role in which quiz: the one place that says so. A deleted quiz has no collaborators, until it is
restored.';
comment on column core.quiz_roles.quiz_id is 'The quiz.';
comment on column core.quiz_roles.user_id is 'The person.';
comment on column core.quiz_roles.role is 'Their role: owner, edit or results.';

create view core.caller_quizzes as
select
    quiz_id,
    role
from core.quiz_roles
where user_id = (select core.caller_id());
comment on view core.caller_quizzes is
    'The quizzes in which the caller has a role, for policies. Deleted ones of the caller''s own too.';
comment on column core.caller_quizzes.quiz_id is 'The quiz.';
comment on column core.caller_quizzes.role is 'The caller''s role in it: owner, edit or results.';
grant select on core.caller_quizzes to authenticated;

-- Attempts keep the owner whose quiz it was when they began, because a quiz that changes hands may have a million.
create table core.quiz_handovers (
    quiz_id uuid references core.quizzes,
    former_owner_id uuid references core.profiles,
    owner_id uuid not null references core.profiles,
    primary key (quiz_id, former_owner_id)
);
comment on table core.quiz_handovers is
    'The quizzes that changed hands. Policies look here for attempts that did not begin under the owner of today.';
comment on column core.quiz_handovers.quiz_id is 'The quiz.';
comment on column core.quiz_handovers.former_owner_id is 'Who gave it to somebody else at least once.';
comment on column core.quiz_handovers.owner_id is 'Its owner now, who may be a former one again.';
create index quiz_handovers_former_owner_id_idx on core.quiz_handovers (former_owner_id);
create index quiz_handovers_owner_id_idx on core.quiz_handovers (owner_id);
alter table core.quiz_handovers enable row level security;

create view core.parted_quizzes as
select quiz_id from core.quiz_handovers
where former_owner_id = (select core.caller_id()) and owner_id <> former_owner_id;
comment on view core.parted_quizzes is 'The quizzes that were the caller''s and are somebody else''s now.';
comment on column core.parted_quizzes.quiz_id is 'The quiz.';

create view core.joined_quizzes as
select quiz_id from core.caller_quizzes where role <> 'owner'
union all
select quiz_id from core.quiz_handovers where owner_id = (select core.caller_id())
union all
select id as quiz_id from core.quizzes where (select not row_security_active('core.quizzes'::regclass));
comment on view core.joined_quizzes is
    'The quizzes whose attempts the caller reads whoever was the owner when they began: those of others that the caller
works on, and those that the caller took over; all of them for roles to which policies do not apply.';
comment on column core.joined_quizzes.quiz_id is 'The quiz.';
grant select on core.parted_quizzes, core.joined_quizzes to authenticated, service_role;

-- The policy names this function, so it has to be there before it. Its file gives it its body.
create function core.caller_email() returns text language sql stable return null::text;

create policy "people read who works with them, and their invitations" on core.quiz_collaborators
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or email = (select core.caller_email())
        or quiz_id = any(array(select quiz_id from core.caller_quizzes where role = 'owner'))
        or accepted_at is not null and quiz_id = any(array(select quiz_id from core.caller_quizzes))
    );
grant select on core.quiz_collaborators to authenticated, service_role;

create view public.quiz_collaborators with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    email,
    role,
    invited_at,
    accepted_at,
    offered_at
from core.quiz_collaborators;
comment on view public.quiz_collaborators is
    'The collaborators of the quizzes that the caller works on, the caller''s own invitations, and all invitations to
the caller''s own quizzes.';
grant select on public.quiz_collaborators to authenticated;

create policy "people read the questions of quizzes that they work on" on core.questions
    for select to authenticated
    using (quiz_id = any(array(
        select c.quiz_id
        from core.caller_quizzes as c
        inner join core.quizzes as q on c.quiz_id = q.id and q.deleted_at is null
    )));

insert into core.settings (key, value, description) values
    ('quiz.max_collaborators', '50', 'collaborators and invitations of one quiz');
