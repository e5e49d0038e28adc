"""Rules that the database itself keeps, as triggers for SQLite and PostgreSQL.

Models declare them; whoever migrates installs them all anew, because altering a table of SQLite loses its triggers.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` when the condition over NEW and OLD holds."""

    name: str
    table: str
    event: str  # INSERT | UPDATE | DELETE
    refuse_when: str
    message: str

    def statements(self, dialect: str) -> list[str]:
        """The statements that set the trigger up in the given dialect."""
        return self._sqlite() if dialect == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.refuse_when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def _postgresql(self) -> list[str]:
        row = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN "
            f"IF {self.refuse_when} THEN RAISE EXCEPTION '{self.message}'; END IF; RETURN {row}; "
            f"END $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


GUARDS: list[Guard] = []


def declare(name: str, table: str, event: str, refuse_when: str, message: str) -> None:
    """Add a rule to those that every database of ours keeps."""
    GUARDS.append(Guard(name, table, event, refuse_when, message))


def append_only(table: str) -> None:
    """Rows of the table are written once."""
    for event in ("UPDATE", "DELETE"):
        declare(f"{table}_no_{event.lower()}", table, event, "TRUE", f"{table} is append-only")


def audited(table: str) -> None:
    """A row changes only together with a new line of the audit trail, and is never deleted."""
    declare(f"{table}_audited", table, "UPDATE", "NEW.audit_seq <= OLD.audit_seq", f"unaudited change of {table}")
    declare(f"{table}_kept", table, "DELETE", "TRUE", f"{table} rows are never deleted")


def install(connection: Connection) -> None:
    """Set up every declared trigger, replacing what is there."""
    for guard in GUARDS:
        for statement in guard.statements(connection.dialect.name):
            connection.execute(text(statement.replace(":", r"\:")))
