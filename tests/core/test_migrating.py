"""Migrations: nothing twice, a copy first, no damage to a database of a later program."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from accounts.roles import Role
from core.db import db, unit_of_work
from core.migrating import DatabaseNewer, copy_database, upgrade
from tests.builders import make_account, make_area
from tests.conftest import make_app

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def pretend_revision(path, revision: str) -> None:
    """Write another revision into the database file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def test_a_database_at_the_present_schema_is_left_alone(app):
    with app.app_context():
        assert upgrade(app) is None
    assert not (Path(app.instance_path) / "backups").exists()


def test_a_copy_holds_what_is_still_in_the_write_ahead_log(tmp_path):
    original = tmp_path / "tiaocha.db"
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE word (text)")
        connection.execute("INSERT INTO word VALUES ('条')")
        connection.commit()
        copy = copy_database(original)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT text FROM word").fetchall() == [("条",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]


def test_a_database_of_a_later_program_is_refused_and_left_as_it_is(tmp_path, empty_sqlite):
    file = tmp_path / "tiaocha.db"
    shutil.copy(empty_sqlite, file)
    pretend_revision(file, "9999")
    app = make_app(tmp_path)
    with app.app_context():
        with pytest.raises(DatabaseNewer, match="9999"):
            upgrade(app)
        assert db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        db.session.remove()
        db.engine.dispose()
    assert not (tmp_path / "backups").exists()


def test_a_due_migration_runs_on_a_copied_database_and_keeps_the_triggers_and_every_row(app, tmp_path, monkeypatch):
    with app.app_context(), unit_of_work():
        make_account("chef", Role.SUPERVISOR, areas=[make_area("县")])
        db.session.commit()
    migrate = app.extensions["migrate"].migrate
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.directory, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    with closing(sqlite3.connect(tmp_path / "tiaocha.db")) as connection:
        (present,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        triggers = connection.execute(TRIGGERS).fetchall()
    (scripts / "versions/next.py").write_text(
        f"from alembic import op\nimport sqlalchemy as sa\nrevision, down_revision = 'next', {present!r}\n"
        "def upgrade():\n    with op.batch_alter_table('account', recreate='always') as table:\n"
        "        table.add_column(sa.Column('remark', sa.Text()))\n"
    )
    monkeypatch.setattr(migrate, "directory", str(scripts))
    with app.app_context():
        copy = upgrade(app)
        assert upgrade(app) is None
    with closing(sqlite3.connect(copy)) as before, closing(sqlite3.connect(tmp_path / "tiaocha.db")) as after:
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == (present,)
        assert after.execute("SELECT version_num FROM alembic_version").fetchone() == ("next",)
        kept = after.execute(TRIGGERS).fetchall()
        rows, were = count_rows(after), count_rows(before)
    assert triggers
    assert kept == triggers
    assert rows == were
    assert {name for name, count in rows.items() if count} >= {"account", "area", "jurisdiction"}
