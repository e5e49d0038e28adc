"""Taking along: tasks, bundles, the memory of a site; as many statements for many items as for few."""

import pytest

from accounts.models import Account
from core.clock import today, utc_now
from core.db import db, unit_of_work
from inspections.planning import services as planning
from inspections.planning.models import Site
from inspections.review import services as review
from inspections.visits.queries import find_of_task
from tests.builders import make_checklist
from tests.inspections.filling.test_budget import _statements
from tests.phone import sha256


def test_take_along_lists_open_tasks_and_published_checklists(world):
    body = world.clients["jiancha"].get("/api/take-along").json
    assert body["account"] == {"id": world.ids["jiancha"], "name": "jiancha某"} and body["offline_days"] == 30
    task = next(each for each in body["tasks"] if each["id"] == world.task)
    assert (task["site"]["id"], task["version"], task["inspection"], task["state"]) == (
        world.site,
        world.version,
        None,
        "open",
    )
    assert task["site"]["code"] == world.site[-8:] and task["bundle_bytes"] > 0
    assert {each["version"] for each in body["checklists"]} == {world.version, world.asking}
    assert world.clients["waren"].get("/api/take-along").json["tasks"] == []


def test_the_bundle_holds_the_checklist_the_visit_and_what_this_site_did_before(world):
    phone = world.phone()
    phone.answer(world.a01, state="pass")
    phone.answer(world.a02, reading="5.6", note="檐口")
    phone.photo(world.a02, world.jpeg(9))
    phone.send(submit=True)
    with world.app.app_context(), unit_of_work():
        people = [db.session.get(Account, world.ids[name]) for name in ("zhuguan", "tongban")]
        review.approve(people[0], find_of_task(world.task), utc_now())
        version = db.session.get(Site, world.site) and _version(world)
        again = planning.create_task(people[0], world.site, version, people[1:], today(), "", utc_now(), again=True).id
    client = world.clients["tongban"]
    body = client.get(f"/api/tasks/{again}/bundle").json
    assert [item["code"] for item in body["version"]["items"]] == ["A01", "A02"] and body["visit"] is None
    assert body["version"]["items"][0]["clause"]["quote"] == "高度不低于6米"
    told = body["memory"][world.a02]
    assert (told["state"], told["fails"], told["note"]) == ("fail", 1, "檐口") and "inputs" not in told
    assert client.get(told["photo"]["url"]).status_code == 200
    assert [each["sha256"] for each in body["evidence"]] == [told["photo"]["sha256"]]
    assert world.clients["waren"].get(told["photo"]["url"]).status_code == 404
    assert client.get(f"/api/tasks/{world.task}/bundle").json["visit"]["items"]["A01"]["revision"] == 1


def test_the_photos_of_a_visit_carry_the_hash_by_which_the_phone_knows_its_own(world):
    phone, shot = world.phone(), world.jpeg(3)
    phone.photo(world.a02, shot)
    phone.send()
    visit = world.clients["jiancha"].get(f"/api/tasks/{world.task}/bundle").json["visit"]
    assert [each["sha256"] for each in visit["items"]["A02"]["photos"]] == [sha256(shot)]


def _version(world):
    from checklists.authoring.models import ChecklistVersion

    return db.session.get(ChecklistVersion, world.version)


def test_a_foreign_task_has_no_bundle(world):
    assert world.clients["waren"].get(f"/api/tasks/{world.task}/bundle").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("jiancha", 200), ("tongban", 200), ("waren", 404)])
def test_a_site_is_found_by_its_code_in_ones_areas_or_tasks(world, who, status):
    answer = world.clients[who].get(f"/api/sites/{world.site[-8:].lower()}")
    assert answer.status_code == status
    assert world.clients[who].get(f"/api/sites/{world.foreign_site[-8:]}").status_code == 404
    assert world.clients[who].get("/api/sites/%25").status_code == 404


@pytest.mark.parametrize("page", ["/api/take-along", "/api/tasks/{task}/bundle", "/api/versions/{version}/bundle"])
def test_as_many_statements_for_200_items_as_for_two(world, page):
    with world.app.app_context(), unit_of_work():
        long = make_checklist(items=[{"code": f"X{n:03}", "path": "二/1"} for n in range(200)])
        chief, own = (db.session.get(Account, world.ids[name]) for name in ("zhuguan", "jiancha"))
        task = planning.create_task(chief, world.site, long, [own], today(), "", utc_now())
        pairs = [(world.task, world.version), (task.id, long.id)]
    client = world.clients["jiancha"]
    client.get("/tasks")
    counts = [_statements(world.app, lambda t=t, v=v: client.get(page.format(task=t, version=v))) for t, v in pairs]
    assert counts[0] == counts[1] and 0 < counts[0] <= 20, counts
