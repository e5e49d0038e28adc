"""A report shows every finding of its visit, whoever reads it and however many others there are."""

import re
from datetime import date

import pytest

from accounts.audit import record
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling import services as filling
from inspections.planning.models import Site
from inspections.review import services as review
from inspections.visits.entries import Entry
from inspections.visits.models import Finding, Inspection
from tests.builders import NOW, first, make_checklist, make_inspection, make_task
from tests.world import build

READERS = ("qiye1", "zhuguan1", "jiancha1")


def _issue(world, site, items: int) -> str:
    """A visit whose every item failed, issued."""
    inspector, supervisor = world.people["jiancha1"], world.people["zhuguan1"]
    version = make_checklist(items=[{"code": f"B{n:03}", "path": "二/1"} for n in range(items)])
    visit = make_inspection(make_task(version, site, [inspector], supervisor))
    for item in version.items:
        filling.save_answer(inspector, visit, item, Entry("fail", None, "不符"), NOW)
    filling.submit(inspector, visit, NOW)
    review.approve(supervisor, visit, NOW)
    review.issue(supervisor, visit, {item.code: review.Term(10) for item in version.items}, NOW)
    return visit.id


def more_findings(visit: Inspection, count: int) -> None:
    """Findings of other items at the same enterprise, due before those of the visit."""
    items = make_checklist(items=[{"code": f"C{n:04}", "path": "二/1"} for n in range(count)]).items
    one = first(Finding)
    like = {column.key: getattr(one, column.key) for column in Finding.__table__.columns}
    like |= {"inspection_id": visit.id, "deadline_on": date(2026, 11, 19)}
    rows = [Finding(**{**like, "id": new_id(), "item_id": item.id}) for item in items]
    record(None, "test.findings", also=rows)
    db.session.add_all(rows)
    db.session.flush()


@pytest.fixture
def issued(app):
    """A visit with forty findings, and three hundred others that are due before them."""
    with app.app_context():
        with unit_of_work():
            world = build(app)
            site = db.session.get(Site, world.ids["site_id"])
            visit = _issue(world, site, 40)
            more_findings(db.session.get(Inspection, world.ids["issued_visit"]), 300)
        db.engine.dispose()
    return visit


@pytest.mark.parametrize("reader", READERS)
def test_a_report_shows_every_finding_of_its_visit_among_three_hundred_others(issued, sign_in, reader):
    page = sign_in(reader).get(f"/reports/{issued}").text
    shown = re.findall(r'href="/findings/\w+"><span class="row-text"><span class="row-title">(B\d+)', page)
    assert shown == [f"B{n:03}" for n in range(40)]


def test_the_enterprises_list_says_how_many_there_are_and_leads_to_the_last_of_them(issued, sign_in):
    client, address, seen = sign_in("qiye1"), "/findings", set()
    for _ in range(7):
        page = client.get(address).text
        assert "341 项待整改" in page and "共 341 条" in page
        seen |= set(re.findall(r'<h2 class="question"><a href="/findings/(\w+)"', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following and following[1].replace("&amp;", "&")
    assert len(seen) == 341 and address is None
