"""A visit without a network: taken along, filled through two deaths of the browser, sent through a bad network."""

import random

import pytest
from playwright.sync_api import expect

from app import create_app
from core.blobs import sha256
from core.db import db
from inspections.filling.sync.models import Packet, Receipt
from inspections.visits.models import Answer, Evidence, Inspection, Signature
from tests.faults import county
from tests.faults.network import Network
from tests.faults.phone import Phone
from tests.faults.server import Server
from tests.journeys.hand import photo
from tests.journeys.phone_store import hand_in

pytestmark = pytest.mark.browser
ITEMS, PHOTOS = 100, 20


@pytest.fixture
def field(tmp_path, playwright):
    """A county with a hundred items and three tasks, its server, a network before it, one phone."""
    made = county.build(tmp_path / "instance", ITEMS, tasks=3)
    server = Server(tmp_path / "instance")
    server.start()
    network = Network(("127.0.0.1", server.port))
    phone = Phone(playwright, tmp_path / "phone", f"http://127.0.0.1:{network.port}")
    yield made, server, network, phone
    phone.stop()
    network.close()
    server.stop()


def _answer(page, code: str) -> tuple[str, str]:
    """Answer an item as its kind asks; what the server should hold as (state or reading, note)."""
    number = int(code[1:])
    if number % 5 == 0:
        reading = f"{6 + number / 100:g}"
        page.fill(f'[name="{code}-reading"]', reading)
        page.locator(f'[name="{code}-reading"]').blur()
        return reading, ""
    state = "fail" if number % 7 == 0 else "pass"
    page.locator(f'[data-box="{code}"] label:has([value="{state}"])').tap()
    expect(page.locator(f'[name="{code}-state"][value="{state}"]')).to_be_checked()
    note = f"{code} 现场所见" if state == "fail" else ""
    if note:
        page.fill(f'[name="{code}-note"]', note)
        page.locator(f'[name="{code}-note"]').blur()
    return state, note


def _photograph(page, code: str, number: int) -> None:
    before = page.locator(f'[data-photos="{code}"] li.photo').count()
    page.set_input_files(f'[name="{code}-photos"]', [photo(number)])
    expect(page.locator(f'[data-photos="{code}"] li.photo')).to_have_count(before + 1)


def _kept(page) -> None:
    page.wait_for_selector('[data-saved][data-state="saved"]')
    expect(page.locator("[data-saved]")).to_have_text("本机已存")


def _awake(phone):
    """The browser again, still in aeroplane mode, and the form that was open."""
    page = phone.start()
    phone.context.set_offline(True)
    page.goto("/phone")
    page.get_by_role("button", name="继续检查").first.tap()
    page.wait_for_selector("[data-fill][data-ready]")
    return page


def _bad_weather(seed: int):
    """A captive portal for a while, then an error, then an upload cut in the middle; from then on an honest network."""
    draw = random.Random(seed)
    faults = ["portal"] * 3 + ["error"]
    cut = {"left": 1}

    def choose(passing):
        if not passing.path.startswith("/api/"):
            return None
        if faults:
            return faults.pop(0), draw
        if passing.method == "PATCH" and cut["left"]:
            cut["left"] -= 1
            return "request_cut", draw
        return None

    return choose


def _sign_in_again(phone, page) -> None:
    """A killed browser may have lost its cookies; what it has stored waits for the same person."""
    page.goto("/login")
    if page.url.endswith("/login"):
        phone.sign_in(page, "jiancha")


def _send(page) -> None:
    """Back in the network: press until everything is received."""
    page.goto("/phone/outbox")
    waiting = page.locator("[data-waiting]")
    for _ in range(12):
        page.get_by_role("button", name="立即发送").tap()
        page.wait_for_function("() => !document.querySelector('[data-state-word]').textContent.includes('/')")
        if "没有" in waiting.inner_text():
            return
    raise AssertionError(f"not sent: {page.locator('main').inner_text()}")


def test_a_visit_in_aeroplane_mode_arrives_whole_and_once(field):
    made, server, network, phone = field
    page = phone.start()
    phone.sign_in(page, "jiancha")
    page.goto("/phone")
    page.get_by_role("button", name="全部带上").tap()
    expect(page.get_by_text("已带走")).to_have_count(3, timeout=30000)
    phone.context.set_offline(True)
    page.goto("/phone")
    page.get_by_role("button", name="开始检查").first.tap()
    page.wait_for_selector("[data-fill][data-ready]")
    codes, expected, photographed = list(made["items"]), {}, {}
    for number, code in enumerate(codes):
        if number in (37, 71):
            _kept(page)
            phone.kill()
            page = _awake(phone)
            for known, (said, note) in list(expected.items())[-5:]:
                name = "reading" if int(known[1:]) % 5 == 0 else "state"
                field_of = page.locator(f'[name="{known}-{name}"]' + (":checked" if name == "state" else ""))
                assert (field_of.input_value(), page.input_value(f'[name="{known}-note"]')) == (said, note)
        expected[code] = _answer(page, code)
        if number % 5 == 2:
            _photograph(page, code, number)
            photographed[code] = 1
    assert len(photographed) == PHOTOS
    page.locator("[data-sign]").tap()
    page.get_by_label("签字人姓名").fill("王经理")
    page.locator("label", has_text="以键入的姓名签字").tap()
    page.get_by_role("button", name="确认").tap()
    expect(page.locator("[data-sign]")).to_contain_text("王经理")
    _kept(page)
    hand_in(page)
    page.wait_for_url("**/phone/result*")

    phone.context.set_offline(False)
    _sign_in_again(phone, page)
    network.choose = _bad_weather(4)
    _send(page)
    assert {"portal", "error", "request_cut"} <= set(network.met)
    page.goto("/phone/receipts")
    page.locator("[data-list] a").first.tap()
    page.get_by_text("签名有效").wait_for()
    _compare(server.instance, made, expected, photographed)


def _compare(instance, made, expected, photographed) -> None:
    """What the server holds against what was done on the phone."""
    app = create_app({"INSTANCE_PATH": instance, "TESTING": True})
    with app.app_context():
        visit = db.session.scalars(db.select(Inspection)).one()
        assert visit.state == "submitted" and visit.task_id in made["tasks"]
        names = {id: code for code, id in made["items"].items()}
        held = {names[row.item_id]: row for row in db.session.scalars(db.select(Answer))}
        said = {code: ((row.value or {}).get("reading", row.state), row.note) for code, row in held.items()}
        assert said == expected
        photos = db.session.scalars(db.select(Evidence)).all()
        assert sorted(names[row.item_id] for row in photos) == sorted(photographed)
        store = app.extensions["evidence"]
        assert all(sha256(store.path(row.sha256).read_bytes()) == row.sha256 for row in photos)
        assert db.session.scalars(db.select(Signature)).one().signer == "王经理"
        assert len({row.draft_id for row in db.session.scalars(db.select(Packet))}) == 1
        last = db.session.scalars(db.select(Receipt).order_by(Receipt.sequence.desc())).first()
        assert set(last.body["evidence"]) >= {row.sha256 for row in photos}
        db.engine.dispose()
