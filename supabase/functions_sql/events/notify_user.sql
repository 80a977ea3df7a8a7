create or replace function core.notify_user(
    user_id uuid,
    type text,          -- such as credits.changed
    payload jsonb
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    event_id bigint;
    followed boolean;
begin
    insert into core.user_events (user_id, type, payload)
    values (notify_user.user_id, notify_user.type, coalesce(notify_user.payload, '{}'))
    returning id, exists (
        select from core.event_followers as f where f.user_id = notify_user.user_id and f.until > now()
    ) into event_id, followed;
    if event_id % 100 = 0 then
        delete from core.user_events as e
        where e.id in (
            select o.id
            from core.user_events as o
            where o.created_at < (select now() - core.setting('events.kept_days') * interval '1 day')
                and o.id <= (
                    select max(first.id) from (select id from core.user_events order by id limit 200) as first
                )
            for update skip locked
        );
        delete from core.event_followers as f
        where f.user_id in (
            select o.user_id from core.event_followers as o
            where o.until < now() - interval '1 day'
            limit 1000
            for update skip locked
        );
    end if;
    -- Transactions that notify commit one after the other, so it is done only if somebody waits for it
    if followed then
        -- Only the id, because every login of the database may listen
        perform pg_notify('user_' || replace(notify_user.user_id::text, '-', ''), event_id::text);
    end if;
    return event_id;
end;
$$;

comment on function core.notify_user is
'Sends an event to a person: appends it to core.user_events and, when the transaction commits and the person''s events
are followed (core.follow_events), notifies channel user_<id without hyphens> with its id. Returns the event''s id.
Every hundredth event also deletes old ones.';

revoke execute on function core.notify_user from public;
