"""Applies function files so that processes of an older version can go on calling the functions they know.

In a rolling deploy two versions use one database. A function whose file is gone stays. If a file gives its
function other arguments or another result, the older function stays beside it, unless one call could mean
both. In that case it moves to schema `public_older`, where core.call_as finds it by the names of its
arguments, or to `core_older`, where functions bound to it keep it. `quizzler migrate --drop-old` drops all of
these.
"""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from app.database import records
from app.database.records import MigrationError
from app.database.sql_files import FunctionFile

Tell = Callable[[str], None]

ANOTHER_SIGNATURE = (psycopg.errors.AmbiguousFunction, psycopg.errors.InvalidFunctionDefinition)
CALLERS = {"public": "anon, authenticated, service_role", "core": "authenticator"}
# What FunctionFile.function is for a function p of the database
FUNCTION = """
    format('%%I.%%I', n.nspname, p.proname) || coalesce((
        select format('(public.%%I)', t.typname)
        from pg_type as t
        where n.nspname = 'public' and p.pronargs = 1 and t.oid = p.proargtypes[0] and t.typtype = 'c'
            and t.typnamespace = 'public'::regnamespace
    ), '')
"""
OVERLOADS = """
select
    p.oid::int8 as id,
    format('%%I.%%I', n.nspname, p.proname) as function,
    format('(%%s)', oidvectortypes(p.proargtypes)) as types,
    array[
        p.proallargtypes::text, p.proargnames::text, p.proargmodes::text, pg_get_function_result(p.oid)
    ] as shape,
    p.pronargs - p.pronargdefaults as fewest,
    case when p.provariadic = 0 then p.pronargs else 100 end as most
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where n.nspname = %s::name and p.proname = %s::name and {FUNCTION} = %s
""".replace("{FUNCTION}", FUNCTION)
BOUND_TO = """
select
    d.classid = 'pg_proc'::regclass as function,
    case
        when p.oid is null then pg_describe_object(d.classid, d.objid, d.objsubid)
        else {FUNCTION}
    end as name
from pg_depend as d
left join pg_proc as p on d.classid = 'pg_proc'::regclass and d.objid = p.oid
left join pg_namespace as n on n.oid = p.pronamespace
where d.refclassid = 'pg_proc'::regclass and d.refobjid = %s and d.deptype = 'n'
order by 1, 2
""".replace("{FUNCTION}", FUNCTION)


@dataclass(frozen=True)
class Overload:
    """One of the functions of a name: its arguments, and how many of them a call may have."""

    id: int
    function: str
    types: str
    shape: list[str | None]  # what `create or replace` can't change
    fewest: int  # arguments that a call needs
    most: int  # arguments that a call may have

    @property
    def signature(self) -> str:
        """Its name with the types of its arguments, which is unique."""
        return self.function + self.types

    def becomes(self, new: "Overload") -> bool:
        """Whether `create or replace` can turn this function into the new one."""
        return (self.types, self.shape) == (new.types, new.shape) and new.fewest <= self.fewest

    def fits_beside(self, new: "Overload") -> bool:
        """Whether both can share a name, because no number of arguments fits both."""
        return self.most < new.fewest or new.most < self.fewest


def apply_all(connection: psycopg.Connection, files: list[FunctionFile], tell: Tell) -> int:
    """Apply the files whose text has changed, all or none, and return their number."""
    digests = records.digests(connection)
    stale = {file.function for file in files if digests.get(file.function) != file.digest}
    gone = {name for name in digests if "." in name} - {file.function for file in files}
    applied: dict[str, str] = {}
    with connection.transaction():
        # A body may name a function of a later file.
        connection.execute("set local check_function_bodies = off")
        for file in files:
            if file.function in stale:
                stale |= _apply(connection, file)
                applied[file.function] = file.digest
        records.record(connection, applied)
        for function in gone:
            _keep_for_older(connection, function)
    if applied:
        tell(f"{len(applied)} functions")
    if gone:
        tell(f"{len(gone)} functions are kept for older processes until: quizzler migrate --drop-old")
    return len(applied)


def drop_older(connection: psycopg.Connection, tell: Tell) -> None:
    """Drop the functions kept for processes of an older version. Raises MigrationError if one is used."""
    older = sorted(records.older_functions(connection))
    if older:
        with connection.transaction():
            records.apply(connection, "older functions", f"drop function if exists {', '.join(older)}")
            connection.execute("drop schema if exists public_older, core_older")
            connection.execute("delete from supabase_migrations.older_functions")
    tell(f"{len(older)} older functions dropped")


