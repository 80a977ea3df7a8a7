create or replace function core.end_membership(group_id uuid, person uuid) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    was_member boolean;
begin
    perform core.lock_taken_quizzes(end_membership.group_id, person);
    delete from core.group_members as m where m.group_id = end_membership.group_id and m.user_id = person;
    was_member := found;
    perform core.move_group_deadlines(end_membership.group_id, person);
    return was_member;
end;
$$;

comment on function core.end_membership is
'Ends a membership; deadlines follow. Returns whether the person was a member.';
