create or replace function public.create_group(name text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    most bigint := core.setting('group.max_per_person');
    made core.groups;
begin
    -- without this lock, two requests at once could both take the last place
    perform pg_advisory_xact_lock(hashtextextended('groups ' || me, 0));
    if (select count(*) from core.groups as g where g.owner_id = me) >= most then
        perform core.fail(409, 'too_many_groups', format('You can own %s groups at most. Delete one first.', most));
    end if;
    insert into core.groups (owner_id, name, join_code)
    values (me, core.group_name(create_group.name), core.new_join_code())
    returning * into made;
    return core.group_json(made);
end;
$$;

comment on function public.create_group is
'Makes a group of the caller''s, which others join with its join_code, and returns it. PT401 not_signed_in; PT409
too_many_groups; PT422 bad_group_name.';

revoke execute on function public.create_group from public, anon;
grant execute on function public.create_group to authenticated;
