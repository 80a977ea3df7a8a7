create or replace function public.join_group(join_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    most bigint := core.setting('group.max_members');
    most_joined bigint := core.setting('group.max_memberships');
    joined core.groups;
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    select * into joined from core.groups as g where g.join_code = core.canonical_code(join_group.join_code);
    if joined.id is null then
        return core.refuse_guess(404, 'group_not_found', 'There is no group with this code.');
    end if;
    -- without this lock, who joins two groups at once could be in more than are allowed
    perform pg_advisory_xact_lock(hashtextextended('memberships ' || me, 0));
    if exists (select from core.group_members as m where m.group_id = joined.id and m.user_id = me) then
        return core.group_json(joined);
    end if;
    if (select count(*) from core.group_members as m where m.user_id = me) >= most_joined then
        perform core.fail(409, 'too_many_groups', format(
            'You can be a member of %s groups at most. Leave one first.', most_joined
        ));
    end if;
    perform core.lock_taken_quizzes(joined.id, me);
    -- again, because the group may have been deleted, or its code replaced, while this waited
    select * into joined
    from core.groups as g
    where g.id = joined.id and g.join_code = joined.join_code
    for no key update;   -- of those who join at the same time, one takes the last place
    if joined.id is null then
        perform core.fail(404, 'group_not_found', 'There is no group with this code.');
    end if;
    if (select count(*) from core.group_members as m where m.group_id = joined.id) >= most then
        perform core.fail(409, 'group_full', format('A group can have %s members at most.', most));
    end if;
    insert into core.group_members (group_id, user_id) values (joined.id, me);
    perform core.move_group_deadlines(joined.id, me);
    return core.group_json(joined);
end;
$$;

comment on function public.join_group is
'Makes the caller a member of the group with this code, and returns it. The group''s owner sees the caller''s name, and
allowances of the group reach an attempt in progress at once. Joining again changes nothing. PT401 not_signed_in; PT404
group_not_found; PT409 group_full, too_many_groups; PT429 too_many_requests; PT400 plain_call_needed; PT405 use_post.';

revoke execute on function public.join_group from public, anon;
grant execute on function public.join_group to authenticated;