def _apply(connection: psycopg.Connection, file: FunctionFile) -> set[str]:
    """Apply a file and return the functions whose bodies have to be bound again."""
    before = _overloads(connection, file.function)
    older = records.older_functions(connection)
    if older.isdisjoint(one.signature for one in before) and _applied_plainly(connection, file, before):
        return set()
    new = _rehearsed(connection, file, before)
    beside = [one for one in before if one.fits_beside(new)]
    moving = [one for one in before if one not in beside and not one.becomes(new)]
    bound = {name for one in moving for name in _move(connection, file, one)}
    _rename_away(connection, beside)
    records.apply(connection, file.path, file.text)
    _rename_back(connection, beside)
    _note_older(connection, *(one.signature for one in beside))
    _forget_older(connection, new.signature)
    return bound


def _applied_plainly(connection: psycopg.Connection, file: FunctionFile, before: list[Overload]) -> bool:
    """Apply a file if its function is new or replaces the existing one. Returns False if it did neither."""
    plainly = False
    try:
        with connection.transaction():
            records.apply(connection, file.path, file.text)
            plainly = len(_overloads(connection, file.function)) == 1
            if not plainly:
                raise psycopg.Rollback
    except MigrationError as error:
        if not before or not isinstance(error.__cause__, ANOTHER_SIGNATURE):
            raise
    return plainly


def _rehearsed(connection: psycopg.Connection, file: FunctionFile, before: list[Overload]) -> Overload:
    """The function that a file makes, found by applying the file and rolling it back."""
    with connection.transaction(force_rollback=True):
        _rename_away(connection, before)
        records.apply(connection, file.path, file.text)
        return _overloads(connection, file.function)[0]


def _rename_away(connection: psycopg.Connection, overloads: list[Overload]) -> None:
    """Rename these, so that a file can name its function in comment and grants without arguments."""
    for one in overloads:
        connection.execute(f"alter function {one.signature} rename to out_of_the_way".encode())


def _rename_back(connection: psycopg.Connection, overloads: list[Overload]) -> None:
    for one in overloads:
        schema, _, name = one.function.partition(".")
        connection.execute(f"alter function {schema}.out_of_the_way{one.types} rename to {name}".encode())


def _move(connection: psycopg.Connection, file: FunctionFile, overload: Overload) -> list[str]:
    """Move a function to the schema of older ones and return the functions whose bodies are bound to it."""
    bound = connection.execute(BOUND_TO, [overload.id]).fetchall()
    for is_function, name in bound:
        if not is_function:
            raise MigrationError(
                f"{file.path}: {name} depends on {overload.signature}, whose arguments or result change. "
                "Give the new function another name."
            )
    schema, _, name = overload.function.partition(".")
    moved = f"{schema}_older.{name}{overload.types}"
    records.apply(
        connection,
        file.path,
        f"create schema if not exists {schema}_older;"
        f"grant usage on schema {schema}_older to {CALLERS[schema]};"
        f"drop function if exists {moved};"  # from two versions ago
        f"alter function {overload.signature} set schema {schema}_older",
    )
    _forget_older(connection, overload.signature)
    _note_older(connection, moved)
    return [name for _, name in bound]


def _keep_for_older(connection: psycopg.Connection, function: str) -> None:
    """Keep a function whose file is gone until older functions are dropped."""
    _note_older(connection, *(one.signature for one in _overloads(connection, function)))
    connection.execute("delete from supabase_migrations.applied_files where name = %s", [function])


def _overloads(connection: psycopg.Connection, function: str) -> list[Overload]:
    with connection.cursor(row_factory=class_row(Overload)) as cursor:
        schema, _, name = function.partition("(")[0].partition(".")
        return cursor.execute(OVERLOADS, [schema, name, function]).fetchall()


def _note_older(connection: psycopg.Connection, *signatures: str) -> None:
    connection.execute(
        "insert into supabase_migrations.older_functions "
        "select * from unnest(%s::text[]) on conflict do nothing",
        [list(signatures)],
    )


def _forget_older(connection: psycopg.Connection, signature: str) -> None:
    connection.execute("delete from supabase_migrations.older_functions where signature = %s", [signature])
