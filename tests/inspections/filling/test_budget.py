"""The form page costs the same number of statements whatever the length of the checklist."""

import re

import pytest
from sqlalchemy import event

from accounts.roles import Role
from checklists.authoring.queries import find_published, get_form
from checklists.library.services import load_library
from core.clock import utc_now
from core.db import db, unit_of_work
from inspections.filling.forms import build_form
from tests.builders import make_account, make_checklist, make_inspection, make_task

MOST_STATEMENTS = 12
MOST_BYTES = 120_000


def _statements(app, act) -> int:
    count = 0

    def note(connection, cursor, statement, *rest):
        nonlocal count
        count += not statement.startswith(("BEGIN", "PRAGMA"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return count


@pytest.fixture
def visits(app):
    """A visit with the depot's 29 items, and one with 200."""
    with app.app_context(), unit_of_work():
        inspector = make_account("jiancha", Role.INSPECTOR)
        load_library(None, utc_now())
        long = make_checklist(items=[{"code": f"X{n:03}", "path": "二/1"} for n in range(200)])
        made = [
            make_inspection(make_task(version, inspectors=[inspector])) for version in (find_published("depot"), long)
        ]
        return [(visit.id, visit.checklist_version_id) for visit in made]


@pytest.mark.parametrize("page", ["/inspections/{0}/form", "/forms/{1}", "/inspections/{0}"])
def test_as_many_statements_for_200_items_as_for_29(app, visits, sign_in, page):
    client = sign_in("jiancha")
    client.get("/tasks")
    counts = []
    for visit in visits:
        counts.append(_statements(app, lambda visit=visit: client.get(page.format(*visit))))
    assert counts[0] == counts[1] and 0 < counts[0] <= MOST_STATEMENTS, counts


def _wire(client, address: str) -> int:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    return len(response.data) + sum(len(name) + len(value) + 4 for name, value in response.headers)


@pytest.mark.parametrize("page", ["/inspections/{0}/form", "/forms/{1}"])
def test_the_first_visit_to_the_form_is_small_on_the_wire(app, visits, sign_in, page):
    client = sign_in("jiancha")
    address = page.format(*visits[0])
    html = client.get(address).text
    scripts = (
        ["js/offline/wire.js", *(f"js/pages/{name}.js" for name in ("sheet", "photos", "saving"))]
        if "forms" in page
        else []
    )
    parts = {*re.findall(r'(?:src|href)="(/static/[^"]+)"', html), *(f"/static/{name}" for name in scripts)}
    total = _wire(client, address) + sum(_wire(client, part) for part in parts)
    assert total <= MOST_BYTES, total


def test_the_shell_holds_no_user_no_answer_and_no_token(app, visits, sign_in):
    html = sign_in("jiancha").get(f"/forms/{visits[0][1]}", headers={"Accept-Encoding": "identity"}).text
    assert "jiancha" not in html and "csrf" not in html and "checked" not in html


def test_the_shell_is_not_sent_twice(app, visits, sign_in):
    client = sign_in("jiancha")
    address = f"/forms/{visits[0][1]}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert first.headers["Tiaocha-Page"] == again.headers["Tiaocha-Page"] == address  # or no phone keeps it


def test_the_form_has_a_field_for_every_item(app, visits):
    with app.test_request_context():
        version = get_form(visits[0][1])
        form = build_form(version)()
        assert all(f"{item.code}-note" in form for item in version.items)
