"""The same on PostgreSQL: tables of one snapshot, made again in a schema beside and moved at once."""

import uuid
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from core.backups import postgresql, restoring, taking
from core.backups.store import DamagedBackup, Store
from core.db import db
from core.migrating import upgrade
from core.revisions import build as make_schema
from core.revisions import head, present_revision
from tests.conftest import make_app
from tests.faults.county import build
from tests.faults.places import schema

pytestmark = pytest.mark.postgres
TRIGGERS = (
    "SELECT c.relname, tgname, tgenabled FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
    " WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
)
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2"
)
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE :like ORDER BY 1"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """An installation whose database is a schema of PostgreSQL: its folder and its address."""
    folder = tmp_path_factory.mktemp("county") / "instance"
    with schema() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIAOCHA_DATABASE", url)
        build(folder)
        yield folder, url


@pytest.fixture
def backup(county, tmp_path):
    """A backup of it."""
    with connected(*county) as app:
        taking.take(app, tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def place(tmp_path):
    """An empty folder and an empty schema."""
    with schema() as url:
        yield tmp_path / "new", url


@contextmanager
def connected(folder: Path, url: str):
    """The application there."""
    app = make_app(folder, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def asked(url: str, question: str, **values) -> list[tuple]:
    """The rows of a question, by a client of its own."""
    with create_engine(url).connect() as connection:
        return [tuple(row) for row in connection.execute(text(question), values)]


def contents(url: str) -> dict[str, list]:
    """Every row of every table, as text."""
    tables = asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return {table: sorted(asked(url, f'SELECT "{table}"::text FROM "{table}"')) for (table,) in tables}


def test_a_restored_database_has_the_same_rows_triggers_and_references(county, backup, place):
    with connected(*place) as app:
        restoring.restore(app, backup)
    assert contents(place[1]) == contents(county[1])
    assert len(contents(place[1])["audit_entry"]) > 1
    for question in (TRIGGERS, CONSTRAINTS):
        assert asked(place[1], question) == asked(county[1], question) != []
    assert asked(place[1], SCHEMAS, like="%\\_restoring") == []


def test_its_tables_are_those_of_one_moment(county, tmp_path, monkeypatch):
    """A row written while the tables are read is in none of them."""
    first = postgresql._dumped

    def _write_meanwhile(connection, table, store):
        before.setdefault("rows", asked(county[1], "SELECT count(*) FROM unknown_logins"))
        with create_engine(county[1]).begin() as other:
            other.execute(
                text("INSERT INTO unknown_logins (network, hour, count) VALUES (:network, 0, 1)"),
                {"network": uuid.uuid4().hex},
            )
        return first(connection, table, store)

    before: dict = {}
    monkeypatch.setattr(postgresql, "_dumped", _write_meanwhile)
    with connected(*county) as app:
        taking.take(app, tmp_path / "backup")
    store = Store(tmp_path / "backup")
    lines = store.path(store.manifest().parts()["unknown_logins.csv"]).read_text().splitlines()
    assert len(lines) - 1 == before["rows"][0][0]


def test_a_damaged_table_is_refused_and_nothing_is_made(backup, place):
    store = Store(backup)
    path = store.path(store.manifest().parts()["account.csv"])
    path.write_bytes(path.read_bytes().replace(b"jiancha", b"jianchb"))
    with connected(*place) as app, pytest.raises(DamagedBackup):
        restoring.restore(app, backup)
    assert contents(place[1]) == {}
    assert asked(place[1], SCHEMAS, like="%\\_restoring") == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ('allowance"; CREATE TABLE taken (word text); --', "key,spent_until"),
        ("allowance", 'key,spent_until") FROM STDIN; CREATE TABLE taken (word text); --'),
        ("pg_class", "relname"),
    ],
)
def test_names_of_a_backup_are_those_of_the_schema_or_it_is_refused(backup, place, tmp_path, table, columns):
    forged = tmp_path / "forged.csv"
    forged.write_text(f'"{columns}"\n' if '"' in columns else f"{columns}\n")
    store = Store(backup)
    manifest = store.manifest()
    manifest.database["parts"][f"{table}.csv"] = asdict(store.take(forged))
    store.publish(manifest)
    with connected(*place) as app, pytest.raises(DamagedBackup):
        restoring.restore(app, backup)
    assert contents(place[1]) == {}


def test_a_trail_that_does_not_hold_leaves_no_table(backup, place, monkeypatch):
    monkeypatch.setattr(restoring, "VERIFY", ("accounts", "no-such-command"))
    with connected(*place) as app, pytest.raises(restoring.Unsound):
        restoring.restore(app, backup)
    assert contents(place[1]) == {}
    assert asked(place[1], SCHEMAS, like="%\\_restoring") == []


def test_a_database_with_tables_is_never_restored_over(county, backup, tmp_path):
    before = contents(county[1])
    with connected(tmp_path / "new", county[1]) as app, pytest.raises(restoring.NotEmpty):
        restoring.restore(app, backup)
    assert contents(county[1]) == before


def test_a_backup_of_the_other_kind_of_database_is_refused(backup, tmp_path):
    with connected(tmp_path / "new", f"sqlite:///{tmp_path}/new/tiaocha.db") as app, pytest.raises(restoring.OtherKind):
        restoring.restore(app, backup)


def test_a_backup_of_an_earlier_schema_can_be_restored(place, tmp_path):
    """The schema of that time is made for it, filled, and brought to the present one."""
    with schema() as url:
        with connected(tmp_path / "old", url) as app:
            with db.engine.begin() as connection:
                make_schema(app, connection, "0003")
            taking.take(app, tmp_path / "backup")
        with connected(*place) as app:
            restoring.restore(app, tmp_path / "backup")
            assert present_revision() == head(app)


def test_a_migration_is_preceded_by_a_copy_that_can_be_restored(place, tmp_path):
    with schema() as url, connected(tmp_path / "old", url) as app:
        with db.engine.begin() as connection:
            make_schema(app, connection, "0003")
        before = contents(url).keys()
        copy = upgrade(app)
        manifest = Store(copy).manifest()
        assert (manifest.database["revision"], manifest.files) == ("0003", {})
        assert {f"{table}.csv" for table in before} == manifest.parts().keys()
        assert upgrade(app) is None
        (place[0] / "evidence").mkdir(parents=True)
        (place[0] / "evidence/photo").touch()
        with connected(*place) as new:
            restoring.restore(new, copy)
            assert present_revision() == head(new)
        assert (place[0] / "evidence/photo").exists()
