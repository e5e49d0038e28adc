"""The page of a task offers what can be done: whatever it leads to, in every state of task and visit, for each role."""

import re

import pytest

from core.db import unit_of_work
from inspections.filling import services, withdrawing
from inspections.review import services as review
from inspections.visits import queries
from inspections.visits.models import Inspection
from tests.builders import NOW, make_inspection, make_task
from tests.test_access import PEOPLE, world
from tests.world import fill

__all__ = ["world"]
SEE_IT = ["zhuguan1", "jiancha1"]  # the inspector last: his button begins a visit


def _submitted(world, visit) -> None:
    fill(world.app, visit.inspector, visit)
    services.submit(visit.inspector, visit, NOW)


def _returned(world, visit) -> None:
    _submitted(world, visit)
    item = visit.checklist_version.items[0]
    review.decide(visit.task.created_by, visit, item.id, review.Given("return", "请补照片"), NOW)
    review.return_visit(visit.task.created_by, visit, NOW)


def _approved(world, visit) -> None:
    _submitted(world, visit)
    review.approve(visit.task.created_by, visit, NOW)


def _issued(world, visit) -> None:
    _approved(world, visit)
    terms = {item.code: review.Term(10) for item in visit.checklist_version.items}
    review.issue(visit.task.created_by, visit, terms, NOW)


# What came of the visit that was begun, and in what state it is then.
STEPS = {
    "draft": lambda world, visit: None,
    "submitted": _submitted,
    "returned": _returned,
    "approved": _approved,
    "issued": _issued,
}
# What was done with the task, the visit it then had and how the visit went on.
WITHDRAWN = [("close", "draft"), ("close", "returned"), *(("keep", state) for state in STEPS)]
CASES = [("given", None), *(("given", state) for state in STEPS), ("none", None), *WITHDRAWN]


def _make(world, act: str, state: str | None):
    """A task of the first township on which that was done; gives its id."""
    with world.app.app_context(), unit_of_work():
        site, inspector, supervisor = _of_the_first_township(world)
        task = make_task(queries.load_visit(world.ids["draft_visit"]).checklist_version, site, [inspector], supervisor)
        visit = make_inspection(task) if state else None
        if act == "close":
            STEPS[state](world, visit)
        if act != "given":
            withdrawing.withdraw(supervisor, task, "单位停业", act if state else None)
        if visit and act != "close":
            STEPS[state](world, visit)
        assert state is None or visit.state == state
        return task.id


def _of_the_first_township(world):
    visit = queries.load_visit(world.ids["draft_visit"])
    return visit.site, visit.inspector, visit.task.created_by


def _errors_behind(client, page: str) -> dict[str, int]:
    """What the page leads to, by link, button and script, and where that ends in an error."""
    own = re.search(r"<main.*</main>", page, re.S)[0]
    links = re.findall(r'(?:href|data-start)="([^"#]+)', own)
    forms = re.findall(r'<form method="post" action="([^"]+)"', own)
    answers = {link: client.get(link, follow_redirects=True) for link in links}
    answers |= {form: client.post(form, follow_redirects=True) for form in forms}
    return {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 400}


@pytest.mark.parametrize(("act", "state"), CASES)
def test_whatever_the_page_of_a_task_offers_leads_to_a_page(world, act, state):
    address = f"/tasks/{_make(world, act, state)}"
    answers = {name: world.clients[name].get(address) for name in {**dict.fromkeys(SEE_IT), **dict.fromkeys(PEOPLE)}}
    assert [name for name, answer in answers.items() if answer.status_code == 200] == SEE_IT
    assert {name: _errors_behind(world.clients[name], answers[name].text) for name in SEE_IT} == {
        name: {} for name in SEE_IT
    }
    may = act == "given" and state in (None, "draft", "returned")
    assert ("撤回任务" in answers["zhuguan1"].text) == may and "撤回任务" not in answers["jiancha1"].text


def test_every_state_of_a_visit_is_walked(world):
    with world.app.app_context():
        constraint = next(each for each in Inspection.__table__.constraints if str(each.name).endswith("state"))
    assert set(re.findall(r"'(\w+)'", str(constraint.sqltext))) == set(STEPS)
