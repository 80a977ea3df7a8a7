-- What takers and groups are allowed beyond the settings of a quiz, and the log of what owners did to their times.
create table core.allowances (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    user_id uuid references core.profiles,
    group_id uuid references core.groups,
    email text check (
        email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 320
    ),
    time_factor numeric(4, 2) not null default 1 check (time_factor between 1 and 10),
    extra_time_s integer not null default 0 check (extra_time_s between 0 and 604800),
    opens_at timestamptz,
    closes_at timestamptz,
    extra_attempts integer not null default 0 check (extra_attempts between 0 and 1000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (quiz_id, user_id),
    unique (quiz_id, email),
    unique (quiz_id, group_id),
    check (num_nonnulls(user_id, email, group_id) = 1),
    check (closes_at > opens_at)
);
comment on table core.allowances is
    'What one person or the members of a group are allowed beyond the settings of a quiz. Of an address it is whether or
not an account has it, so that nobody learns that from an allowance; one by account comes before one by address, and
either before those of groups (core.allowance_of).';
comment on column core.allowances.id is 'The allowance.';
comment on column core.allowances.quiz_id is 'The quiz.';
comment on column core.allowances.user_id is 'The person. Null: it is for an address or a group.';
comment on column core.allowances.group_id is 'The group. Null: it is for one person.';
comment on column core.allowances.email is
    'The e-mail address of the person''s account, in lower case. Null: it is for a user_id or a group.';
comment on column core.allowances.time_factor is 'Multiplies the time limit, 1 to 10.';
comment on column core.allowances.extra_time_s is 'Seconds added to the time limit after that.';
comment on column core.allowances.opens_at is 'When this person''s attempts may begin. Null: as the quiz has it.';
comment on column core.allowances.closes_at is
    'When this person''s attempts end at the latest. Null: as the quiz has it.';
comment on column core.allowances.extra_attempts is 'Attempts besides those that the quiz allows.';
comment on column core.allowances.created_at is 'When it was given.';
comment on column core.allowances.updated_at is 'When it last changed.';
create index allowances_user_id_idx on core.allowances (user_id);
create index allowances_group_id_idx on core.allowances (group_id);
create index allowances_email_idx on core.allowances (email);
create index allowances_quiz_id_idx on core.allowances (quiz_id, created_at desc, id desc);
alter table core.allowances enable row level security;

-- With its owner's rights: no client reads memberships.
create view core.caller_groups as
select group_id from core.group_members where user_id = (select core.caller_id());
comment on view core.caller_groups is 'The groups of which the caller is a member, for policies.';
comment on column core.caller_groups.group_id is 'The group.';
grant select on core.caller_groups to authenticated;

create policy "people read their allowances, and those of quizzes they work on" on core.allowances
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or email = (select core.caller_email())
        or group_id = any(array(select m.group_id from core.caller_groups as m))
        or quiz_id = any(array(select quiz_id from core.caller_quizzes))
    );
grant select on core.allowances to authenticated, service_role;

create view public.allowances with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    email,
    group_id,
    time_factor,
    extra_time_s,
    opens_at,
    closes_at,
    extra_attempts,
    created_at,
    updated_at
from core.allowances;
comment on view public.allowances is
    'The caller''s own allowances, those of the caller''s groups, and all those at quizzes that the caller works on.';
grant select on public.allowances to authenticated;

create table core.owner_acts (
    id bigint generated always as identity primary key,
    quiz_id uuid not null references core.quizzes,
    actor_id uuid not null references core.profiles,
    act text not null,
    user_id uuid references core.profiles,
    email text,
    details jsonb not null default '{}',
    created_at timestamptz not null default now()
);
comment on table core.owner_acts is
    'What owners did that touches those who take their quizzes: times that moved deadlines, allowances, and marks by
hand; and guests whose takers claimed them. Rows are only added.';
comment on column core.owner_acts.id is 'Numbers the acts.';
comment on column core.owner_acts.quiz_id is 'The quiz.';
comment on column core.owner_acts.actor_id is 'Who did it.';
comment on column core.owner_acts.act is 'What was done, such as allowance.set.';
comment on column core.owner_acts.user_id is 'The person whom it touches. Null: several, or an address.';
comment on column core.owner_acts.email is 'The address that it touches. Null: a person, or several.';
comment on column core.owner_acts.details is 'The fields of the act. Empty once the person''s account was deleted.';
comment on column core.owner_acts.created_at is 'When it was done.';
create index owner_acts_quiz_id_idx on core.owner_acts (quiz_id, id desc);
create index owner_acts_actor_id_idx on core.owner_acts (actor_id);
create index owner_acts_user_id_idx on core.owner_acts (user_id);
create index owner_acts_email_idx on core.owner_acts (email);
alter table core.owner_acts enable row level security;
create policy "people read what was done in quizzes that they work on" on core.owner_acts
    for select to authenticated
    using (quiz_id = any(array(select quiz_id from core.caller_quizzes)));
grant select on core.owner_acts to authenticated, service_role;

create view public.owner_acts with (security_invoker = true) as
select
    id,
    quiz_id,
    actor_id,
    act,
    user_id,
    email,
    details,
    created_at
from core.owner_acts;
comment on view public.owner_acts is 'What the caller did that touches those who take the caller''s quizzes.';
grant select on public.owner_acts to authenticated;

insert into core.settings (key, value, description) values
    ('quiz.max_allowances', '5000', 'allowances in one quiz');
