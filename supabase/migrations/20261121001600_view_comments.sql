-- Gives the columns of views in schema public, of core.question_versions and of core.settled_attempts the comment of
-- the column of the same name in their table, unless they have one of their own.
do $$
declare
    bare record;
begin
    for bare in
        select
            heirs.heir,
            inherited.attname as name,
            pg_catalog.col_description(heirs.source, original.attnum) as text
        from (
            select
                v.oid::regclass as heir,
                t.oid as source
            from pg_catalog.pg_class as v
            join pg_catalog.pg_class as t on t.relname = v.relname and t.relnamespace = 'core'::regnamespace
            where v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
            union all
            values
                ('core.question_versions'::regclass, 'core.questions'::regclass),
                ('core.settled_attempts'::regclass, 'core.attempts'::regclass)
        ) as heirs
        join pg_catalog.pg_attribute as inherited on inherited.attrelid = heirs.heir and inherited.attnum > 0
        join pg_catalog.pg_attribute as original
            on original.attrelid = heirs.source and original.attname = inherited.attname
        where pg_catalog.col_description(heirs.heir, inherited.attnum) is null
    loop
        execute format('comment on column %s.%I is %L', bare.heir, bare.name, bare.text);
    end loop;
end;
$$;
