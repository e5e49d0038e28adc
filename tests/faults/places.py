"""Databases of a real server that can be lost with their machine: a file, and a schema of PostgreSQL."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text

from tests.conftest import POSTGRES

BESIDE = "_restoring"


@contextmanager
def schema(server: str = POSTGRES) -> Iterator[str]:
    """The address of an empty schema of its own in that database; it is dropped afterwards."""
    name = f"tiaocha_test_{uuid.uuid4().hex[:12]}"
    say(f"CREATE SCHEMA {name}", server=server)
    try:
        own = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
        yield own.render_as_string(hide_password=False)
    finally:
        say(f"DROP SCHEMA {name} CASCADE", f"DROP SCHEMA IF EXISTS {name}{BESIDE} CASCADE", server=server)


def lose(url: str) -> None:
    """Nothing is left of what the schema held."""
    name = url.rpartition("%3D")[2]
    say(f"DROP SCHEMA {name} CASCADE", f"CREATE SCHEMA {name}")


def say(*statements: str, server: str = POSTGRES) -> None:
    """To the server, each for itself."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
