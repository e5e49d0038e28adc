"""A document that has lapsed is gone on with by a decision that is registered: who, why, until when."""

import json
from datetime import date, timedelta

import pytest

from accounts.audit import record
from accounts.models import AuditEntry
from accounts.roles import Role
from checklists.standards import keeping
from checklists.standards.models import ValidityOverride
from checklists.standards.queries import applies_on
from checklists.standards.validity import NotInForce
from core.clock import today
from core.db import db, unit_of_work
from core.errors import Invalid
from inspections.filling import services
from tests.builders import NOW, make_account, make_document, make_site, make_task
from tests.opened import untouched

LAPSED, DAY, UNTIL = date(2026, 1, 1), date(2026, 11, 18), date(2026, 12, 31)


def _lapsing(version, day=LAPSED):
    record(None, "test.build", version)
    version.effective_to = day
    db.session.flush()
    return version


@pytest.fixture
def version(any_session):
    return _lapsing(make_document([("一", "总则")])[0])


def _keep(version, decided_by="县政府常务会议", reason="新办法尚未印发", until=UNTIL):
    chief = make_account(role=Role.SUPERVISOR)
    return keeping.keep_in_force(chief, version, decided_by, reason, until, DAY)


def test_a_lapsed_document_applies_again_until_the_day_that_was_decided(version):
    assert not applies_on(version, DAY)
    decision = _keep(version)
    assert (applies_on(version, DAY), applies_on(version, UNTIL)) == (True, True)
    assert not applies_on(version, UNTIL + timedelta(days=1))
    assert keeping.list_decisions(version) == [decision]


def test_the_decision_is_on_the_trail_with_who_why_and_until_when(version):
    decision = _keep(version)
    line = db.session.query(AuditEntry).filter_by(action="document.keep", object_id=decision.id).one()
    after = json.loads(line.body)["after"]
    assert (after["decided_by"], after["reason"], after["until"]) == ("县政府常务会议", "新办法尚未印发", "2026-12-31")


@pytest.mark.parametrize(
    ("field", "given"),
    [("decided_by", " "), ("reason", "\n"), ("until", date(2026, 11, 17)), ("until", date(2025, 12, 31))],
)
def test_a_decision_without_a_person_a_reason_or_a_day_to_come_is_refused(version, field, given):
    with pytest.raises(Invalid) as refused:
        _keep(version, **{field: given})
    assert field in refused.value.fields and keeping.list_decisions(version) == []


def test_a_document_without_an_end_needs_no_decision(any_session):
    with pytest.raises(keeping.NeverLapses):
        _keep(make_document([("一", "总则")])[0])


def test_a_visit_begins_by_a_lapsed_document_only_after_the_decision(any_session):
    task = make_task()
    version = _lapsing(task.checklist_version.document_version)
    with pytest.raises(NotInForce) as refused:
        services.start(task.inspectors[0], task, NOW)
    assert "登记沿用决定" in refused.value.text
    _keep(version)
    assert services.start(task.inspectors[0], task, NOW).state == "draft"


@pytest.fixture
def office(app):
    """A lapsed document with a task that needs it, and people; the id of its version and of the task."""
    with app.app_context(), unit_of_work():
        site, inspector = make_site(), make_account("jiancha", Role.INSPECTOR)
        supervisor = make_account("zhuguan", Role.SUPERVISOR, areas=[site.area])
        make_account("bianzhi", Role.EDITOR)
        task = make_task(site=site, inspectors=[inspector], supervisor=supervisor)
        return {"version": _lapsing(task.checklist_version.document_version).id, "task": task.id}


def test_the_page_stands_where_the_message_sends_people(app, office, sign_in):
    inspector, supervisor = sign_in("jiancha"), sign_in("zhuguan")
    shown = f"/documents/{office['version']}"
    refused = inspector.post(f"/tasks/{office['task']}/start")
    assert refused.status_code == 422 and "请主管在“文件”中打开该文件" in refused.text
    page = supervisor.get(shown).text
    assert f'href="{shown}/keep"' in page and "登记沿用决定" in page
    sent = untouched(supervisor.get(f"{shown}/keep").text)
    assert "请填写这一项" in supervisor.post(f"{shown}/keep", data=sent).text
    until = (today() + timedelta(days=30)).isoformat()
    given = {"decided_by": "县政府常务会议", "reason": "新办法尚未印发", "until": until}
    after = supervisor.post(f"{shown}/keep", data=given, follow_redirects=True).text
    assert "县政府常务会议" in after and "新办法尚未印发" in after
    assert inspector.post(f"/tasks/{office['task']}/start").status_code == 302


@pytest.mark.parametrize("name", ["jiancha", "bianzhi"])
def test_others_read_the_decision_and_register_none(app, office, sign_in, name):
    client, shown = sign_in(name), f"/documents/{office['version']}"
    assert f'href="{shown}/keep"' not in client.get(shown).text
    given = {"decided_by": "我", "reason": "想", "until": "2099-01-01"}
    assert client.post(f"{shown}/keep", data=given).status_code == 403
    with app.app_context():
        assert db.session.query(ValidityOverride).count() == 0
