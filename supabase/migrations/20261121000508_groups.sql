-- Groups: classes of people, whom their owner gives a code with which they join.
create table core.groups (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    name text not null check (char_length(name) between 1 and 100),
    join_code text unique,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table core.groups is 'A class or another group of people, made by one of them.';
comment on column core.groups.id is 'The group.';
comment on column core.groups.owner_id is 'The person to whom the group belongs. They need not be a member.';
comment on column core.groups.name is 'The name, 1 to 100 characters.';
comment on column core.groups.join_code is 'With this code anybody with an account joins. Null: nobody can.';
comment on column core.groups.created_at is 'When the group was made.';
comment on column core.groups.updated_at is 'When its name or its code last changed.';
create index groups_owner_id_idx on core.groups (owner_id, created_at desc, id desc);
alter table core.groups enable row level security;

create table core.group_members (
    group_id uuid references core.groups,
    user_id uuid references core.profiles,
    joined_at timestamptz not null default now(),
    primary key (group_id, user_id)
);
comment on table core.group_members is 'Who is a member of which group.';
comment on column core.group_members.group_id is 'The group.';
comment on column core.group_members.user_id is 'The member.';
comment on column core.group_members.joined_at is 'When the member joined.';
create index group_members_user_id_idx on core.group_members (user_id, joined_at desc);
create index group_members_joined_at_idx on core.group_members (group_id, joined_at, user_id);
alter table core.group_members enable row level security;

insert into core.settings (key, value, description) values
    ('group.max_per_person', '200', 'groups that one person may own'),
    ('group.max_members', '5000', 'members of one group'),
    ('group.max_memberships', '200', 'groups that one person may be a member of');
