-- Durations, limits and prices that SQL uses. Each feature adds its own.
create table core.settings (
    key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
    value jsonb not null,
    description text not null
);
comment on table core.settings is
    'Durations, limits and prices that SQL uses. Change one with: update core.settings set value = … where key = …';
comment on column core.settings.key is
    'Feature and name. The name ends with the unit where there is one: _ms, _s, _days, _hundredths.';
comment on column core.settings.value is 'A whole number.';
comment on column core.settings.description is 'What the setting does.';
alter table core.settings enable row level security;

insert into core.settings (key, value, description) values
    ('page.default_size', '20', 'rows of a page of a list if the caller gives no number'),
    ('page.max_size', '100', 'rows of a page of a list at most');

create policy "anyone reads prices and limits" on core.settings
    for select to anon
    using (split_part(key, '.', 1) in ('credits', 'generation', 'live', 'page', 'quiz', 'trivia', 'upload'));
create policy "people read prices and limits" on core.settings
    for select to authenticated
    using (split_part(key, '.', 1) in ('credits', 'generation', 'live', 'page', 'quiz', 'trivia', 'upload'));
grant select on core.settings to anon, authenticated, service_role;

create view public.settings with (security_invoker = true) as
select
    key,
    (value #>> '{}')::bigint as value,
    description
from core.settings;
comment on view public.settings is
    'Prices, limits and durations that a front-end shows. What keeps accounts and jobs safe is not among them.';
comment on column public.settings.value is 'A whole number, in the unit that the key ends with.';
grant select on public.settings to anon, authenticated;
