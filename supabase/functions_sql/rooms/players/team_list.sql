create or replace function core.team_list(room_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('number', t.number, 'name', t.name) order by t.number), '[]')
    from core.teams as t
    where t.room_id = team_list.room_id;
$$;

comment on function core.team_list is 'The teams of a room: [{"number", "name"}].';
