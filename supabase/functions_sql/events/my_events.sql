create or replace function public.my_events(
    since text default null,              -- the id of the last event that was received; null: from now on
    page_size integer default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    size integer := core.page_size(page_size);
    settled xid8 := pg_snapshot_xmin(pg_current_snapshot());   -- every transaction before this one has ended
    after_tx xid8;
    after_id bigint;
    listed jsonb;
begin
    if since is null then
        return jsonb_build_object('events', '[]'::jsonb, 'last', settled || '-0', 'more', false);
    end if;
    if since !~ '^\d{1,18}-\d{1,18}$' then
        perform core.fail(
            422, 'bad_event_id', 'This is not the id of an event. Leave it out to receive events from now on.'
        );
    end if;
    after_tx := split_part(since, '-', 1)::xid8;
    after_id := split_part(since, '-', 2)::bigint;

    select coalesce(jsonb_agg(
        jsonb_build_object('id', e.tx || '-' || e.id, 'type', e.type, 'at', e.created_at, 'data', e.payload)
        order by e.tx, e.id
    ), '[]')
    into listed
    from (
        select u.* from core.user_events as u
        where u.user_id = me and (u.tx, u.id) > (after_tx, after_id) and u.tx < settled
        order by u.tx, u.id
        limit size
    ) as e;
    return jsonb_build_object(
        'events', listed,
        'last', coalesce(listed -> -1 ->> 'id', since),
        -- a full page, or events that can't be returned yet because an older transaction has not ended
        'more', jsonb_array_length(listed) = size or exists (
            select from core.user_events as u where u.user_id = me and u.tx >= settled
        )
    );
end;
$$;

comment on function public.my_events is
'The caller''s events after the one with this id, in the order of their commits, each once: {"events": [{"id", "type",
"at", "data"}], "last": the id to continue from, "more": whether to call again at once}. While a stream of the person''s
events (GET /events) is open, each is also notified on the channel user_<id of the person, without hyphens>.
PT401 not_signed_in, PT422 bad_event_id, bad_limit.';

revoke execute on function public.my_events from public, anon;
grant execute on function public.my_events to authenticated;
