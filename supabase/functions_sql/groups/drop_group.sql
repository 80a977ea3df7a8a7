create or replace function core.drop_group(group_id uuid) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    touched uuid[];
begin
    perform core.lock_taken_quizzes(drop_group.group_id, null);
    perform from core.groups as g where g.id = drop_group.group_id for update;
    if not found then
        return false;
    end if;
    with gone as (
        delete from core.allowances as a where a.group_id = drop_group.group_id returning a.quiz_id
    )

    select array_agg(gone.quiz_id) into touched from gone;
    perform core.move_deadlines(q) from core.quizzes as q where q.id = any (touched);
    delete from core.group_members as m where m.group_id = drop_group.group_id;
    delete from core.groups as g where g.id = drop_group.group_id;
    return true;
end;
$$;

comment on function core.drop_group is
'Deletes a group, its memberships and its allowances. Deadlines follow. Returns false if it is gone already.';
