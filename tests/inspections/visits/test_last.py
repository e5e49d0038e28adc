"""上次: the latest reviewed state of a clause's lineage at the site, the same on the phone and at the desk."""

from datetime import date, timedelta

import pytest

from accounts.audit import record
from inspections.filling import services
from inspections.filling.sync.memory import recall
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits.entries import Entry
from inspections.visits.last import last_results
from tests.builders import NOW, make_checklist, make_inspection, make_next_version, make_site, make_task

DAY = date(2026, 11, 18)


class Place:
    """A site that is visited again and again with one checklist of one item."""

    def __init__(self):
        self.site, self.version = make_site(), make_checklist()
        self.supervisor = None

    def visit(self, state: str, until: str = "approved", adjusted: str | None = None, days=0, version=None, site=None):
        """A visit so many days after the first, as far as `until`; its answer, and what it was adjusted to."""
        task = make_task(version or self.version, site or self.site, supervisor=self.supervisor)
        self.supervisor = task.created_by
        visit = make_inspection(task)
        record(None, "test.build", visit)
        visit.effective_on = DAY + timedelta(days)
        (item,) = visit.checklist_version.items
        services.save_answer(visit.inspector, visit, item, Entry(state, None, "说明"), NOW)
        if until == "draft":
            return visit
        services.submit(visit.inspector, visit, NOW)
        if adjusted:
            review.decide(self.supervisor, visit, item.id, Given("adjust", "已核", adjusted), NOW)
        if until in ("approved", "issued"):
            review.approve(self.supervisor, visit, NOW)
        if until == "issued":
            review.issue(self.supervisor, visit, {item.code: review.Term(5)}, NOW)
        return visit

    def told(self, version=None, present=None):
        """State and run of failures as the phone is told them, None where there was nothing; the desk says the same."""
        version = version or self.version
        (item,) = version.items
        desk, phone = last_results(self.site.id, version, present), recall(self.site, version, present)[0]
        assert {key: each.state for key, each in desk.items()} == {key: each["state"] for key, each in phone.items()}
        return (phone[item.id]["state"], phone[item.id]["fails"]) if item.id in phone else None


@pytest.fixture
def place(any_session):
    return Place()


@pytest.mark.parametrize(
    ("until", "adjusted", "told"),
    [
        ("draft", None, None),
        ("submitted", None, None),  # nobody has reviewed it
        ("submitted", "fail", None),
        ("approved", None, ("pass", 0)),
        ("issued", None, ("pass", 0)),
        ("approved", "fail", ("fail", 1)),  # after the decisions
        ("issued", "fail", ("fail", 1)),
        ("issued", "na", ("na", 0)),
    ],
)
def test_the_last_result_is_the_reviewed_one(place, until, adjusted, told):
    place.visit("pass", until, adjusted)
    assert place.told() == told


def test_a_later_visit_under_review_does_not_hide_the_last_reviewed_one(place):
    place.visit("fail", "issued")
    place.visit("pass", "submitted", days=3)
    assert place.told() == ("fail", 1)


def test_the_same_clause_in_other_words_of_a_next_version_is_the_same(place):
    place.visit("fail", "issued")
    assert place.told(make_next_version(place.version)) == ("fail", 1)


def test_the_newest_day_is_the_last_however_late_it_was_reviewed(place):
    place.visit("pass", "issued", days=9)
    place.visit("fail", "issued", days=2)
    assert place.told() == ("pass", 0)


def test_a_run_of_failures_is_counted_after_review(place):
    for days, adjusted in enumerate(("pass", None, None)):
        place.visit("fail", "issued", adjusted, days)
    assert place.told() == ("fail", 2)


def test_a_visit_and_those_after_it_are_no_past_of_it(place):
    first = place.visit("fail", "issued")
    place.visit("pass", "issued", days=4)
    assert place.told(present=first) is None


def test_another_site_and_another_clause_are_no_past(place):
    place.visit("fail", "issued", site=make_site(place.site.organisation))
    place.visit("fail", "issued", version=make_checklist())
    assert place.told() is None


def test_more_visits_than_a_dozen_of_other_checklists_hide_nothing(place):
    place.visit("fail", "issued")
    other = make_checklist()
    for days in range(1, 14):
        place.visit("pass", "approved", days=days, version=other)
    assert place.told() == ("fail", 1)
