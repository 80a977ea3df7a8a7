create or replace function core.retire_account() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs;
begin
    perform core.end_rooms(old.id);
    -- Lock all jobs before any credits: whatever settles a job locks it before the credits
    perform core.lock_job(j.id) from core.jobs as j where j.owner_id = old.id and j.state in ('waiting', 'accepted');
    for job in
        select j.* from core.jobs as j where j.owner_id = old.id and j.state in ('waiting', 'accepted')
    loop
        perform core.fail_job(job, 'cancelled', 'The account was deleted before this was finished.');
    end loop;
    update core.uploads as u set deleted_at = now() where u.owner_id = old.id and u.deleted_at is null;
    update core.profiles as p
    set display_name = 'Deleted account', updated_at = now(), deleted_at = now()
    where p.id = old.id and p.deleted_at is null;
    delete from core.allowances as a where a.user_id = old.id or a.email = lower(old.email);
    perform core.drop_group(g.id) from core.groups as g where g.owner_id = old.id;
    delete from core.group_members as m where m.user_id = old.id;
    delete from core.allow_list as l where l.address = lower(old.email);
    delete from core.quiz_collaborators as c where c.user_id = old.id or c.email = lower(old.email);
    delete from core.filed_quizzes as z where z.user_id = old.id;
    delete from core.folders as f where f.owner_id = old.id;
    update core.owner_acts as o set email = null, details = '{}' where o.user_id = old.id or o.email = lower(old.email);
    delete from core.attempt_password_guesses as g where g.user_id = old.id;
    delete from core.taker_details as d where d.user_id = old.id;
    delete from core.admins as a where a.person_id = old.id;
    delete from core.password_resets as r where r.person_id = old.id;
    delete from core.idempotency_keys as k where k.person_id = old.id;
    delete from auth.sessions as s where s.user_id = old.id;
    return null;
end;
$$;

comment on function core.retire_account is
'Follows the deletion of an account through REST, Supabase Auth''s admin API or SQL: ends its games, cancels its jobs,
deletes its uploads, ends its sessions, and removes its name and what it may do as an admin. Its quizzes and results
stay.';

create or replace trigger retire_account after update of deleted_at on auth.users
for each row when (old.deleted_at is null and new.deleted_at is not null) execute function core.retire_account();

create or replace trigger retire_deleted_account after delete on auth.users
for each row execute function core.retire_account();
