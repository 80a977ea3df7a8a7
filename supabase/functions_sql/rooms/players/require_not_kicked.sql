create or replace function core.require_not_kicked(player core.players) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if player.kicked_at is not null then
        perform core.fail(403, 'kicked', 'The host has removed you from this room.');
    end if;
end;
$$;

comment on function core.require_not_kicked is
'Refuses a player who was kicked. PT403 kicked.';
