"""Somebody at the database itself: plain sqlite3 and psql, with none of our connection settings."""

import shutil
import subprocess

from core.db import db
from inspections.filling import services
from inspections.review import services as review
from inspections.visits.entries import Entry
from inspections.visits.models import Inspection
from tests.builders import NOW, make_checklist, make_inspection, make_task

ITEMS = [{"code": "A01", "path": "二/1", "points": 4}, {"code": "A02", "path": "二/1", "points": 6}]


def run_sql(app, *statements: str) -> subprocess.CompletedProcess:
    """What the database's own client makes of the statements; it stops at the first that is refused."""
    with app.app_context():
        url = db.engine.url
    given = ";\n".join(statements) + ";\n"
    if url.get_backend_name() == "sqlite":
        command = [shutil.which("sqlite3"), "-bail", url.database]
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        command = [shutil.which("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)


def past_the_guards(app, *statements: str) -> None:
    """The same by one who first takes the guards out of the way."""
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
    if sqlite:
        names = run_sql(app, "SELECT name FROM sqlite_master WHERE type = 'trigger'").stdout.split()
        statements = (*(f"DROP TRIGGER {name}" for name in names), *statements)
    else:
        statements = ("SET session_replication_role = replica", *statements)
    done = run_sql(app, *statements)
    assert done.returncode == 0, done.stderr


def visit_in(state: str) -> Inspection:
    """A visit with two answers that has come so far: submitted (one decision given), approved, or issued."""
    version = make_checklist(items=ITEMS)
    visit = make_inspection(make_task(version))
    for item, answer in zip(version.items, ("pass", "fail"), strict=True):
        services.save_answer(visit.inspector, visit, item, Entry(answer, None, "说明"), NOW)
    services.submit(visit.inspector, visit, NOW)
    supervisor = visit.task.created_by
    review.decide(supervisor, visit, version.items[0].id, review.Given("adjust", "照片不清", "fail"), NOW)
    if state != "submitted":
        review.approve(supervisor, visit, NOW)
    if state == "issued":
        review.issue(supervisor, visit, {code: review.Term(10) for code in ("A01", "A02")}, NOW)
    return visit
