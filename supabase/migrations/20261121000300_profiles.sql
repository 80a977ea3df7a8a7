-- What the rest of Quizzler knows of a person. Made by a trigger on auth.users, so whichever door they came by.
create table core.profiles (
    id uuid primary key,
    display_name text not null check (char_length(display_name) between 1 and 80),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
);
comment on table core.profiles is
    'A person. id is auth.users.id, without a foreign key: what others'' results depend on survives the account.';

alter table core.profiles enable row level security;
create policy "people read their own profile" on core.profiles
    for select to authenticated using (id = (select auth.uid()));

create view public.profiles with (security_invoker = true) as
select
    id,
    display_name,
    created_at,
    updated_at
from core.profiles
where deleted_at is null;
comment on view public.profiles is 'One''s own profile.';

grant select on core.profiles to authenticated;
grant select on public.profiles to authenticated;
