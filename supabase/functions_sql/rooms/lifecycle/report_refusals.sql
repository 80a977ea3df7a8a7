create or replace function core.report_refusals(refusals jsonb) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    report record;
    room core.rooms;
    told integer := 0;
begin
    for report in
        select counted.code, jsonb_agg(jsonb_build_object('reason', counted.reason, 'count', counted.count)
            order by counted.reason) as refused
        from (
            select core.canonical_code(given.room_code) as code, given.reason, sum(given.count) as count
            from jsonb_to_recordset(refusals) as given (room_code text, reason text, count integer)
            group by 1, 2
        ) as counted
        group by counted.code
        order by counted.code   -- the order of core.call_many
    loop
        select r.* into room
        from core.rooms as r
        where r.code = report.code and r.state <> 'ended'
        for update;

        if found then
            perform core.append_event(
                room.id, 'room.refusals', jsonb_build_object('refused', report.refused), 'host'
            );
            told := told + 1;
        end if;
    end loop;
    return told;
end;
$$;

comment on function core.report_refusals is
'Tells the hosts of rooms how many clients a relay has refused at the door, and why: [{"room_code", "reason", "count"}].
Codes of no open room are passed over. Returns how many rooms were told.';

revoke execute on function core.report_refusals from public;
grant execute on function core.report_refusals to authenticator;
