create or replace function core.purge_accounts(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'   -- the sweep holds rows of others and must not wait while it does
as $$
declare
    person uuid;
    erased boolean;
    purged integer := 0;
begin
    for person, erased in
        select u.id, p.erased_at is not null
        from auth.users as u
        inner join core.profiles as p on p.id = u.id and p.deleted_at is not null
        where u.deleted_at < now() - core.setting('account.purged_after_days') * interval '1 day'
        for update of u skip locked
    loop
        exit when purged >= most;
        begin
            if not erased then
                perform core.erase_traces(person);
                update core.profiles as p set erased_at = now() where p.id = person;
            end if;
            begin
                delete from auth.users as u where u.id = person;   -- and sessions with it
                purged := purged + 1;
            exception when foreign_key_violation then   -- it must not keep the others from being purged
                raise warning 'account % could not be purged: %', person, sqlerrm;
            end;
        exception when lock_not_available then   -- somebody works on the same; the next sweep purges it
            null;
        end;
    end loop;
    return purged;
end;
$$;

comment on function core.purge_accounts is
'Purges accounts that were deleted account.purged_after_days ago, at most so many: what they wrote (core.erase_traces)
and the row in auth.users. It leaves an account for the next sweep if somebody works on what it has to change, such as a
regrade of a quiz that it took. The row stays while a table of another application refers to it: later sweeps try to
delete it again. Accounts that never had a profile here stay, too. Returns how many rows it deleted.';

revoke execute on function core.purge_accounts from public;
