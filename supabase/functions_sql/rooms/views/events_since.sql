create or replace function core.events_since(room_code text, since bigint) returns jsonb
language sql volatile security definer
set search_path = ''
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'seq', e.seq,
        'type', e.type,
        'audience', e.audience,
        'player_id', e.player_id,
        'message', core.event_message(e)
    ) || case
        when not r.question_on_phones and e.type in ('question.opened', 'question.announced')
            then jsonb_build_object('phones', core.event_message(e, true))
        else '{}'
    end order by e.seq), '[]')
    from core.rooms as r
    inner join core.room_events as e on e.room_id = r.id
    where r.code = core.canonical_code(events_since.room_code)
        and e.seq > coalesce(events_since.since, 0);
$$;

comment on function core.events_since is
'All events of a room after a seq, for a relay: [{"seq", "type", "audience", "player_id", "message",
"phones"?}]; phones: the message for phones where theirs is another.';

revoke execute on function core.events_since from public;
grant execute on function core.events_since to authenticator;
