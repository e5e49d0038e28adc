"""A visit on the phone: whole or not at all, whatever closes the page."""

import json
from pathlib import Path

import pytest

from tests.js.offline.stand_in import LAN, MEI, ZEROS, sha256

pytestmark = pytest.mark.browser
FIXTURES = Path(__file__).parent / "data"
ANSWER = "const visit = await visits.load(given); await visits.setAnswer(visit, 'i1', { verdict: 'pass' });"
PHOTO = """const visit = await visits.load(given);
await visits.addPhoto(visit, 'i1', { bytes: picture(7, 5000), type: 'image/jpeg', name: 'a.jpg',
  taken_at: '2026-11-21T10:00:00.000+08:00', place: { latitude: 35.5, longitude: 106.6, accuracy: 12 },
  thumb: picture(3, 50), marks: picture(11, 600) });"""


def test_an_answer_is_there_after_the_page_is_gone(phone):
    draft = phone.begin()
    phone.run(ANSWER, draft)
    phone.tab.close()
    phone.tab = phone.open()
    visit = phone.run("return visits.load(given)", draft)
    assert visit["items"]["i1"]["inputs"] == {"verdict": "pass"}
    assert (visit["seq"], visit["acked_seq"], visit["state"], visit["format"]) == (1, 0, "draft", 1)


def test_the_same_task_gives_the_same_draft_and_unplanned_visits_each_their_own(phone):
    assert phone.begin() == phone.begin()
    assert phone.begin(task=None) != phone.begin(task=None)
    assert phone.begin(account=LAN) != phone.begin(account=MEI)


def test_two_tabs_beginning_the_same_task_at_once_get_one_draft(phone):
    phone.sign_in()
    wanted = {"account": MEI["id"], "task": "T9", "site": {"id": "S", "name": "s"}, "version": "V"}
    drafts = phone.run("return Promise.all([visits.begin(given), visits.begin(given), visits.begin(given)])", wanted)
    assert len(set(drafts)) == 1


def test_a_photo_is_raw_bytes_under_its_hash_with_time_and_place(phone):
    draft = phone.begin()
    phone.run(PHOTO, draft)
    stored = phone.stored(draft)
    data = bytes((place * 7 + 7) % 251 for place in range(5000))
    photo = stored["visit"]["items"]["i1"]["photos"][0]
    assert photo["sha256"] == sha256(data) and [photo["sha256"], 5000, 5000] in stored["bytes"]
    assert (photo["latitude"], photo["longitude"], photo["accuracy"]) == ("35.5000000", "106.6000000", "12.0")
    assert photo["marks"] in [sha for sha, *_ in stored["bytes"]]
    assert "latitude" in stored["entries"][0]["content"]
    kinds = phone.run("return (await db.all('bytes')).map(({ bytes }) => bytes.constructor.name)")
    assert set(kinds) == {"ArrayBuffer"}


def test_a_blob_is_turned_into_bytes_and_nothing_at_all_is_refused(phone):
    draft = phone.begin()
    add = """const visit = await visits.load(given);
    await visits.addPhoto(visit, 'i1', { bytes: %s, type: 'image/png', name: 'x', taken_at: 't' })"""
    phone.run(add % "new Blob([picture(5, 40)])", draft)
    assert phone.refused(add % "new Blob([])", draft) == "EmptyBytes"
    assert len(phone.stored(draft)["entries"]) == 1
    assert phone.run("return (await db.all('bytes')).map(({ bytes }) => bytes.constructor.name)") == ["ArrayBuffer"]


def test_every_kind_of_change_is_one_link_of_a_chain_that_verifies(phone):
    draft = phone.begin()
    phone.run(PHOTO, draft)
    phone.run(
        """const visit = await visits.load(given);
        await visits.setAnswer(visit, 'i1', { verdict: 'fail', note: '引号" 和 𠮷' });
        await visits.setAttribute(visit, '规模', '大');
        await visits.withdrawPhoto(visit, 'i1', visit.items.i1.photos[0].sha256);
        await visits.sign(visit, { bytes: picture(2, 90), signer: '梅' });
        await visits.submit(visit);""",
        draft,
    )
    stored = phone.stored(draft)
    kinds = [entry["kind"] for entry in stored["entries"]]
    assert kinds == ["photo", "answer", "attribute", "withdraw", "signature", "submit"]
    previous = ZEROS
    for number, entry in enumerate(stored["entries"], 1):
        bare = {name: value for name, value in entry.items() if name not in ("hash", "draft")}
        canonical = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["hash"] == sha256(canonical) and entry["previous"] == previous and entry["seq"] == number
        previous = entry["hash"]
    assert stored["visit"]["head"] == previous and stored["visit"]["seq"] == 6
    assert stored["visit"]["items"]["i1"]["photos"][0]["withdrawn"]
    bare = "(await db.all('entries')).map(({ draft, ...each }) => each)"
    assert phone.run(f"return chain.verify({bare})")
    assert not phone.run(f"const entries = {bare}; entries[1].content.inputs.note = 'x'; return chain.verify(entries)")
    assert not phone.run(f"const entries = {bare}; entries.splice(2, 1); return chain.verify(entries)")


def test_a_photo_is_withdrawn_once_and_one_that_is_not_there_not_at_all(phone):
    draft = phone.begin()
    phone.run(PHOTO, draft)
    withdraw = (
        "const visit = await visits.load(given); for (const key of [%s]) await visits.withdrawPhoto(visit, 'i1', key)"
    )
    phone.run(withdraw % "visit.items.i1.photos[0].sha256, visit.items.i1.photos[0].sha256, null, 'x'", draft)
    assert [entry["kind"] for entry in phone.stored(draft)["entries"]] == ["photo", "withdraw"]


