create or replace function core.accept_answers(
    room_ids uuid[],
    player_ids uuid[],
    numbers integer[],       -- of the questions
    responses text[],        -- JSON
    ages_ms integer[],       -- how long each waited in the relay
    confidences text[] default null   -- low or high
) returns text[]
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Planning each batch would take longer than writing a small one, so one plan serves batches of all sizes. Sequential
-- scans are off because a plan made while the tables were still empty would use them; every lookup must be by key.
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
as $$
declare
    arrived_at timestamptz := clock_timestamp();
    most_ms bigint := core.setting('live.max_answer_age_ms');
    given jsonb[] := core.read_responses(responses);
    taking uuid[];
    verdicts text[];
begin
    -- A function that moves a room's clock holds this lock exclusively. Don't wait for it: the batch also has answers
    -- for other rooms.
    select array_agg(batch.room_id) into taking
    from (select distinct unnest(room_ids) as room_id) as batch
    where pg_try_advisory_xact_lock_shared(core.room_lock_key(batch.room_id));

    with answers as materialized (
        select
            a.room_id,
            a.player_id,
            a.number,
            a.response,
            core.read_confidence(a.confidence) as confidence,
            a.place,
            arrived_at - least(greatest(coalesce(a.age_ms, 0), 0), most_ms) * interval '1 ms' as received_at,
            row_number() over same as turn
        from unnest(room_ids, player_ids, numbers, given, ages_ms, confidences)
            with ordinality as a (room_id, player_id, number, response, age_ms, confidence, place)
        window same as (partition by a.room_id, a.number, a.response order by a.place)
    ),

    judged as materialized (
        select
            a.room_id,
            a.player_id,
            a.number,
            a.response,
            a.confidence,
            a.place,
            a.received_at,
            case when q.opened_at <= a.received_at then
                core.running_ms(
                    q.opened_at, core.clock_pauses(q.pauses, q.silences, p.realtime_during), a.received_at
                )
            end as elapsed_ms,
            case
                when a.room_id <> all(taking) or taking is null then 'try_again'
                when p.id is null then 'not_in_room'
                when q.opened_at is null or a.received_at < q.opened_at
                    or q.pauses @> a.received_at and not q.silences @> a.received_at then 'not_open'
                when q.closed_at is not null
                    or a.received_at > q.due_at + q.limit_ms * (p.time_factor - 1) * interval '1 ms'
                    or not isempty(q.silences) and q.limit_ms * p.time_factor < core.running_ms(
                        q.opened_at, core.clock_pauses(q.pauses, q.silences, p.realtime_during), a.received_at
                    ) then 'too_late'
                -- many players give the same response, so each is checked once
                when max(case
                    when a.turn = 1 then coalesce(core.check_response(v.kind, v.choices, a.response, v.display), '')
                end)
                    over (partition by a.room_id, a.number, a.response) = '' then 'good'
                else 'invalid_response'
            end as verdict
        from answers as a
        left join core.players as p on p.id = a.player_id and p.room_id = a.room_id and p.kicked_at is null
        left join core.room_questions as q on q.room_id = a.room_id and q.number = a.number
        left join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    ),

    kept as (
        insert into core.live_answers (room_id, number, player_id, response, elapsed_ms, received_at, confidence)
        select j.room_id, j.number, j.player_id, j.response, j.elapsed_ms, j.received_at, j.confidence
        from judged as j
        where j.verdict = 'good'
        order by j.room_id, j.number, j.player_id, j.place   -- the same order in all batches, so that none deadlock
        on conflict do nothing
    )

    select array_agg(j.verdict order by j.place) into verdicts
    from judged as j;

    -- A new statement sees the answers that this batch and others stored.
    return array(
        select case
            when j.verdict in ('try_again', 'not_in_room', 'invalid_response') then j.verdict
            when kept.response = j.response then 'accepted'
            when kept.response is not null then 'already_answered'
            else j.verdict
        end
        from unnest(room_ids, player_ids, numbers, given, verdicts)
            with ordinality as j (room_id, player_id, number, response, verdict, place)
        left join core.live_answers as kept
            on kept.room_id = j.room_id and kept.number = j.number and kept.player_id = j.player_id
        order by j.place
    );
end;
$$;

comment on function core.accept_answers is
'Takes a batch of answers across rooms and returns the outcome of each, in order: accepted (also for a repeat of the
same response), already_answered, not_open, too_late, not_in_room, invalid_response, or try_again if its room is being
changed at the moment. The time of receipt is computed on the database''s clock: the time at which the batch arrived
minus the answer''s age, which is never negative and at most live.max_answer_age_ms. Closing a question waits for
batches that are being written, so every accepted answer is scored.';

revoke execute on function core.accept_answers from public;
grant execute on function core.accept_answers to authenticator;
