-- Folders in which people file their quizzes, and those that they work on with others.
create table core.folders (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    parent_id uuid references core.folders,
    name text not null check (char_length(name) between 1 and 100),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, owner_id),
    unique nulls not distinct (owner_id, parent_id, name)
);
comment on table core.folders is 'The folders of people. Nobody else sees them, nor what is in them.';
comment on column core.folders.id is 'The folder.';
comment on column core.folders.owner_id is 'The person to whom it belongs.';
comment on column core.folders.parent_id is 'The folder that it is in, of the same person. Null: none.';
comment on column core.folders.name is 'Its name, 1 to 100 characters, which no other folder beside it has.';
comment on column core.folders.created_at is 'When it was made.';
comment on column core.folders.updated_at is 'When it was last renamed or moved.';
create index folders_parent_id_idx on core.folders (parent_id);
alter table core.folders enable row level security;
create policy "people read their folders" on core.folders
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select on core.folders to authenticated, service_role;

create view public.folders with (security_invoker = true) as
select
    id,
    owner_id,
    parent_id,
    name,
    created_at,
    updated_at
from core.folders;
comment on view public.folders is 'The folders of the caller.';
grant select on public.folders to authenticated;

-- user_id refers to the folder alone: with a key to profiles as well, PostgREST would take this table for a second way
-- from quizzes to profiles.
create table core.filed_quizzes (
    user_id uuid not null,
    quiz_id uuid not null references core.quizzes,
    folder_id uuid not null,
    primary key (user_id, quiz_id),
    foreign key (folder_id, user_id) references core.folders (id, owner_id)
);
comment on table core.filed_quizzes is
    'In which of their folders people file a quiz: its owner, and each collaborator, as they like.';
comment on column core.filed_quizzes.user_id is 'Whose folder it is.';
comment on column core.filed_quizzes.quiz_id is 'The quiz. It stays in its folder while it is deleted.';
comment on column core.filed_quizzes.folder_id is 'The folder.';
create index filed_quizzes_quiz_id_idx on core.filed_quizzes (quiz_id);
create index filed_quizzes_folder_id_idx on core.filed_quizzes (folder_id, user_id);
alter table core.filed_quizzes enable row level security;
create policy "people read what is in their folders" on core.filed_quizzes
    for select to authenticated using (user_id = (select core.caller_id()));
grant select on core.filed_quizzes to authenticated, service_role;

create view public.filed_quizzes with (security_invoker = true) as
select
    user_id,
    quiz_id,
    folder_id
from core.filed_quizzes;
comment on view public.filed_quizzes is 'Which quizzes are in which folders of the caller.';
grant select on public.filed_quizzes to authenticated;

insert into core.settings (key, value, description) values
    ('folder.max_per_person', '500', 'folders of one person'),
    ('folder.max_depth', '4', 'folders within each other, the outermost included');
