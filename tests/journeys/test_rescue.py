"""A phone that cannot send writes a rescue file; at the supervisor's desk the whole visit comes out of it."""

import base64

import pytest

from core.db import db
from inspections.filling.sync.models import ChainEntry, HandedIn, Packet
from inspections.review.models import Rescue
from inspections.visits.models import Answer, Evidence, Inspection, Signature
from tests.conftest import make_app
from tests.journeys.hand import photo, pick
from tests.journeys.phone_store import answer_all_unable, at_home, hand_in, take_first
from tests.phone import sha256

pytestmark = pytest.mark.browser
PASSPHRASE = "煤场 rescue 2026"
KEPT_TABLES = (Inspection, Answer, Evidence, Signature, ChainEntry, HandedIn, Packet, Rescue)
# Everything that the phone holds of a visit, as it holds it.
HELD = """async draft => {
  const { all } = await import('/static/js/offline/db.js');
  const coded = bytes => btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join(''));
  const rows = (await all('bytes')).map(({ sha256, bytes }) => [sha256, coded(bytes)]);
  const entries = (await all('entries')).filter(entry => entry.draft === draft);
  return { bytes: Object.fromEntries(rows), entries: entries.sort((a, b) => a.seq - b.seq) };
}"""


def _fill(phone) -> str:
    """A visit with words, photos and a signature, handed in where nothing can be sent."""
    phone.context.set_offline(True)
    phone.goto("/phone")
    phone.get_by_role("button", name="开始检查").first.click()
    phone.wait_for_url("**/forms/*#*")
    phone.wait_for_selector("[data-ready]")
    draft = phone.url.partition("#")[2]
    answer_all_unable(phone, draft)
    phone.reload()
    phone.wait_for_selector("[data-ready]")
    pick(phone, "attribute-new_shed", "no")
    for number, code in enumerate(("A11", "A12"), 1):
        phone.set_input_files(f'[name="{code}-photos"]', photo(number))
        phone.locator(f'[data-photos="{code}"] li.photo').wait_for()
    phone.locator("[data-sign]").click()
    phone.get_by_label("签字人姓名").fill("王经理")
    phone.locator("label", has_text="以键入的姓名签字").click()
    phone.get_by_role("button", name="确认").click()
    phone.locator("[data-sign]", has_text="王经理").wait_for()
    hand_in(phone)
    phone.wait_for_url("**/phone/result*")
    return draft


def _rescue_file(phone, folder) -> bytes:
    """What the outbox gives to be saved."""
    phone.goto("/phone/outbox")
    phone.locator("[data-list] > li").first.wait_for()
    phone.get_by_role("button", name="救援文件").click()
    phone.get_by_label("口令", exact=True).fill(PASSPHRASE)
    phone.get_by_label("再输一次口令").fill(PASSPHRASE)
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="生成文件").click()
    saved.value.save_as(folder / "saved.rescue")
    assert saved.value.suggested_filename.endswith(".rescue")
    return (folder / "saved.rescue").read_bytes()


def _import(desk, data: bytes, passphrase: str, words: str) -> None:
    desk.goto("/review/rescue")
    file = {"name": "saved.rescue", "mimeType": "application/octet-stream", "buffer": data}
    desk.get_by_label("救援文件").set_input_files(file)
    desk.get_by_label("口令").fill(passphrase)
    desk.get_by_role("button", name="打开并导入").click()
    desk.get_by_text(words).wait_for()


@pytest.fixture
def kept(server, instance):
    """The server's own application, to look at what it keeps."""
    app = make_app(instance)

    def look(at):
        with app.app_context():
            try:
                return at(app)
            finally:
                db.session.rollback()
                db.engine.dispose()

    return look


def _counts(app) -> dict[str, int]:
    return {table.__tablename__: db.session.query(table).count() for table in KEPT_TABLES}


def _is_whole(held: dict, draft: str):
    """Every entry with its hash and every byte of the phone is at the server, and the visit is submitted."""

    def look(app) -> None:
        rows = db.session.scalars(db.select(ChainEntry).where(ChainEntry.draft_id == draft).order_by(ChainEntry.seq))
        told = [(row.seq, row.kind, row.content, row.previous, row.hash) for row in rows]
        names = ("seq", "kind", "content", "previous", "hash")
        assert told == [tuple(entry[name] for name in names) for entry in held["entries"]]
        assert {"answer", "attribute", "photo", "signature", "submit"} <= {kind for _, kind, *_ in told}
        store = app.extensions["evidence"]
        named = {entry["content"]["sha256"] for entry in held["entries"] if "sha256" in entry["content"]}
        assert named <= set(held["bytes"]) and len(named) == 3
        for digest in named:
            data = base64.b64decode(held["bytes"][digest])
            assert sha256(data) == digest and store.get(digest) == data
        visit = db.session.scalars(db.select(Inspection)).one()
        assert visit.state == "submitted" and visit.inspector.username == "jiancha"
        assert {each.sha256 for each in visit.evidence} < named
        assert db.session.scalars(db.select(Signature)).one().signer == "王经理"
        assert db.session.scalars(db.select(Rescue)).one().imported_by.username == "zhuguan"

    return look


def test_the_file_of_a_real_phone_brings_the_whole_visit_and_a_spoilt_one_nothing(person, kept, tmp_path):
    phone, desk = person("jiancha"), person("zhuguan", width=1280, height=800)
    at_home(phone)
    take_first(phone)
    draft = _fill(phone)
    data, held = _rescue_file(phone, tmp_path), phone.evaluate(HELD, draft)
    before = kept(_counts)

    _import(desk, data, "记错了", "口令不对，文件没有打开")
    _import(desk, data[: len(data) // 2], PASSPHRASE, "文件不完整，可能没有拷贝完，没有导入任何内容")
    assert kept(_counts) == before and before["packet"] == 0

    _import(desk, data, PASSPHRASE, "已接收")
    kept(_is_whole(held, draft))
    after = kept(_counts)
    _import(desk, data, PASSPHRASE, "早已在服务器上")
    assert kept(_counts) == after

    phone.context.set_offline(False)
    phone.goto("/phone/outbox")
    phone.get_by_role("button", name="立即发送").click()
    phone.locator("[data-waiting]", has_text="没有").wait_for()
    again = kept(_counts)
    assert {name: again[name] for name in again if name != "packet"} == {n: after[n] for n in after if n != "packet"}
