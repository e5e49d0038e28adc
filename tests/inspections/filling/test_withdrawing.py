"""A task is taken back on a page that asks: with a reason, and what becomes of the visit that was begun."""

import pytest

from accounts.roles import Role
from core.db import db, unit_of_work
from core.errors import Invalid
from inspections.filling import services, withdrawing
from inspections.filling.sync.clocks import Began
from inspections.filling.sync.visits import Visit, reason_to_hold
from inspections.planning.models import Task
from inspections.visits.entries import Entry
from inspections.visits.models import Inspection
from inspections.visits.states import WrongState
from tests.builders import NOW, make_account, make_inspection, make_site, make_task
from tests.opened import untouched


@pytest.fixture
def visit(any_session):
    return make_inspection()


def _answer(visit) -> None:
    item = visit.checklist_version.items[0]
    services.save_answer(visit.inspector, visit, item, Entry("pass"), NOW)


def _held(visit) -> str | None:
    began = Began(visit.started_at, visit.started_at, visit.started_at, False)
    whole = Visit(visit.task, visit.site, visit.checklist_version, visit)
    return reason_to_hold(visit.inspector, whole, began, True)


def test_a_visit_that_was_begun_asks_whether_it_is_kept_or_closed(visit):
    with pytest.raises(Invalid) as asked:
        withdrawing.withdraw(visit.task.created_by, visit.task, "单位停业", None)
    assert "visit" in asked.value.fields and visit.task.state == "open"


def test_a_visit_that_is_kept_can_be_finished_at_the_desk_and_from_a_phone(visit):
    withdrawing.withdraw(visit.task.created_by, visit.task, "改由他人承担", "keep")
    _answer(visit)
    services.submit(visit.inspector, visit, NOW)
    assert (visit.task.state, visit.state, _held(visit)) == ("cancelled", "submitted", "closed")


def test_a_visit_that_is_closed_takes_nothing_more_and_keeps_what_it_has(visit):
    _answer(visit)
    withdrawing.withdraw(visit.task.created_by, visit.task, "单位停业", "close")
    for act in (lambda: services.set_attributes(visit.inspector, visit, {}), lambda: _submit(visit)):
        with pytest.raises(WrongState) as refused:
            act()
        assert "任务已撤回" in refused.value.text
    assert (_held(visit), len(visit.answers), visit.state) == ("task_over", 1, "draft")


def _submit(visit) -> None:
    services.submit(visit.inspector, visit, NOW)


@pytest.mark.parametrize("choice", ["keep", "close", None])
def test_a_visit_that_was_handed_in_is_not_taken_back(visit, choice):
    _answer(visit)
    services.submit(visit.inspector, visit, NOW)
    with pytest.raises(withdrawing.AlreadySubmitted):
        withdrawing.withdraw(visit.task.created_by, visit.task, "单位停业", choice)
    assert visit.task.state == "open"


@pytest.fixture
def township(app):
    """A supervisor with a task that nobody began, one that is begun, and their ids."""
    with app.app_context(), unit_of_work():
        site = make_site()
        make_account("zhuguan", Role.SUPERVISOR, areas=[site.area])
        inspector = make_account("jia", Role.INSPECTOR)
        fresh, begun = (make_task(site=site, inspectors=[inspector]) for _ in range(2))
        return {"fresh": fresh.id, "begun": begun.id, "visit": make_inspection(begun).id}


def _state(app, task_id: str) -> str:
    with app.app_context():
        return db.session.get(Task, task_id).state


def test_the_page_asks_before_a_task_is_taken_back_and_says_the_reason_afterwards(app, township, sign_in):
    client, address = sign_in("zhuguan"), f"/tasks/{township['fresh']}/withdraw"
    assert f'href="{address}"' in client.get(f"/tasks/{township['fresh']}").text
    page = client.get(address).text
    assert "撤回任务" in page and "已开始的检查" not in page and _state(app, township["fresh"]) == "open"
    assert "请写明撤回理由" in client.post(address, data=untouched(page)).text
    assert _state(app, township["fresh"]) == "open"
    shown = client.post(address, data={"reason": "单位停业"}, follow_redirects=True).text
    assert "单位停业" in shown and _state(app, township["fresh"]) == "cancelled"
    assert "单位停业" in sign_in("jia").get(f"/tasks/{township['fresh']}").text


@pytest.mark.parametrize(("choice", "opens"), [("keep", 200), ("close", 302)])
def test_the_inspectors_form_stays_open_only_for_a_visit_that_is_kept(app, township, sign_in, choice, opens):
    client, address = sign_in("zhuguan"), f"/tasks/{township['begun']}/withdraw"
    assert "请选择保留或关闭" in client.post(address, data={"reason": "单位停业"}).text
    assert _state(app, township["begun"]) == "open"
    client.post(address, data={"reason": "单位停业", "visit": choice})
    assert _state(app, township["begun"]) == "cancelled"
    assert sign_in("jia").get(f"/inspections/{township['visit']}/form").status_code == opens


def test_a_visit_that_was_handed_in_has_no_page_to_take_its_task_back(app, township, sign_in):
    with app.app_context(), unit_of_work():
        visit = db.session.get(Inspection, township["visit"])
        _answer(visit)
        services.submit(visit.inspector, visit, NOW)
    client, address = sign_in("zhuguan"), f"/tasks/{township['begun']}/withdraw"
    for answer in (client.get(address), client.post(address, data={"reason": "单位停业"})):
        assert answer.status_code == 409 and "已提交审核" in answer.text
    assert _state(app, township["begun"]) == "open"


def test_the_same_task_asks_first_on_the_page(app, sign_in):
    with app.app_context(), unit_of_work():
        task = make_task()
        supervisor = task.created_by
        given = {"site": task.site_id, "checklist": task.checklist_version_id, "inspectors": task.inspectors[0].id}
        username = supervisor.username
    client = sign_in(username)
    given["due_on"] = "2098-01-01"
    page = client.post("/tasks/new", data=given).text
    assert "已有相同任务，仍然下达" in page and "未完成任务" in page
    with app.app_context():
        assert db.session.query(Task).count() == 1
    client.post("/tasks/new", data=given | {"again": "y"})
    with app.app_context():
        assert db.session.query(Task).count() == 2


@pytest.mark.parametrize(("choice", "offered"), [("keep", True), ("close", False)])
def test_the_inspectors_page_leads_on_only_to_a_visit_that_is_kept(app, township, sign_in, choice, offered):
    address = f"/tasks/{township['begun']}"
    sign_in("zhuguan").post(f"{address}/withdraw", data={"reason": "单位停业", "visit": choice})
    page = sign_in("jia").get(address).text
    assert ("继续检查或查看结果" in page) is offered and ("可以继续完成并提交" in page) is offered
