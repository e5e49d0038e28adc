"""Fixtures that every test may use: an application on a database of its own, people signed in."""

import importlib.util
import os
import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import create_app
from core.db import begin_writing, db, end_writing
from core.migrating import upgrade
from tests.builders import PASSWORD

POSTGRES = os.environ.get("TIAOCHA_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
IN_CI = os.environ.get("CI") == "true"


def _postgres_answers() -> bool:
    try:
        create_engine(POSTGRES, connect_args={"connect_timeout": 2}).connect().close()
    except Exception:
        return False
    return True


# Rules go first, so that a wrong one shows within the first minute; then what takes long, so that none ends alone.
RULES = (
    "test_imports",
    "test_check",
    "inspections/scoring",
    "inspections/visits",
    "checklists/authoring",
    "core/test_w",
)
LONG = ("faults/", "journeys/", "checklists/reading/formats/test_scan", "test_english", "accounts/test_flood", "js/")


def _rank(item) -> int:
    place = str(item.path.relative_to(Path(__file__).parent))
    return 0 if place.startswith(RULES) else 1 if place.startswith(LONG) else 2


def pytest_collection_modifyitems(items):
    """What needs a browser, PostgreSQL or OCR packages runs wherever CI=true; elsewhere a skip says how to get it."""
    items.sort(key=_rank)
    if IN_CI:
        return
    lacking = {}
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        lacking["browser"] = "install Chromium (Debian: apt install chromium fonts-wqy-microhei)"
    if importlib.util.find_spec("rapidocr") is None:
        lacking["ocr"] = "install the OCR packages (.venv/bin/python -m pip install -r requirements-ocr.txt)"
    if not _postgres_answers():
        lacking["postgres"] = "start PostgreSQL at 127.0.0.1:5432 (Debian: apt install postgresql)"
    if not (Path("/usr/bin/WebKitWebDriver").exists() and shutil.which("Xvfb")):
        lacking["webkit"] = "install WebKitGTK and a screen for it (Debian: apt install webkit2gtk-driver xvfb)"
    for item in items:
        for marker, how in lacking.items():
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=how))


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory):
    """A migrated, empty database file, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app({"INSTANCE_PATH": folder, "TESTING": True})
    with app.app_context():
        upgrade(app)
        db.engine.dispose()
    return folder / "tiaocha.db"


@pytest.fixture(scope="session")
def postgres_schema():
    """A migrated schema of its own in PostgreSQL, dropped afterwards."""
    name = f"tiaocha_test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    yield f"{POSTGRES}?options=-csearch_path%3D{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def make_app(tmp_path, **settings):
    """An application for tests in that folder."""
    usual = {"TESTING": True, "WTF_CSRF_ENABLED": False, "DAILY_CHECKPOINT": False}
    return create_app({"INSTANCE_PATH": tmp_path, **usual, **settings})


def empty_postgres(app) -> None:
    """Migrate the schema of the application whose context this is, and empty what has rows past the guards."""
    upgrade(app)
    names = [table.name for table in db.metadata.sorted_tables]
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in connection.scalars(text(filled)).all():
            connection.execute(text(f"DELETE FROM {name}"))


@pytest.fixture
def app(tmp_path, empty_sqlite):
    """An application on a fresh SQLite file."""
    shutil.copy(empty_sqlite, tmp_path / "tiaocha.db")
    app = make_app(tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def postgres_app(tmp_path, postgres_schema):
    """An application on an emptied schema of PostgreSQL; the test that asks for it is marked so."""
    app = make_app(tmp_path, SQLALCHEMY_DATABASE_URI=postgres_schema)
    with app.app_context():
        empty_postgres(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_app(request):
    """The application on SQLite and on PostgreSQL, one after the other; for tests of services."""
    return request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")


def _session_of(app):
    with app.app_context():
        token = begin_writing()
        try:
            yield db.session
        finally:
            db.session.rollback()
            end_writing(token)


@pytest.fixture
def session(app):
    """A writing session on SQLite, inside an application context; not for use beside a client."""
    yield from _session_of(app)


@pytest.fixture
def any_session(any_app):
    """The same on both databases."""
    yield from _session_of(any_app)


@pytest.fixture
def client(app):
    """A browser without script, nobody signed in."""
    return app.test_client()


def signing_in(app):
    """Sign in as the account of that name, through the login page; returns a client of its own."""

    def _sign_in(username: str, password: str = PASSWORD):
        client = app.test_client()
        response = client.post("/login", data={"username": username, "password": password})
        assert response.status_code == 302, response.get_data(as_text=True)
        return client

    return _sign_in


@pytest.fixture
def sign_in(app):
    """Sign in before the application of the test."""
    return signing_in(app)
