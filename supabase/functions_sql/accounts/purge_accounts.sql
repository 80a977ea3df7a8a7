create or replace function core.purge_accounts(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    people uuid[];
begin
    people := array(
        select u.id from auth.users as u
        where u.deleted_at < now() - core.setting('account.purged_after_days') * interval '1 day'
        limit most
        for update skip locked
    );
    update core.answers as a
    set response = '""'
    from core.attempts as t
    where t.id = a.attempt_id and t.user_id = any (people) and jsonb_typeof(a.response) = 'string';
    delete from core.user_events as e where e.user_id = any (people);
    delete from auth.users as u where u.id = any (people);   -- and sessions with it
    return cardinality(people);
end;
$$;

comment on function core.purge_accounts is
'Purges accounts that were deleted account.purged_after_days ago, at most so many: the texts that they answered, their
events and the row in auth.users. Their marks and the quizzes that others may have taken stay, without a name. Returns
how many accounts it purged.';

revoke execute on function core.purge_accounts from public;
