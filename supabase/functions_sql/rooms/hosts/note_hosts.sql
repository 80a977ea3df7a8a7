create or replace function core.note_hosts(room_ids uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.rooms as r
    set host_seen_at = now()
    where r.id in (
        select seen.id
        from core.rooms as seen
        where seen.id = any (room_ids) and seen.host_seen_at < now() - interval '30 s'
        for update skip locked   -- a locked room is being changed; the next call notes its hosts
    );
end;
$$;

comment on function core.note_hosts is
'Notes that a host of each of these rooms is connected. A room ends when its hosts have been away for
live.host_away_s.';

revoke execute on function core.note_hosts from public;
grant execute on function core.note_hosts to authenticator;
