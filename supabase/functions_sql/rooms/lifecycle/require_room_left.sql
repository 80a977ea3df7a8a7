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
    free bigint;
    left_before timestamptz := now() - core.setting('live.empty_room_s') * interval '1 s';
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
    if mode = 'assigned' then
        return;
    end if;
    free := core.setting('live.max_rooms') - alive;
    if own > 0 and free <= core.setting('live.max_rooms') * core.setting('live.first_rooms_percent') / 100 then
        perform core.fail(429, 'too_many_rooms', format(
            'This server has few places left for live games, and you have %s open. End one first.', own
        ));
    end if;
    if free <= 0 then
        select r.* into spare
        from core.rooms as r
        inner join (
            select a.host_id, count(*) as n
            from core.rooms as a
            where a.state <> 'ended' and a.expires_at > now() and a.mode = 'live'
            group by a.host_id
        ) as hosts on hosts.host_id = r.host_id
        where r.mode = 'live' and r.state <> 'ended' and r.expires_at > now()
            and (r.host_seen_at < left_before or (r.state = 'lobby' and hosts.n > 1))
            and not exists (
                select from core.players as p
                where p.room_id = r.id and p.kicked_at is null and (p.left_at is null or p.left_at > left_before)
            )
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
'Refuses a new room where its host, or for a live game the server, has as many as the limits allow. Assigned games
stand for months and cost nothing meanwhile, so they take no place of a live game. A part of the places
(live.first_rooms_percent) is kept for hosts who have no live game open, so that a few accounts which open all they
can leave places to others. Where none is free, a live game that has had no players for live.empty_room_s makes way
for the first one of another host: if its own host has been away that long, or if it is in its lobby and its host has
more games. PT429 too_many_rooms, PT503 no_room_left.';
