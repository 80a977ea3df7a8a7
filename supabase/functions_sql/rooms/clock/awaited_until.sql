create or replace function core.awaited_until(player core.players, silence interval) returns timestamptz
language sql stable parallel safe
return case
    when player.left_at is not null then coalesce(player.awaited_until, '-infinity')
    when player.heard_at is not null then player.heard_at + silence
end;

comment on function core.awaited_until is $$
Until when an open question waits for a player. Null: as long as the player may answer. Players without a connection
must send heartbeats: it waits for them until they have been silent for this long.
> select core.awaited_until(jsonb_populate_record(null::core.players, '{"left_at": "2026-01-01 10:00Z"}'), '12 s')
-infinity
$$;
