"""A term that reaches a year without a calendar is said before it is issued, and goes out only with a tick."""

from datetime import date, timedelta

import pytest
import time_machine

from core.db import db, unit_of_work
from core.working_days import known_until, unpublished_years
from inspections.planning.models import CalendarDay
from inspections.visits.models import Finding, Inspection
from tests.builders import NOW, add
from tests.opened import untouched
from tests.world import build

WITHOUT = "期限待日历公布后确定"


@pytest.fixture
def world(app):
    """The county, on the day on which its visits were made; an approved one waits to be issued."""
    with time_machine.travel(NOW, tick=True):
        with app.app_context(), unit_of_work():
            world = build(app)
        world.address = f"/review/{world.ids['approved_visit']}/issue"
        yield world


def _send(client, world, **given):
    return client.post(world.address, data=given)


def _state(world) -> str:
    with world.app.app_context():
        return db.session.get(Inspection, world.ids["approved_visit"]).state


def test_the_page_says_how_far_terms_can_be_counted_before_anything_is_entered(world, sign_in):
    page = sign_in("zhuguan1").get(world.address).text
    assert "可推算至2026年12月31日，超过 31 个工作日" in page and "工作日”页逐日登记" in page
    assert 'name="undated"' not in page


def test_a_term_beyond_the_calendar_is_refused_naming_the_item_and_what_can_be_done(world, sign_in):
    answer = _send(sign_in("zhuguan1"), world, **{"days-A02": "60"})
    assert answer.status_code == 422 and _state(world) == "approved"
    assert "检查项 A02：期限落入 2027 年" in answer.text and "由管理员在“工作日”页登记" in answer.text
    sent = untouched(answer.text)
    assert sent["days-A02"] == ["60"] and "undated" not in sent
    assert 'name="undated" value="A02"' in answer.text


def test_with_the_tick_it_goes_out_and_every_page_says_that_the_day_is_to_come(world, sign_in):
    chief = sign_in("zhuguan1")
    report = _send(chief, world, **{"days-A02": "60", "undated": "A02"}).headers["Location"]
    with world.app.app_context():
        finding = db.session.query(Finding).filter_by(inspection_id=world.ids["approved_visit"]).one()
        assert finding.deadline_on is None
        own = f"/findings/{finding.id}"
    manager = sign_in("qiye1")
    for address in (report, own, "/findings"):
        assert WITHOUT in manager.get(address).text, address


def test_a_tick_for_another_item_is_no_tick(world, sign_in):
    assert _send(sign_in("zhuguan1"), world, **{"days-A02": "60", "undated": "A01"}).status_code == 422
    assert _state(world) == "approved"


def test_days_that_the_county_entered_give_a_day(world, sign_in):
    with world.app.app_context(), unit_of_work():
        for step in range(40):
            add(CalendarDay(day=date(2027, 1, 1) + timedelta(step), working=True, reason="县政府通知"))
    page = sign_in("zhuguan1").get(world.address).text
    assert "可推算至2027年2月9日" in page
    assert "/reports/" in _send(sign_in("zhuguan1"), world, **{"days-A02": "60"}).headers["Location"]


def test_the_years_that_a_term_may_reach_are_those_whose_days_are_wanting():
    assert unpublished_years(date(2026, 11, 23), 250, {}) == [2027]
    assert unpublished_years(date(2026, 11, 23), 20, {}) == []
    assert unpublished_years(date(2027, 6, 1), 250, {}) == [2027, 2028]
    assert known_until(date(2026, 12, 30), 5, {}) == (date(2026, 12, 31), 1)
    assert known_until(date(2026, 11, 18), 5, {}) is None