def test_changes_made_at_once_follow_one_another(phone):
    draft = phone.begin()
    phone.run(
        """const visit = await visits.load(given);
        const numbers = Array.from({ length: 30 }, (_, n) => n);
        await Promise.all(numbers.map((n) => visits.setAnswer(visit, `i${n % 7}`, { n: String(n) })));""",
        draft,
    )
    stored = phone.stored(draft)
    assert [entry["content"]["inputs"]["n"] for entry in stored["entries"]] == [str(n) for n in range(30)]
    assert stored["visit"]["items"]["i6"]["inputs"] == {"n": "27"}


def test_a_submitted_visit_takes_no_more_changes(phone):
    draft = phone.begin()
    phone.run(ANSWER + "await visits.submit(visit);", draft)
    assert phone.refused(ANSWER, draft) == "Frozen"
    assert len(phone.stored(draft)["entries"]) == 2


def test_two_tabs_on_one_draft_do_not_overwrite_each_other(phone):
    draft, other = phone.begin(), phone.open()
    hold = "globalThis.visit = await visits.load(given);"
    phone.run(hold, draft)
    phone.run(hold, draft, tab=other)
    answer = "await visits.setAnswer(globalThis.visit, given[0], { by: given[1] });"
    phone.run(answer, ["i1", "first"])
    assert phone.refused(answer, ["i2", "second"], tab=other) == "ChangedElsewhere"
    phone.run(hold, draft, tab=other)
    phone.run(answer, ["i2", "second"], tab=other)
    items = phone.stored(draft)["visit"]["items"]
    assert {name: item["inputs"]["by"] for name, item in items.items()} == {"i1": "first", "i2": "second"}


def test_another_account_does_not_see_the_visit(phone):
    draft = phone.begin()
    phone.run(ANSWER, draft)
    phone.sign_in(LAN)
    assert phone.run("return visits.load(given)", draft) is None
    assert phone.run("return visits.list(given)", LAN["id"]) == []
    phone.sign_in(MEI)
    assert [each["id"] for each in phone.run("return visits.list(given)", MEI["id"])] == [draft]


def test_the_list_says_how_far_a_visit_is(phone):
    draft = phone.begin()
    phone.run(ANSWER, draft)
    phone.run(PHOTO, draft)
    [row] = phone.run("return visits.list(given)", MEI["id"])
    assert (row["answered"], row["waiting"], row["state"], row["bytes"], row["last_error"]) == (
        1,
        True,
        "draft",
        5000,
        None,
    )


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("format-*.json")), ids=lambda file: file.stem)
def test_a_draft_of_every_released_format_opens_and_goes_on(phone, file):
    phone.sign_in()
    stored = json.loads(file.read_text())
    phone.run(
        "for (const [store, rows] of Object.entries(given)) for (const row of rows) await db.put(store, row)", stored
    )
    draft = stored["visits"][0]["id"]
    visit = phone.run("return visits.load(given)", draft)
    assert visit["format"] == 1 and visit["items"]["01ITEM00000000000000000001"]["inputs"] == {"verdict": "pass"}
    phone.run(ANSWER, draft)
    assert phone.run("return chain.verify((await db.all('entries')).map(({ draft, ...each }) => each))")


def test_an_older_format_goes_through_every_step_and_a_newer_one_is_refused(phone):
    steps = "const steps = { 1: (v) => ({ ...v, b: v.a }), 2: (v) => ({ ...v, c: v.b }) };"
    assert phone.run(steps + "return formats.upgrade({ format: 1, a: 5 }, steps, 3)") == {
        "format": 3,
        "a": 5,
        "b": 5,
        "c": 5,
    }
    assert phone.refused("return formats.upgrade({ format: 2 })") == "NewerFormat"


def test_a_visit_that_the_server_gave_back_is_open_in_the_same_draft(phone):
    draft = phone.begin()
    phone.run(ANSWER + "await visits.submit(visit);", draft)
    shown = [{"id": name, "thumb": "/t", "url": "/u", "alt": "照片", "caption": ""} for name in ("P1", "P2")]
    back = {
        "id": "INSP", "state": "returned", "row_version": 7, "attributes": {"规模": "小"},
        "items": {
            "A1": {"id": "i1", "inputs": {"verdict": "fail"}, "revision": 3, "returned": "请补照片", "photos": shown},
            "A2": {"id": "i2", "inputs": {"verdict": "pass"}, "revision": 1, "locked": True, "photos": []},
        },
    }  # fmt: skip
    wanted = {"account": MEI["id"], "task": "T1", "site": {"id": "S1", "name": "煤场"}, "version": "V1", "visit": back}
    assert phone.run("return visits.begin(given)", wanted) == draft
    assert phone.run("return visits.load(given)", draft)["state"] == "submitted"  # its own work comes first
    phone.run(
        """const visit = await db.get('visits', given);
        await db.put('visits', { ...visit, acked_seq: visit.seq, state: 'received' })""",
        draft,
    )
    assert phone.run("return visits.begin(given)", wanted) == draft
    visit = phone.run("return visits.load(given)", draft)
    assert visit["state"] == "draft" and visit["items"]["i1"]["returned"] == "请补照片"
    assert visit["items"]["i1"]["base_revision"] == 3
    assert [each["server"]["id"] for each in visit["items"]["i1"]["photos"]] == ["P1", "P2"]
    assert (
        phone.refused("const v = await visits.load(given); await visits.setAnswer(v, 'i2', { verdict: 'na' })", draft)
        == "Frozen"
    )
    phone.run("const v = await visits.load(given); await visits.setAnswer(v, 'i1', { verdict: 'pass' })", draft)
    assert phone.run("return visits.begin(given)", wanted) == draft
    assert phone.run("return visits.load(given)", draft)["items"]["i1"]["inputs"] == {"verdict": "pass"}
