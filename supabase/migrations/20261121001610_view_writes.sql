-- Nobody may write to a view of schema public. Of a view, or a column of one, into which rows can't be written,
-- Postgres says that before it looks at the rights, and PostgREST takes it for a fault of the server (500). With a
-- trigger, Postgres looks at the rights first.

-- The triggers name this function. Its file gives it its body.
create function core.refuse_write() returns trigger language plpgsql as $$ begin return null; end; $$;

do $$
declare
    closed record;
begin
    for closed in
        select v.oid::regclass as name
        from pg_catalog.pg_class as v
        where v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
    loop
        execute format(
            'create trigger refuse_write instead of insert or update or delete on %s '
            'for each row execute function core.refuse_write()', closed.name
        );
    end loop;
end;
$$;
