create or replace function core.make_profile() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.profiles (id, display_name)
    values (new.id, coalesce(
        left(core.clean_name(new.raw_user_meta_data ->> 'display_name'), 80),
        core.neutral_name()
    ))
    on conflict (id) do nothing;
    return new;
end;
$$;

comment on function core.make_profile is
'Makes a profile for each new account, whether it is made through REST, Supabase Auth or SQL.';

create or replace trigger make_profile after insert on auth.users
for each row execute function core.make_profile();
