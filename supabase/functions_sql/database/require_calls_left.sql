create or replace function core.require_calls_left(kind text, caller text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    epoch numeric := extract(epoch from clock_timestamp());
    most numeric;
    window_s numeric;
    passed numeric;   -- part of this window
    start timestamptz;
    now_calls numeric;
    calls_before numeric;
    wait_windows numeric;
begin
    if not core.is_counted() then
        return;
    end if;
    if current_setting('transaction_read_only')::boolean then
        perform core.fail(405, 'use_post', 'Call this function by POST: its calls are counted.');
    end if;
    perform core.require_plain_call();
    most := core.setting(format('rate.%s', kind));
    window_s := core.setting(format('rate.%s_s', kind));
    passed := epoch / window_s % 1;
    start := to_timestamp(floor(epoch / window_s) * window_s);
    select
        coalesce(sum(c.calls) filter (where c.window_start >= start), 0),
        coalesce(sum(case
            when c.window_start >= start then c.calls_before
            when c.window_start = start - window_s * interval '1 s' then c.calls
        end), 0)
    into now_calls, calls_before
    from core.calls as c
    where c.caller = require_calls_left.caller and c.kind = require_calls_left.kind;

    -- The window slides: of the calls in the window before, as many count as it still covers
    if now_calls + calls_before * (1 - passed) <= most - 1 then
        return;
    end if;
    wait_windows := case
        when now_calls < most then 1 - (most - 1 - now_calls) / nullif(calls_before, 0)
        else 2 - (most - 1) / nullif(now_calls, 0)   -- a limit of 0 allows none
    end - passed;
    perform core.fail_too_many(greatest(1, ceil(wait_windows * window_s))::integer);
end;
$$;

comment on function core.require_calls_left is
'Refuses a call by PostgREST whose caller has used up rate.<kind> in a window of rate.<kind>_s. A refused call is not
counted, so the wait always ends. PT429 too_many_requests, PT405 use_post for a call by GET, which could not be counted,
PT400 plain_call_needed.';
