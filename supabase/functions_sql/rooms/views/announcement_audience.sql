create or replace function core.announcement_audience(room_id uuid) returns core.event_audience
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when exists (   -- counts no further than it has to
        select from core.players as p
        where p.room_id = announcement_audience.room_id and p.kicked_at is null
        offset core.setting('live.announce_limit')
    ) then 'host' else 'everyone' end::core.event_audience;
$$;

comment on function core.announcement_audience is
'Who receives the events of players who join, leave or change teams: everyone while the room is small, otherwise the
hosts only. In a room of n players, sending them to everyone would take n² messages before the first question.';
