create or replace function core.follow_events(user_ids uuid[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into core.event_followers (user_id, until)
    select p.id, now() + core.setting('events.followed_s') * interval '1 s'
    from core.profiles as p
    where p.id = any (user_ids)
    order by p.id      -- so that two processes can't wait for each other
    on conflict on constraint event_followers_pkey do update set until = excluded.until;
$$;

comment on function core.follow_events is
'Has core.notify_user notify the events of these people for the next events.followed_s seconds. A process calls it when
a stream of events opens, and again as long as it is open.';

revoke execute on function core.follow_events from public;
grant execute on function core.follow_events to authenticator;
