create or replace function core.require_room_left(host_id uuid, mode core.room_mode) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    alive bigint;
    own bigint;
    most bigint := core.setting(
        case mode when 'live' then 'live.max_rooms_per_host' else 'live.max_assigned_rooms_per_host' end
    );
    spare core.rooms;
begin
    -- Otherwise two transactions could each take the last free room. A row, which nobody else can lock.
    perform from core.settings as s where s.key = 'live.max_rooms' for no key update;
    select count(*), count(*) filter (where r.host_id = require_room_left.host_id) into alive, own
    from core.rooms as r
    where r.state <> 'ended' and r.expires_at > now() and r.mode = require_room_left.mode;

    if own >= most then
        perform core.fail(429, 'too_many_rooms', format(
            'You have %s %s games open, which is the most. End one first.', own, mode
        ));
    end if;
    if mode = 'live' and alive >= core.setting('live.max_rooms') then
        select r.* into spare
        from core.rooms as r
        inner join (
            select a.host_id, count(*) as n
            from core.rooms as a
            where a.state <> 'ended' and a.expires_at > now() and a.mode = 'live'
            group by a.host_id
        ) as hosts on hosts.host_id = r.host_id
        where r.mode = 'live' and r.state = 'lobby' and r.expires_at > now() and hosts.n > own
            and (hosts.n > own + 1 or r.host_seen_at < now() - core.setting('live.empty_lobby_s') * interval '1 s')
            and not exists (select from core.players as p where p.room_id = r.id)
        order by hosts.n desc, r.host_seen_at, r.id
        limit 1
        for update of r skip locked;
        if not found then
            perform core.fail(
                503, 'no_room_left', 'This server has as many open live games as it allows. Try again later.'
            );
        end if;
        perform core.stop_intake(spare);
        perform core.finish_room(spare);
    end if;
end;
$$;

comment on function core.require_room_left is
'Refuses a new room where its host, or for a live game the server, has as many as the limits allow. Assigned games stand
for months and cost nothing meanwhile, so they take no place of a live game. Where the server has as many live games as
it allows, a lobby that nobody has joined ends in favour of the new game, if its host has more games than the new host
will have, or has as many and has been away for live.empty_lobby_s: so accounts that only make games can''t keep others
from playing. PT429 too_many_rooms, PT503 no_room_left.';
