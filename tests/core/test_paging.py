"""Long lists: every row is on one page, whichever way they are walked; no list is cut off without a word."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from accounts.models import Area, Organisation
from core import page_links, paging
from core.ids import new_id
from core.paging import Asked, page
from tests.builders import make_area, make_organisation

ROOT = Path(__file__).parents[2]
PRODUCT = ("accounts", "checklists", "core", "inspections")
# What may look at some rows only: the one newest row of a chain, the visits that “上次” goes back, and the sites that a
# phone keeps for the road, which asks the server for any other. The file of the trail is read in parts, to its end.
CUT = {
    "core/paging.py": "PAGE + 1",
    "accounts/admin/trail.py": "AT_ONCE",  # the whole trail for the file, one part after the other
    "inspections/filling/sync/bundles.py": "MOST_SITES",
}

ORDERS = {
    "by name": lambda: (Organisation.name, Organisation.id),
    "newest first": lambda: (Organisation.id.desc(),),
    "ties and both directions": lambda: (Organisation.kind.desc(), func.length(Organisation.name), Organisation.id),
}


def _walk(statement, order, at=paging.FIRST):
    """Every page from there on, in the direction of the mark."""
    while at:
        found = page(statement, *order, at=at)
        yield found
        mark = found.previous if at.before else found.next
        at = mark and (Asked(before=mark) if at.before else Asked(after=mark))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("count", [0, 1, 3, 6, 7])
def test_every_row_is_on_one_page_in_order_forwards_and_back(any_session, monkeypatch, order, count):
    monkeypatch.setattr(paging, "PAGE", 3)
    kinds = ("enterprise", "township", "enterprise")
    area = make_area()
    for number in range(count):
        make_organisation(f"单位{'甲' * (number % 2)}{new_id()}", kinds[number % 3], area)
    keys, statement = ORDERS[order](), select(Organisation)
    wanted = [row.id for row in any_session.scalars(statement.order_by(*keys))]
    pages = list(_walk(statement, keys))
    assert [row.id for each in pages for row in each] == wanted
    assert {each.total for each in pages} == {count} and all(len(each) <= 3 for each in pages)
    assert pages[0].previous is None and pages[-1].next is None
    if len(pages) > 1:
        back = list(_walk(statement, keys, Asked(before=pages[-1].previous)))
        assert [row.id for each in reversed(back) for row in each] == [row.id for each in pages[:-1] for row in each]
        assert back[-1].previous is None and back[0].next == pages[-2].rows[-1].id


def test_a_mark_that_is_not_in_the_list_leads_to_its_first_page(any_session):
    area = make_area()
    for mark in (Asked(after=new_id()), Asked(before=new_id())):
        found = page(select(Area), Area.name, Area.id, at=mark)
        assert (found.rows, found.next, found.previous) == ([area], None, None)


def test_the_address_of_another_page_keeps_what_else_was_asked_and_nothing_of_the_host(app):
    mark = new_id()
    with app.test_request_context(
        f"/tasks?kind=%E5%B7%B2&_external=1&_scheme=ftp&after={new_id()}&closed-after={mark}"
    ):
        first, second = paging.Page([], 0), paging.Page([], 0, "closed")
        assert page_links.page_address(first, before=mark) == (
            f"/tasks?kind=%E5%B7%B2&_external=1&_scheme=ftp&closed-after={mark}&before={mark}"
        )
        other = page_links.page_address(second, before=mark)
        assert "closed-before" in other and "closed-after" not in other


@pytest.mark.parametrize("mark", ["", "%00", "9" * 25, "1' OR 1=1", "%F0%9F%98%80"])
def test_what_is_no_mark_asks_for_the_first_page(app, mark):
    with app.test_request_context(f"/tasks?after={mark}&before={mark}"):
        assert page_links.asked() == paging.FIRST


def test_no_list_of_the_product_is_cut_off():
    found = {}
    for package in PRODUCT:
        for file in (ROOT / package).rglob("*.py"):
            for amount in re.findall(r"\.limit\(([^()]+)\)", file.read_text()):
                if amount != "1" and "item.params" not in amount:
                    found[str(file.relative_to(ROOT))] = amount
    assert found == CUT
