create or replace function core.team_of_newcomer(room core.rooms, wanted integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if wanted is null and room.team_mode = 'none' then
        return null;
    end if;
    if wanted is not null and not exists (
        select from core.teams as t where t.room_id = room.id and t.number = wanted
    ) then
        perform core.fail(422, 'bad_team', 'This room has no such team. Choose one that it lists.');
    end if;
    if wanted is not null and room.team_mode = 'manual' then
        return wanted;
    end if;
    return (
        select t.number
        from core.teams as t
        left join core.players as p on p.room_id = t.room_id and p.team = t.number and p.kicked_at is null
        where t.room_id = room.id
        group by t.number
        order by count(p.id), t.number
        limit 1
    );
end;
$$;

comment on function core.team_of_newcomer is
'The team of a new player of a locked room: the one they want if players may choose, otherwise the smallest; null in a
room without teams. PT422 bad_team.';
