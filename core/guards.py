"""Rules that the database itself keeps, as triggers for SQLite and PostgreSQL, whoever is connected and how.

Models declare them; whoever migrates installs them all anew, because altering a table of SQLite loses its triggers.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, UniqueConstraint, inspect, text

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` when the condition over NEW and OLD holds."""

    name: str
    table: str
    event: str  # INSERT | UPDATE | DELETE | TRUNCATE
    refuse_when: str
    message: str
    dialects: tuple[str, ...] = BOTH

    def statements(self, dialect: str) -> list[str]:
        """The statements that set the trigger up in the given dialect; none where it has no meaning."""
        if dialect not in self.dialects:
            return []
        return self._sqlite() if dialect == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.refuse_when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def _postgresql(self) -> list[str]:
        row, each = {"DELETE": ("OLD", "ROW"), "TRUNCATE": ("NULL", "STATEMENT")}.get(self.event, ("NEW", "ROW"))
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN "
            f"IF {self.refuse_when} THEN RAISE EXCEPTION '{self.message}'; END IF; RETURN {row}; "
            f"END $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]


GUARDS: list[Guard] = []
UNREPLACED: list[str] = []

# The line of the trail that a row carries must be about that row: its object, or one that the line names beside it.
UNNAMED = (
    "NOT EXISTS (SELECT 1 FROM audit_entry AS line WHERE line.seq = NEW.audit_seq "
    "AND (line.object_type = '{table}' AND line.object_id = NEW.id "
    """OR line.body LIKE '%"also":[%"{table}:' || NEW.id || '"%'))"""
)


def declare(name: str, table: str, event: str, refuse_when: str, message: str, dialects=BOTH) -> None:
    """Add a rule to those that every database of ours keeps."""
    GUARDS.append(Guard(name, table, event, refuse_when, message, dialects))


def append_only(table: str) -> None:
    """Rows of the table are written once."""
    for event in ("UPDATE", "DELETE"):
        declare(f"{table}_no_{event.lower()}", table, event, "TRUE", f"{table} is append-only")
    unreplaced(table)


def audited(table: str) -> None:
    """A row changes only together with a new line of the audit trail that names it, and is never deleted."""
    unaudited = f"NEW.audit_seq <= OLD.audit_seq OR NEW.id <> OLD.id OR {UNNAMED.format(table=table)}"
    declare(f"{table}_audited", table, "UPDATE", unaudited, f"unaudited change of {table}")
    declare(f"{table}_kept", table, "DELETE", "TRUE", f"{table} rows are never deleted")
    unreplaced(table)
    named(table)


def named(table: str) -> None:
    """A new row carries the line of the audit trail that names it."""
    declare(f"{table}_named", table, "INSERT", UNNAMED.format(table=table), f"unaudited row of {table}")


def unreplaced(table: str) -> None:
    """No statement puts a row in another's place: REPLACE of SQLite fires no trigger of deletion, TRUNCATE neither."""
    UNREPLACED.append(table)
    declare(f"{table}_no_truncate", table, "TRUNCATE", "TRUE", f"{table} is never emptied", ("postgresql",))


def guards_of(metadata: MetaData) -> list[Guard]:
    """Every declared guard, and those against replacing, which follow from the unique keys of the tables."""
    return [*GUARDS, *(guard for table in UNREPLACED for guard in _against_replacing(metadata.tables[table]))]


def _against_replacing(table: Table) -> list[Guard]:
    taken = [_taken(table, columns, where) for columns, where in _unique_keys(table)]
    taken.append(f"EXISTS (SELECT 1 FROM {table.name} AS held WHERE held.rowid = NEW.rowid{{others}})")
    key = next(iter(table.primary_key.columns)).name
    return [
        Guard(
            f"{table.name}_unreplaced_{event.lower()}",
            table.name,
            event,
            " OR ".join(taken).replace("{others}", others),
            f"{table.name} rows are never replaced",
            ("sqlite",),
        )
        for event, others in (("INSERT", ""), ("UPDATE", f" AND held.{key} <> OLD.{key}"))
    ]


def _unique_keys(table: Table) -> list[tuple[list[str], str | None]]:
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys = [([column.name for column in each.columns], None) for each in (table.primary_key, *constraints)]
    indexes = sorted((each for each in table.indexes if each.unique), key=lambda each: each.name)
    return sorted(keys) + [([column.name for column in each.columns], _where(each)) for each in indexes]


def _where(index) -> str | None:
    condition = index.dialect_options["sqlite"]["where"]
    return None if condition is None else str(condition)


def _taken(table: Table, columns: list[str], where: str | None) -> str:
    same = " AND ".join(f"held.{column} = NEW.{column}" for column in columns)
    taken = f"EXISTS (SELECT 1 FROM {table.name} AS held WHERE {same}{{others}}"
    if where is None:
        return f"{taken})"
    fresh = ", ".join(f"NEW.{column.name} AS {column.name}" for column in table.columns)
    return f"({taken} AND {where}) AND EXISTS (SELECT 1 FROM (SELECT {fresh}) WHERE {where}))"


def remove(connection: Connection) -> None:
    """Take every trigger of SQLite away: while tables are rebuilt, one that names another table stands in the way."""
    if connection.dialect.name == "sqlite":
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))


def install(connection: Connection, metadata: MetaData) -> None:
    """Set up every declared trigger, replacing what is there; an earlier schema has those of the tables it has."""
    tables = set(inspect(connection).get_table_names())
    for guard in (each for each in guards_of(metadata) if each.table in tables):
        for statement in guard.statements(connection.dialect.name):
            connection.execute(text(statement.replace(":", r"\:")))
