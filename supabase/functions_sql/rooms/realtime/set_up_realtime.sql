create or replace function core.set_up_realtime() returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    client text;
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null
        or to_regclass('realtime.messages') is null then
        return false;
    end if;
    begin
        if not core.has_realtime() then
            create trigger broadcast_event after insert on core.room_events
                for each row execute function core.broadcast_event();
        end if;
        foreach client in array array['anon', 'authenticated'] loop
            if not exists (
                select from pg_policy as p
                where p.polrelid = 'realtime.messages'::regclass and p.polname = client || ' receives from rooms'
            ) then
                execute format(
                    'create policy %I on realtime.messages for select to %I '
                    || 'using (extension = ''broadcast'' and (select core.may_receive((select realtime.topic()))))',
                    client || ' receives from rooms', client
                );
            end if;
        end loop;
    exception when insufficient_privilege then   -- the rest of Quizzler must not fail because of Realtime
        raise warning 'Live rooms don''t use Realtime until somebody who may runs: select core.set_up_realtime(). %',
            sqlerrm;
        return false;
    end;
    return true;
end;
$$;

comment on function core.set_up_realtime is
'Lets rooms use Supabase Realtime, if the database has it: a trigger passes each event of a room on to its topics, and
policies on realtime.messages say who may join which. Returns whether rooms use Realtime: false with a warning if the
caller may not make the policies. Migrating calls it. Whoever turns Realtime on later calls it, or migrates again; a
second call changes nothing.';
