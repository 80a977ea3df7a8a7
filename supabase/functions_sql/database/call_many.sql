create or replace function core.call_many(
    claims jsonb[],           -- of each caller; null: nobody
    function_names text[],    -- in schema public
    arguments jsonb[],        -- {"argument name": value} of each
    out results text[],       -- JSON; null for a call that was refused
    out refusals text[]       -- {"C": SQLSTATE, "M": message, "D": detail, "H": hint}; null for a call that succeeded
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    place integer;
    code text;
    message text;
    detail text;
    hint text;
begin
    foreach place in array array(
        select listed.place
        from unnest(arguments) with ordinality as listed (given, place)
        order by core.canonical_code(listed.given ->> 'room_code'), listed.place
    ) loop
        begin
            results[place] := core.call_as(claims[place], function_names[place], arguments[place]);
            refusals[place] := null;
            perform set_config('role', 'none', true);   -- the next caller is somebody else
        exception
            when serialization_failure or deadlock_detected or lock_not_available or operator_intervention
                or read_only_sql_transaction then
                raise;   -- not the fault of this call: the whole batch may be tried again
            when others then
                get stacked diagnostics
                    code = returned_sqlstate,
                    message = message_text,
                    detail = pg_exception_detail,
                    hint = pg_exception_hint;
                results[place] := null;
                refusals[place] := jsonb_build_object('C', code, 'M', message, 'D', detail, 'H', hint);
        end;
    end loop;
end;
$$;

comment on function core.call_many is
'Calls of many callers in one transaction, each made by core.call_as. A call that is refused leaves the others as they
are. A commit waits for the disk; with a transaction for each, a hundred players who join at once would cause a hundred
waits. Rooms stay locked until the end, so the calls are made in the order of their room codes: that way two batches
never wait for each other. results and refusals are in the order of the arguments.';

revoke execute on function core.call_many from public;
grant execute on function core.call_many to authenticator;
