"""A visit on WebKit, with the server away in the middle of it: what an iPhone does, as near as it can be had."""

import hashlib
import io

import pytest
from PIL import Image

from app import create_app
from core.blobs import BlobStore
from core.db import db
from inspections.filling.sync.models import Packet
from inspections.visits.models import Answer, Inspection
from tests.faults import county
from tests.faults.server import Server
from tests.journeys import webkit

pytestmark = pytest.mark.webkit
FORM = "[data-fill][data-ready]"
KEPT = '[data-saved][data-state="saved"], [data-saved][data-state="sending"], [data-saved][data-state="received"]'

PASSED = ("pass", None, "")
ANSWERED = {f"A00{number}": PASSED for number in (1, 3, 4, 6, 7)} | {
    "A002": ("fail", None, "围栏高度不够"),
    "A005": ("pass", {"reading": "6.5"}, ""),
    "A008": ("unable", None, "库房上锁"),
}


@pytest.fixture
def instance(tmp_path):
    """Where the server of this test keeps its data."""
    return tmp_path / "instance"


@pytest.fixture
def place(instance):
    """A county with one task of eight items."""
    return county.build(instance)


@pytest.fixture
def server(instance, place):
    """A real server that can be stopped and started again at the same address."""
    running = Server(instance)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def phone(server):
    """WebKit on a screen of its own."""
    with webkit.screen() as display:
        handset = webkit.Handset(server.address, display)
        yield handset
        handset.close()


def _photo(folder, colour) -> tuple[str, str]:
    """A JPEG small enough to be kept as it is: its path and its hash."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), colour).convert("RGB").save(out, "JPEG")
    path = folder / f"photo{colour}.jpg"
    path.write_bytes(out.getvalue())
    return str(path), hashlib.sha256(out.getvalue()).hexdigest()


def _add_photo(phone, item: str, photo: tuple[str, str]) -> None:
    path, sha256 = photo
    phone.find(f'input[name="{item}-photos"]')[0].send_keys(path)
    phone.see(f'li.photo[data-photo="{sha256}"]')


def _take_along(phone) -> None:
    phone.go("/phone", "html[data-ready]")
    phone.tap("[data-tasks] [data-take]")
    phone.until(lambda: not phone.find("[data-take].primary, [data-take]:disabled"), "taken along")
    phone.until(lambda: phone.driver.execute_script("return !!navigator.serviceWorker.controller"), "worker in charge")


def _begin(phone) -> None:
    phone.tap("[data-tasks] [data-begin]")
    phone.until(lambda: phone.find(FORM), "form")


def _photo_is_drawn(phone, sha256: str) -> None:
    script = "return arguments[0].complete && arguments[0].naturalWidth"
    image = phone.see(f'li.photo[data-photo="{sha256}"] img')
    phone.until(lambda: phone.driver.execute_script(script, image), "photo drawn")


def _value(phone, name: str) -> str:
    return phone.find(f'[name="{name}"]')[0].get_property("value")


def _chosen(phone, name: str) -> str:
    return phone.find(f'input[name="{name}"]:checked')[0].get_property("value")


def _send(phone) -> None:
    """By hand, from the outbox, until nothing waits and the visit is received."""
    phone.go("/phone/outbox", "html[data-ready]")
    phone.tap("[data-send]")
    phone.see("[data-list] .badge-done")


def _receipt_is_good(phone, photos) -> None:
    """The last receipt of this phone has a signature that holds and lists all photos."""
    phone.go("/phone/receipts", "html[data-ready]")
    phone.tap("[data-list] a")
    phone.see("[data-one] [data-verified].badge-done")
    phone.tap("[data-one] details summary")
    listed = {each.text for each in phone.find("[data-hashes] li")}
    assert {sha256 for _, sha256 in photos} <= listed


def _on_the_server(instance) -> tuple[list, dict, set]:
    """The states of its inspections, the answers by code, and the hashes of all evidence that packets name."""
    app = create_app({"INSTANCE_PATH": instance, "TESTING": True})
    with app.app_context():
        states = [str(each.state) for each in db.session.query(Inspection)]
        answers = {each.item.code: (each.state, each.value, each.note) for each in db.session.query(Answer)}
        named = {sha256 for packet in db.session.query(Packet) for sha256 in packet.manifest}
        db.session.remove()
        db.engine.dispose()
    return states, answers, named


def test_a_visit_outlives_the_server_s_absence_and_is_received_once(phone, server, instance, place, tmp_path):
    early, late = _photo(tmp_path, 40), _photo(tmp_path, 60)
    phone.sign_in("jiancha")
    _take_along(phone)
    _begin(phone)
    phone.choose("A001-state", "pass")
    phone.choose("A002-state", "fail")
    phone.write("[name=A002-note]", "围栏高度不够")
    phone.write("[name=A005-reading]", "6.5")
    _add_photo(phone, "A002", early)
    phone.see(KEPT)
    form = phone.driver.current_url

    server.stop()
    phone.driver.refresh()
    phone.until(lambda: phone.find(FORM), "form without the server")
    assert _chosen(phone, "A002-state") == "fail" and _value(phone, "A005-reading") == "6.5"
    _photo_is_drawn(phone, early[1])
    for code in ("A003", "A004", "A006"):
        phone.choose(f"{code}-state", "pass")
    _add_photo(phone, "A003", late)
    phone.see(KEPT)

    phone.new_window()
    phone.go(form.removeprefix(server.address), FORM)
    assert _value(phone, "A002-note") == "围栏高度不够" and _chosen(phone, "A006-state") == "pass"
    _photo_is_drawn(phone, early[1])
    _photo_is_drawn(phone, late[1])
    stored = phone.stored()
    assert set(stored.values()) == {"[object ArrayBuffer]"} and {early[1], late[1]} <= set(stored)
    phone.choose("A007-state", "pass")
    phone.choose("A008-state", "unable")
    phone.write("[name=A008-note]", "库房上锁")
    phone.see(KEPT)
    phone.tap("[data-next]")
    phone.see("[data-submit]")
    phone.tap("[data-submit]")
    phone.until(lambda: "/phone/result#" in phone.driver.current_url, "handed in")

    server.start()
    _send(phone)
    _receipt_is_good(phone, [early, late])
    states, answers, named = _on_the_server(instance)
    assert states == ["submitted"] and named == {early[1], late[1]}
    for _, sha256 in (early, late):
        assert hashlib.sha256(BlobStore(instance / "evidence").get(sha256)).hexdigest() == sha256
    assert answers == ANSWERED


LEAVE = """window.old = true;
sessionStorage.removeItem("frozen");
addEventListener("pageshow", ({ persisted }) => sessionStorage.setItem("frozen", persisted));
location.assign("/phone/outbox");"""
DRAWN_ANEW = "return !window.old && Boolean(document.querySelector(arguments[0])) && sessionStorage.getItem('frozen')"


def test_a_form_that_is_left_while_something_is_typed_holds_nobody_up_and_has_it_when_it_comes_back(phone):
    phone.sign_in("jiancha")
    _take_along(phone)
    _begin(phone)
    for text in ("围", "围栏", "围栏高", "围栏高度"):
        phone.write("[name=A002-note]", text)
        phone.choose("A001-state", "pass" if len(text) % 2 else "fail")
        phone.driver.execute_script(LEAVE)
        phone.until(lambda: phone.find("html[data-ready] [data-list]"), "outbox beside a frozen form")
        phone.driver.back()
        assert phone.until(lambda: phone.driver.execute_script(DRAWN_ANEW, FORM), "form drawn anew") == "true"
        assert _value(phone, "A002-note") == text
        phone.see(KEPT)
