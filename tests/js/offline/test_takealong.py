"""Taking along: what is needed is there and checked; a portal's page is not taken for the form."""

import pytest

from tests.js.offline.offered import SHOT, offer
from tests.js.offline.stand_in import LAN, MEI

pytestmark = pytest.mark.browser
LACK = "return takealong.missing('T1')"


@pytest.fixture
def offered(phone, world):
    """A task that the server offers, with one older photo."""
    offer(world)
    phone.sign_in()
    return world


def test_the_list_comes_with_sites_checklists_and_the_offline_term(phone, offered):
    phone.run("await takealong.refresh()")
    [row] = phone.run("return db.all('tasks', 'account', given)", MEI["id"])
    assert row["site"]["name"] == "城东煤场" and phone.run(LACK) == ["bundle"]
    assert phone.run("return db.setting('offline_days')") == 12
    assert phone.run("return (await db.all('sites'))[0].code") == "00000001"
    assert phone.run("return (await clock.reading()).server_seen_at") == "2026-11-21T03:00:00.000Z"


def test_a_task_taken_along_lacks_nothing(phone, offered):
    phone.run("await takealong.refresh()")
    steps = phone.run("const steps = []; await takealong.take('T1', (step) => steps.push(step)); return steps")
    assert steps[-1] == {"done": 3, "total": 3} and phone.run(LACK) == []
    assert phone.run("return (await takealong.sizes()).T1") > len(SHOT)
    assert phone.run("return (await (await caches.match('/forms/V1')).text())") == "<form data-version=V1>"
    phone.run("await takealong.refresh()")
    assert phone.run(LACK) == []
    draft = phone.begin("T1")
    assert phone.run("return (await visits.load(given)).total", draft) == 2


@pytest.mark.parametrize(
    "path, page, lack",
    [
        ("/forms/V1", b"<html>Welcome to our WiFi</html>", ["form", "photos"]),
        ("/forms/V1", b"<html>Sign in, then go on to /forms/V1</html>", ["form", "photos"]),
        ("/evidence/E1", b"<html>Welcome to our WiFi</html>", ["photos"]),
    ],
)
def test_what_a_portal_puts_in_its_place_is_not_taken(phone, offered, path, page, lack):
    offered.portal[path] = page
    assert phone.refused("await takealong.take('T1')") == "Refused"
    assert phone.run(LACK) == lack
    offered.portal.clear()
    phone.run("await takealong.take('T1')")
    assert phone.run(LACK) == []


@pytest.mark.parametrize("path, lack", [("/forms/V1", ["form", "photos"]), ("/evidence/E1", ["photos"])])
def test_what_does_not_come_whole_is_not_taken(phone, offered, path, lack):
    offered.broken_off.add(path)
    said = phone.run("return takealong.take('T1').then(() => '', (error) => error.code)")
    assert said == "unreachable"  # and not that the network asks for a sign-in
    assert phone.run(LACK) == lack


@pytest.mark.parametrize("kind, value", [("portal", 0), ("status", 401), ("status", 404), ("status", 500)])
def test_a_refused_refresh_keeps_what_was_taken(phone, offered, kind, value):
    phone.run("await takealong.refresh(); await takealong.take('T1')")
    offered.fault(kind, "GET /api/ta", times=2, value=value)
    assert phone.refused("await takealong.refresh()") == "Refused"
    assert phone.refused("await takealong.take('T1')") == "Refused"
    assert phone.run(LACK) == []


def test_a_task_no_longer_given_goes_with_its_photos_unless_it_was_begun(phone, offered):
    phone.run("await takealong.refresh(); await takealong.take('T1')")
    draft = phone.begin("T1")
    offered.answers["/api/take-along"]["tasks"] = []
    phone.run("await takealong.refresh()")
    assert phone.run(LACK) == []
    phone.run("await visits.remove(given, { confirmed: true }); await takealong.refresh()", draft)
    assert phone.run(LACK) == ["bundle"] and phone.run("return db.all('bytes')") == []
    assert phone.run("return (await db.all('versions')).length") == 1


def test_a_list_for_somebody_else_is_not_kept(phone, offered):
    phone.sign_in(LAN)
    assert phone.refused("await takealong.refresh()") == "Refused"
    assert phone.run("return db.all('tasks')") == []


def test_a_checklist_can_be_taken_for_visits_that_nobody_planned(phone, offered):
    phone.run("await takealong.takeVersion('V1')")
    assert phone.run("return (await db.get('versions', 'V1')).items.length") == 2
    assert phone.run("return Boolean(await caches.match('/forms/V1'))")


def test_readiness_says_each_thing(phone, offered):
    def states():
        return {each["name"]: each["state"] for each in phone.run("return readiness.check()")}

    assert list(states()) == ["https", "worker", "storage", "space", "camera", "place", "tasks", "term"]
    assert states()["tasks"] == "bad" and states()["https"] == "good" and states()["worker"] == "warn"
    phone.run("await takealong.refresh(); await takealong.take('T1')")
    assert states()["tasks"] == "good" and states()["term"] == "good"
    phone.run("const now = Date.now; Date.now = () => now() + 29 * 24 * 3600 * 1000")
    assert states()["term"] == "warn"
