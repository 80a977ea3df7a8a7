create or replace function core.end_expired_rooms() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    codes jsonb := '[]';
begin
    for room in
        select r.*
        from core.rooms as r
        where r.state <> 'ended' and (
            r.expires_at <= now()
            or (r.mode = 'live' and r.host_seen_at < now() - core.setting('live.host_away_s') * interval '1 s')
        )
        order by r.expires_at, r.id
        for update skip locked   -- a locked room is in use, or is being ended
    loop
        begin
            perform core.stop_intake(room);
            perform core.finish_room(room);
            codes := codes || to_jsonb(room.code);
        exception when others then   -- a failure in one room must not keep the others from ending
            raise warning 'room % could not be ended: %', room.code, sqlerrm;
        end;
    end loop;
    return codes;
end;
$$;

comment on function core.end_expired_rooms is
'Ends the rooms whose time is over or whose hosts have been away too long. Their leaderboards and reports are kept.
Returns a list of their codes.';

revoke execute on function core.end_expired_rooms from public;
grant execute on function core.end_expired_rooms to authenticator;
