"""The structure of a database, read from pg_catalog, to compare two databases."""

from typing import Any

import psycopg

SCHEMAS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
QUERIES = {
    "schemas": f"""
        select n.nspname, n.nspowner::regrole::text, n.nspacl::text, obj_description(n.oid, 'pg_namespace')
        from pg_namespace as n where {SCHEMAS}""",
    "relations": f"""
        select c.oid::regclass::text, c.relkind, c.relpersistence, c.relowner::regrole::text, c.relacl::text,
            c.reloptions, c.relrowsecurity, c.relforcerowsecurity, obj_description(c.oid, 'pg_class')
        from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where {SCHEMAS} and c.relkind <> 't'""",
    "columns": f"""
        select c.oid::regclass::text, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            a.attidentity, a.attgenerated, a.attcollation::regcollation::text, a.attacl::text,
            pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        from pg_attribute as a
        join pg_class as c on c.oid = a.attrelid
        join pg_namespace as n on n.oid = c.relnamespace
        left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
        where {SCHEMAS} and a.attnum > 0 and not a.attisdropped and c.relkind <> 't'""",
    "constraints": f"""
        select k.conrelid::regclass::text, k.contypid::regtype::text, k.conname, k.contype, k.convalidated,
            pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')
        from pg_constraint as k join pg_namespace as n on n.oid = k.connamespace where {SCHEMAS}""",
    "indexes": f"""
        select pg_get_indexdef(i.indexrelid), i.indisprimary, i.indisvalid
        from pg_index as i join pg_class as c on c.oid = i.indexrelid
        join pg_namespace as n on n.oid = c.relnamespace where {SCHEMAS}""",
    "views": f"""
        select c.oid::regclass::text, pg_get_viewdef(c.oid)
        from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where {SCHEMAS} and c.relkind in ('v', 'm')""",
    "functions": f"""
        select p.oid::regprocedure::text, p.prokind, p.proowner::regrole::text, p.proacl::text,
            case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end, obj_description(p.oid, 'pg_proc')
        from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where {SCHEMAS}""",
    "triggers": f"""
        select t.tgrelid::regclass::text, pg_get_triggerdef(t.oid), t.tgenabled
        from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
        join pg_namespace as n on n.oid = c.relnamespace where {SCHEMAS} and not t.tgisinternal""",
    "policies": """
        select p.polrelid::regclass::text, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        from pg_policy as p""",
    "types": f"""
        select t.oid::regtype::text, t.typtype, t.typowner::regrole::text, t.typacl::text, t.typnotnull,
            format_type(t.typbasetype, t.typtypmod), t.typdefault, obj_description(t.oid, 'pg_type'),
            (
                select array_agg(e.enumlabel order by e.enumsortorder)
                from pg_enum as e where e.enumtypid = t.oid
            )
        from pg_type as t join pg_namespace as n on n.oid = t.typnamespace where {SCHEMAS}""",
    "sequences": f"""
        select s.seqrelid::regclass::text, s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqmax,
            s.seqmin, s.seqcache, s.seqcycle
        from pg_sequence as s join pg_class as c on c.oid = s.seqrelid
        join pg_namespace as n on n.oid = c.relnamespace where {SCHEMAS}""",
    "default privileges": """
        select d.defaclrole::regrole::text, n.nspname, d.defaclobjtype, d.defaclacl::text
        from pg_default_acl as d left join pg_namespace as n on n.oid = d.defaclnamespace""",
    "extensions": "select extname, extversion from pg_extension",
    "event triggers": """
        select evtname, evtevent, evtfoid::regprocedure::text, evtenabled from pg_event_trigger""",
    "publications": "select pubname, puballtables, pubinsert, pubupdate, pubdelete from pg_publication",
    "settings": "select key, value::text, description from core.settings",
    "migrations": "select version, name, statements from supabase_migrations.schema_migrations",
    "applied files": "select name, digest from supabase_migrations.applied_files",
    "older functions": "select signature from supabase_migrations.older_functions",
}


def catalog(connection: psycopg.Connection) -> dict[str, list[Any]]:
    """Everything in which two databases can differ, except the rows of tables that people fill."""
    connection.execute("set search_path = ''")  # so that every name is qualified
    found = {what: sorted(connection.execute(query).fetchall(), key=repr) for what, query in QUERIES.items()}
    connection.execute("reset search_path")
    return found
