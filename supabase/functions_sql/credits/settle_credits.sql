create or replace function core.settle_credits(
    quiz_id uuid,
    request text,          -- as for core.reserve_credits
    delivered integer      -- questions that were made; more than requested are free
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    key text := core.reservation_key(quiz_id, request);
    reservation core.credit_transfers;
    paid_for integer;
    captured bigint;
    settled jsonb;
begin
    if delivered is null or delivered < 0 then
        perform core.fail(422, 'bad_question_count', 'The number of delivered questions must be 0 or more.');
    end if;
    select * into reservation from core.credit_transfers as t where t.source_key = key || 'reserve';
    if not found then
        perform core.fail(404, 'reservation_not_found', 'No credits are reserved for this.');
    end if;
    perform core.lock_credits(reservation.user_id);

    if not exists (
        select from core.credit_transfers as t where t.source_key in (key || 'capture', key || 'release')
    ) then
        paid_for := least(delivered, reservation.questions);
        captured := reservation.amount / reservation.questions * paid_for;
        if paid_for > 0 then
            perform core.transfer(
                key || 'capture', 'capture', reservation.user_id, captured,
                quiz_id => settle_credits.quiz_id, questions => paid_for
            );
        end if;
        if paid_for < reservation.questions then
            perform core.transfer(
                key || 'release', 'release', reservation.user_id, reservation.amount - captured,
                quiz_id => settle_credits.quiz_id, questions => reservation.questions - paid_for
            );
        end if;
    end if;

    select jsonb_build_object(
        'captured', core.credits(coalesce(sum(t.amount) filter (where t.kind = 'capture'), 0)::bigint),
        'released', core.credits(coalesce(sum(t.amount) filter (where t.kind = 'release'), 0)::bigint)
    )
    into settled
    from core.credit_transfers as t
    where t.source_key in (key || 'capture', key || 'release');
    return settled;
end;
$$;

comment on function core.settle_credits is
'Ends a reservation, in the caller''s transaction: captures the price of the delivered questions and releases the rest,
with source keys quiz:<quiz_id>:<request>:capture and :release. Only the first settlement counts: a later one, even with
another number, changes nothing and returns the result of the first: {"captured", "released"} in credits. PT404
reservation_not_found, PT422 bad_question_count, bad_reservation. Locks a part of the shared revenue account until the
transaction ends, so call it last.';

revoke execute on function core.settle_credits from public;
