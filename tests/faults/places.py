"""Databases of a real server that can be lost with their machine: a file, and a schema of PostgreSQL."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from tests.conftest import POSTGRES

BESIDE = "_restoring"


@contextmanager
def schema() -> Iterator[str]:
    """The address of an empty schema of its own."""
    name = f"tiaocha_test_{uuid.uuid4().hex[:12]}"
    say(f"CREATE SCHEMA {name}")
    try:
        yield f"{POSTGRES}?options=-csearch_path%3D{name}"
    finally:
        say(f"DROP SCHEMA {name} CASCADE", f"DROP SCHEMA IF EXISTS {name}{BESIDE} CASCADE")


def lose(url: str) -> None:
    """Nothing is left of what the schema held."""
    name = url.rpartition("%3D")[2]
    say(f"DROP SCHEMA {name} CASCADE", f"CREATE SCHEMA {name}")


def say(*statements: str) -> None:
    """To the server, each for itself."""
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
