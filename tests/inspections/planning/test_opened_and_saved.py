"""The supervisor opens a site or gives a task: the page shows what stands, and saving it so writes nothing."""

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from core.db import db, unit_of_work
from inspections.planning.models import Site, Task
from tests.builders import make_account, make_area, make_checklist, make_organisation, make_site
from tests.opened import untouched

ATTRIBUTES = [
    {"name": "new", "label": "新建？", "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]}
]


@pytest.fixture
def county(app):
    """A supervisor of three townships, a site of the second's enterprise, two inspectors; ids by name."""
    with app.app_context(), unit_of_work():
        area = make_area("县")
        firms = [make_organisation(f"企业{n}", area=make_area(f"乡{n}", area)) for n in (1, 2, 3)]
        site = make_site(firms[1], "配送点", "depot", {"new": "no", "asked_before": "yes"})
        make_account("zhuguan", Role.SUPERVISOR, areas=[area])
        people = [make_account(name, Role.INSPECTOR).id for name in ("jia", "yi")]
        version = make_checklist(attributes=ATTRIBUTES)
        return {"site": site.id, "other": firms[0].id, "people": people, "version": version.id}


def _site(app, site_id: str) -> tuple:
    with app.app_context():
        row, edits = db.session.get(Site, site_id), db.session.query(AuditEntry).filter_by(action="site.save").count()
        return (row.organisation_id, row.area_id, row.name, row.kind, row.address, dict(row.attributes), edits)


def test_a_site_that_is_opened_and_saved_stays_as_it_is(app, county, sign_in):
    client, address, before = sign_in("zhuguan"), f"/sites/{county['site']}/edit", _site(app, county["site"])
    answer = client.post(address, data=untouched(client.get(address).text))
    assert answer.status_code == 302
    assert _site(app, county["site"]) == before


def test_an_answer_that_no_checklist_asks_for_today_is_not_forgotten(app, county, sign_in):
    client, address = sign_in("zhuguan"), f"/sites/{county['site']}/edit"
    client.post(address, data=untouched(client.get(address).text) | {"attribute_new": "yes"})
    assert _site(app, county["site"])[5] == {"new": "yes", "asked_before": "yes"}


def test_a_task_can_be_given_to_one_of_two_inspectors(app, county, sign_in):
    client = sign_in("zhuguan")
    page = client.get(f"/tasks/new?site={county['site']}").text
    boxes = [tag for tag in page.split("<") if tag.startswith("input") and 'name="inspectors"' in tag]
    assert len(boxes) == 2 and not [tag for tag in boxes if "required" in tag]
    given = {"site": county["site"], "checklist": county["version"], "due_on": "2099-01-01"}
    client.post("/tasks/new", data=untouched(page) | given | {"inspectors": county["people"][:1]})
    with app.app_context():
        assert [each.username for each in db.session.query(Task).one().inspectors] == ["jia"]
