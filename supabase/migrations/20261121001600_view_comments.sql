-- Gives the columns of views in schema public, of core.question_versions, core.settled_attempts and
-- core.caller_attempts the comment of the column of the same name in their table, unless they have one of their own.
-- Versions come first, because a view shows them.
do $$
declare
    heirs record;
    bare record;
begin
    for heirs in
        select
            'core.question_versions'::regclass as heir,
            'core.questions'::regclass as source
        union all
        values
            ('core.settled_attempts'::regclass, 'core.attempts'::regclass),
            ('core.caller_attempts', 'core.attempts')
        union all
        select
            v.oid::regclass as heir,
            t.oid::regclass as source
        from pg_catalog.pg_class as v
        join pg_catalog.pg_class as t on t.relname = v.relname and t.relnamespace = 'core'::regnamespace
        where v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
        union all
        values ('public.results'::regclass, 'core.standings'::regclass)
    loop
        for bare in
            select
                inherited.attname as name,
                pg_catalog.col_description(heirs.source, original.attnum) as text
            from pg_catalog.pg_attribute as inherited
            join pg_catalog.pg_attribute as original
                on original.attrelid = heirs.source and original.attname = inherited.attname
            where inherited.attrelid = heirs.heir and inherited.attnum > 0
                and pg_catalog.col_description(heirs.heir, inherited.attnum) is null
        loop
            execute format('comment on column %s.%I is %L', heirs.heir, bare.name, bare.text);
        end loop;
    end loop;
end;
$$;
