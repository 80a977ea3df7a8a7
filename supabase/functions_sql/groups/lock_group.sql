create or replace function core.lock_group(group_id uuid) returns core.groups
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform from core.groups as g where g.id = lock_group.group_id for no key update;
    return core.own_group(lock_group.group_id);     -- after the lock: it may have been deleted meanwhile
end;
$$;

comment on function core.lock_group is
'A group of the caller''s, locked until the transaction ends. Quizzes are locked before it, where both are
(core.lock_taken_quizzes). PT401 not_signed_in; PT404 group_not_found.';
