create or replace function core.group_json(shown core.groups) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', shown.id,
        'name', shown.name,
        'owner_id', shown.owner_id,
        'owner', core.person_name(shown.owner_id),
        'role', case when shown.owner_id = core.caller_id() then 'owner' else 'member' end,
        'join_code', case when shown.owner_id = core.caller_id() then shown.join_code end,
        'members', (select count(*) from core.group_members as m where m.group_id = shown.id),
        'created_at', shown.created_at
    );
$$;

comment on function core.group_json is
'A group as its owner or a member sees it. Only the owner sees the join code, and only in its list who is a member.';
