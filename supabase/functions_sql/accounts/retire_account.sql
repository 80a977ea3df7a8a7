create or replace function core.retire_account() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
    update core.profiles as p
    set display_name = 'Deleted account', updated_at = now(), deleted_at = now()
    where p.id = old.id and p.deleted_at is null;
    delete from auth.sessions as s where s.user_id = old.id;
    return null;
end;
$$;

comment on function core.retire_account is
'What follows when an account is deleted, whichever door that came by: REST, Supabase Auth''s admin API or SQL.';

create or replace trigger retire_account after update of deleted_at on auth.users
for each row when (old.deleted_at is null and new.deleted_at is not null) execute function core.retire_account();

create or replace trigger retire_deleted_account after delete on auth.users
for each row execute function core.retire_account();
