create or replace function core.count_call(
    kind text,      -- room_codes, joins or writes
    caller text     -- an account, a player or a network
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    window_s bigint;
    start timestamptz;
begin
    if not core.is_counted() then   -- before anything is read: every call passes here
        return;
    end if;
    perform core.require_calls_left(kind, caller);
    window_s := core.setting(format('rate.%s_s', kind));
    start := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_s) * window_s);
    insert into core.calls as c (caller, kind, process, window_start, calls, calls_before)
    values (count_call.caller, count_call.kind, pg_backend_pid(), start, 1, 0)
    on conflict on constraint calls_pkey do update set
        calls = case when c.window_start >= start then c.calls + 1 else 1 end,
        calls_before = case
            when c.window_start >= start then c.calls_before
            when c.window_start = start - window_s * interval '1 s' then c.calls
            else 0
        end,
        window_start = greatest(c.window_start, start);
end;
$$;

comment on function core.count_call is
'Counts a call by PostgREST, or refuses it (core.require_calls_left). The count is part of the transaction: that of a
call which fails is undone, since it changed nothing. A wrong guess therefore does not fail (core.refuse_guess).';
