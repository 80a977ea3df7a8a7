"""The queries behind docs/schema.md, on the catalog of a migrated database."""

# Tables and views, in the order in which they were made
RELATIONS = """
select
    n.nspname || '.' || c.relname as name,
    n.nspname as schema,
    c.relname as bare_name,
    c.relkind = 'v' as is_view,
    obj_description(c.oid, 'pg_class') as comment,
    array(
        select format('%s (`%s`)', p.polname, r.rolname)
        from pg_policy as p join pg_roles as r on r.oid = any (p.polroles)
        where p.polrelid = c.oid order by 1
    ) as policies,
    array(
        select format('`%s`', r.role)
        from unnest('{anon,authenticated,dashboard_reader}'::text[]) with ordinality as r (role, place)
        where has_table_privilege(r.role, c.oid, 'select') order by r.place
    ) as readers,
    array(
        select pg_get_constraintdef(k.oid) from pg_constraint as k
        where k.conrelid = c.oid and k.contype = 'u' order by 1
    ) as unique_keys
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('core', 'public', 'dashboards') and c.relkind in ('r', 'v')
order by c.oid
"""
COLUMNS = """
select
    n.nspname || '.' || c.relname as relation,
    a.attname as name,
    replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz') as type,
    not a.attnotnull and c.relkind = 'r' as nullable,
    case when a.attidentity = '' then pg_get_expr(d.adbin, d.adrelid) end as default_value,
    coalesce(col_description(c.oid, a.attnum), '') as comment,
    exists (
        select from pg_constraint as k
        where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)
    ) as is_key
from pg_attribute as a
join pg_class as c on c.oid = a.attrelid
join pg_namespace as n on n.oid = c.relnamespace
left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
where n.nspname in ('core', 'public', 'dashboards') and c.relkind in ('r', 'v')
    and a.attnum > 0 and not a.attisdropped
order by c.oid, a.attnum
"""
FOREIGN_KEYS = """
select
    n.nspname || '.' || child.relname as relation,
    child.relname as child,
    parent.relname as parent,
    array(
        select a.attname::text from unnest(k.conkey) with ordinality as key (number, place)
        join pg_attribute as a on a.attrelid = child.oid and a.attnum = key.number order by key.place
    ) as columns
from pg_constraint as k
join pg_class as child on child.oid = k.conrelid
join pg_class as parent on parent.oid = k.confrelid
join pg_namespace as n on n.oid = child.relnamespace
where k.contype = 'f' and n.nspname in ('core', 'public', 'dashboards')
order by child.relname, k.conname
"""
ENUMS = """
select
    n.nspname || '.' || t.typname as name,
    t.typname as bare_name,
    array(
        select format('`%s`', e.enumlabel) from pg_enum as e
        where e.enumtypid = t.oid order by e.enumsortorder
    ) as labels
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
where n.nspname in ('core', 'public', 'dashboards') and t.typtype = 'e'
order by t.oid
"""
ROUTINES = """
select
    n.nspname || '.' || p.proname as name,
    p.proname as bare_name,
    n.nspname = 'public' as of_the_api,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result,
    coalesce(obj_description(p.oid, 'pg_proc'), '') as comment,
    has_function_privilege('anon', p.oid, 'execute') as for_anyone
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where n.nspname in ('core', 'public', 'dashboards')
order by p.proname, n.nspname, arguments
"""
QUERIES = {
    "relations": RELATIONS,
    "columns": COLUMNS,
    "foreign_keys": FOREIGN_KEYS,
    "enums": ENUMS,
    "routines": ROUTINES,
}
