"""/healthz tells a proxy whether the server can work, and nobody anything else."""

import logging
import shutil
from types import SimpleNamespace

from sqlalchemy import event, text

from core.db import db
from tests.conftest import make_app


def test_it_says_that_the_database_answers(any_app):
    answer = any_app.test_client().get("/healthz")
    assert (answer.status_code, answer.data, answer.headers.getlist("Set-Cookie")) == (200, b"ok\n", [])
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_database_without_our_schema_is_not_well(tmp_path):
    answer = make_app(tmp_path).test_client().get("/healthz")
    assert (answer.status_code, answer.data) == (503, b"unavailable\n")


def test_a_server_of_the_database_that_is_gone_is_said_and_not_a_fault_of_ours(tmp_path):
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert make_app(tmp_path, SQLALCHEMY_DATABASE_URI=gone).test_client().get("/healthz").status_code == 503


def test_a_full_disk_is_not_well(app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=4096))
    assert app.test_client().get("/healthz").status_code == 503


def test_it_costs_one_statement_and_leaves_no_line(app, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("tiaocha"), "propagate", True)
    caplog.set_level(logging.INFO, logger="tiaocha")
    with app.app_context():
        before = _counts()
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    client = app.test_client()
    client.get("/login")
    asked.clear()
    lines = len(caplog.records)
    client.get("/healthz")
    assert lines and len(caplog.records) == lines
    assert asked == ["BEGIN", "SELECT version_num FROM alembic_version"]
    with app.app_context():
        assert _counts() == before


def _counts() -> list[int]:
    """Rows of what an address may leave behind."""
    tables = ("audit_entry", "login_session", "allowance", "unknown_logins")
    return [db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in tables]
