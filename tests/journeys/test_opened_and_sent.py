"""Every form of every page, opened by each role that may and sent as it opened: no row changes, no line is written.

The pages are found by walking the route table. A form without a field to fill is an act, not an edit, and is left.
Script is off: what the browser sends and refuses by itself is what is looked at, and the pages work so.
"""

import threading
from datetime import date
from itertools import product
from types import SimpleNamespace
from urllib.parse import urlsplit

import lxml.html
import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from accounts.access import ACCESS, PUBLIC
from accounts.audit import record
from accounts.models import Area, Organisation
from core.db import db, unit_of_work
from inspections.filling import services
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.visits.entries import Entry
from inspections.visits.models import Inspection
from tests.builders import NOW, PASSWORD, make_document
from tests.world import build

pytestmark = pytest.mark.browser
PEOPLE = ("jiancha1", "zhuguan1", "qiye1", "bianzhi", "guanli", "shenji")
COMES_AND_GOES = {"login_session", "allowance", "unknown_logins"}  # signing in and being seen, no business
FIELDS = ".//input[not(@type='hidden' or @type='submit')] | .//select | .//textarea"


@pytest.fixture
def county(any_app):
    """The world of the tests served over HTTP, its visits opened and decided so that there is something to change."""
    any_app.config["WTF_CSRF_ENABLED"] = True
    with any_app.app_context():
        with unit_of_work():
            world = build(any_app)
            _something_to_lose(world)
            made = SimpleNamespace(app=any_app, ids=world.ids, places=_places(world))
            made.roles = {name: world.people[name].role for name in PEOPLE}
        db.engine.dispose()
    server = make_server("127.0.0.1", 0, any_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join(20)
    server.server_close()


def _something_to_lose(world) -> None:
    """An answer of two lines in the draft, a decision of two lines on the submitted visit."""
    people, items = world.people, {item.code: item for item in world.version.items}
    draft = db.session.get(Inspection, world.ids["draft_visit"])
    services.save_answer(people["jiancha1"], draft, items["A02"], Entry(None, {"reading": "6.5"}, "檐口\n北侧"), NOW)
    submitted = db.session.get(Inspection, world.ids["submitted_visit"])
    given = review.Given("adjust", "照片所示\n不是这一处", "fail")
    review.decide(people["zhuguan1"], submitted, items["A01"].id, given, NOW)


def _lapsed() -> str:
    """A document that has lapsed, which somebody may decide to go on with."""
    version = make_document([("一", "总则")])[0]
    record(None, "test.build", version)
    version.effective_to = date(2026, 1, 1)
    db.session.flush()
    return version.id


def _places(world) -> dict[str, list[str]]:
    """What may stand in an address, by the name that the routes give it."""
    states = ("draft", "submitted", "approved", "issued")
    return {name: [value] for name, value in world.ids.items() if name.endswith("_id")} | {
        "inspection_id": [world.ids[f"{state}_visit"] for state in states],
        "task_id": list(db.session.scalars(select(Task.id))),
        "area_id": list(db.session.scalars(select(Area.id))),
        "account_id": [world.people[name].id for name in PEOPLE],
        "organisation_id": list(db.session.scalars(select(Organisation.id))),
        "version_id": [world.version.id, world.document_version_id, _lapsed()],
        "code": [world.ids["code"]],
        "filename": ["css/tiaocha.css"],
        "sha256": ["0" * 64],
    }


def _addresses(county, rule) -> list[str]:
    names = sorted(rule.arguments)
    with county.app.test_request_context():
        adapter = county.app.url_map.bind("127.0.0.1")
        values = product(*(county.places[name] for name in names))
        return [adapter.build(rule.endpoint, dict(zip(names, each, strict=True))) for each in values]


def _pages(county, client, role) -> list[str]:
    """The addresses of all pages with a form to fill that the role may open."""
    found, rules = [], [rule for rule in county.app.url_map.iter_rules() if "GET" in rule.methods]
    for rule in rules:
        allowed = ACCESS[rule.endpoint, "GET"]
        if allowed == PUBLIC or role in allowed:
            answers = {address: client.get(address) for address in _addresses(county, rule)}
            assert any(answer.status_code in (200, 302) for answer in answers.values()), rule
            answers |= {each: client.get(each) for found in answers.items() for each in _of_itself(*found)}
            found += [address for address, answer in answers.items() if _forms(answer)]
    return found


def _of_itself(address: str, answer) -> set[str]:
    """Where the page links to another view of itself: its other items, its other half."""
    links = lxml.html.fromstring(answer.get_data(as_text=True)).xpath("//a/@href") if _is_page(answer) else []
    return {link for link in links if link.startswith(f"{address}?")}


def _is_page(answer) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _forms(answer) -> list[int]:
    """Which of the page's forms have something to fill and are sent to the server."""
    if not _is_page(answer):
        return []
    forms = lxml.html.fromstring(answer.get_data(as_text=True)).forms
    return [n for n, form in enumerate(forms) if form.get("method") == "post" and form.xpath(FIELDS)]


def _rows(app) -> dict[str, list]:
    with app.app_context():
        tables = [table for table in db.metadata.sorted_tables if table.name not in COMES_AND_GOES]
        return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def _send_all(county, client, page, address: str) -> list[str]:
    """Send each form of the page by each of its buttons; gives what changed, or was refused without a word."""
    faults = []
    for number in _forms(client.get(address)):
        page.goto(address)
        buttons = page.locator("form").nth(number).locator("button:not([type=button]), input[type=submit]").count()
        for button in range(buttons):
            faults += _send(county, page, address, number, button)
    return faults


def _send(county, page, address: str, number: int, button: int) -> list[str]:
    page.goto(address)
    form, before = page.locator("form").nth(number), _rows(county.app)
    pressed = form.locator("button:not([type=button]), input[type=submit]").nth(button)
    named = f"{urlsplit(address).path} “{pressed.inner_text()}”"
    if form.locator(":invalid").count():
        pressed.click()
        assert page.url.endswith(address), "the browser says which field is to be filled"
        return []
    with page.expect_navigation():
        pressed.click()
    after = _rows(county.app)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        return [f"{named} changed {changed}"]
    answered = not page.url.endswith(address) or page.locator("[role=alert], [role=status], .error, .notice").count()
    return [] if answered else [f"{named} said nothing"]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_form_that_is_opened_and_sent_changes_nothing(county, browser, name):
    client = county.app.test_client()
    csrf = lxml.html.fromstring(client.get("/login").text).xpath("//input[@name='csrf_token']/@value")[0]
    client.post("/login", data={"username": name, "password": PASSWORD, "csrf_token": csrf})
    cookie = client.get_cookie(county.app.config["SESSION_COOKIE_NAME"])
    context = browser.new_context(base_url=county.address, java_script_enabled=False, locale="zh-CN")
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": county.address}])
    page = context.new_page()
    page.route("**/static/**", lambda route: route.abort())
    pages = _pages(county, client, county.roles[name])
    faults = [fault for address in pages for fault in _send_all(county, client, page, address)]
    context.close()
    assert pages and not faults, "\n".join(faults)
