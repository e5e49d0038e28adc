"""Whether the triggers that stand in the database are those that the program declares, and speak."""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, text

from core.errors import N_, Sentence
from core.guards import Guard, guards_of

SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL = (
    "SELECT tgname AS name, relname AS held, tgtype AS kind, proname AS called, prosrc AS body, lanname AS language,"
    " tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgnargs = 0 AND tgattr::text = ''"
    " AND proconfig IS NULL AS plain, tgenabled NOT IN ('O', 'A') AS silent"
    " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
    " JOIN pg_language ON pg_language.oid = prolang"
    " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)
EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # bits of tgtype; 1 is each row, 2 is before
SILENT = "silent"


def faults(connection: Connection, metadata: MetaData) -> Iterator[Sentence]:
    """The triggers that are missing, altered, disabled or none of ours."""
    dialect = connection.dialect.name
    wanted = {guard.name: _WANTED[dialect](guard) for guard in guards_of(metadata) if dialect in guard.dialects}
    found = _FOUND[dialect](connection)
    silent = {name for name in wanted if found.get(name) == SILENT}
    altered = {name for name in wanted.keys() & found.keys() - silent if found[name] != wanted[name]}
    for message, names in (
        (N_("数据库触发器缺失：{names}。"), wanted.keys() - found.keys()),
        (N_("数据库触发器被改动：{names}。"), altered),
        (N_("数据库触发器被停用：{names}。"), silent),
        (N_("数据库中有不属于本程序的触发器：{names}。"), found.keys() - wanted.keys()),
    ):
        if names:
            yield Sentence(message, names="、".join(sorted(names)))


def _of_sqlite(connection: Connection) -> dict:
    return {row.name: row.sql for row in connection.execute(text(SQLITE))}


def _of_postgresql(connection: Connection) -> dict:
    rows = connection.execute(text(POSTGRESQL))
    return {row.name: SILENT if row.silent else tuple(row)[1:7] for row in rows}


def _for_postgresql(guard: Guard) -> tuple:
    kind = 2 + EVENTS[guard.event] + (guard.event != "TRUNCATE")
    body = guard.statements("postgresql")[0].split("$$")[1]
    return guard.table, kind, guard.name, body, "plpgsql", True


_FOUND = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}
_WANTED = {"sqlite": lambda guard: guard.statements("sqlite")[1], "postgresql": _for_postgresql}
