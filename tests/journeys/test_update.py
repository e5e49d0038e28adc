"""A new version of the app: whole or not at all, never under an open form, and with every form that was taken along."""

import contextlib
import shutil
import time

import pytest
from playwright.sync_api import Error

from tests.faults.network import Network
from tests.journeys.conftest import ROOT
from tests.journeys.phone_store import at_home, form_address, keep_form

pytestmark = pytest.mark.browser

CODE = "async () => (await caches.keys()).filter(name => name.startsWith('tiaocha-code-'))"
ASK = "async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => null)"
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"


@pytest.fixture
def root(tmp_path):
    """A copy of the code, to be changed while its server runs."""
    copy = tmp_path / "code"
    left_out = shutil.ignore_patterns(".*", "tests", "instance", "__pycache__", "docs")
    shutil.copytree(ROOT, copy, ignore=left_out)
    config = copy / "core/config.py"
    usual = config.read_text()
    config.write_text(usual.replace('"UPDATE_SECONDS": 600', '"UPDATE_SECONDS": 0'))  # a release is seen at once
    assert config.read_text() != usual
    return copy


@pytest.fixture
def phone(person):
    """An inspector's phone with the app on it and one form taken along."""
    page = person("jiancha")
    page.form = form_address(page)
    at_home(page)
    keep_form(page, page.form)
    return page


@pytest.fixture
def network(server):
    """A network before the server, honest until the test says otherwise."""
    between = Network(("127.0.0.1", int(server.rsplit(":", 1)[1])))
    yield between
    between.close()


GONE = "async old => !(await caches.has(old))"
IDLE = "async () => !(await navigator.serviceWorker.getRegistration()).installing"


def _until(page, condition: str, given=None) -> None:
    """Ask the page again and again; it may reload itself meanwhile."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(Error):
            if page.evaluate(condition, given):
                return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def _opened_until(page, condition: str, given) -> bool:
    """Leave the app and open it again, a few times: Chromium keeps the old worker while it has anything left to do."""
    for _ in range(10):
        page.goto("about:blank")
        page.wait_for_timeout(500)
        page.goto("/phone")
        with contextlib.suppress(Error):
            if page.evaluate(condition, given):
                return True
    return False


def _release(root) -> None:
    with (root / "static/css/tiaocha.css").open("a") as file:
        file.write("\n.released { color: red; }\n")


def _style(page) -> str:
    return page.evaluate("async () => (await fetch('/static/css/tiaocha.css')).text()")


def test_a_new_version_takes_over_when_it_is_whole_and_no_form_is_open(phone, root):
    (old,) = phone.evaluate(CODE)
    _release(root)
    phone.evaluate(ASK)
    _until(phone, GONE, old)
    phone.wait_for_selector("html[data-ready]")
    assert len(phone.evaluate(CODE)) == 1 and ".released" in _style(phone)


def test_a_new_version_waits_while_a_form_is_open_in_any_tab(phone, root):
    (old,) = phone.evaluate(CODE)
    form = phone.context.new_page()
    form.goto(phone.form)
    _release(root)
    form.evaluate(ASK)
    _until(form, WAITING)
    phone.evaluate("async () => (await navigator.serviceWorker.getRegistration()).waiting.postMessage('take over')")
    phone.goto("/phone/outbox")
    phone.wait_for_selector("html[data-ready]")
    assert old in phone.evaluate(CODE) and ".released" not in _style(phone)
    assert phone.evaluate(WAITING)
    form.close()
    assert _opened_until(phone, GONE, old)


def test_a_version_that_cannot_be_had_whole_leaves_the_old_one_in_place(phone, root):
    (old,) = phone.evaluate(CODE)
    _release(root)
    (root / "static/icons/tiaocha-192.png").write_bytes(b"")
    (root / "static/js/pages/phone/ready.js").rename(root / "ready.js")
    phone.evaluate(ASK)
    _until(phone, IDLE)
    assert phone.evaluate(CODE) == [old]
    phone.context.set_offline(True)
    phone.goto("/phone/ready")
    phone.wait_for_selector("html[data-ready]")


def test_forms_that_were_taken_along_survive_and_belong_to_the_new_version(phone, root):
    (old,) = phone.evaluate(CODE)
    phone.evaluate(
        """async address => { const forms = await caches.open('tiaocha-forms');
        await forms.put(address, new Response('<p>old</p>', { headers: { 'content-type': 'text/html' } })); }""",
        phone.form,
    )
    _release(root)
    phone.evaluate(ASK)
    _until(phone, GONE, old)
    phone.context.set_offline(True)
    fresh = phone.context.new_page()
    fresh.goto(phone.form)
    fresh.locator("[data-box]").first.wait_for()


@pytest.mark.parametrize("gone", ["/forms/01ARZ3NDEKTSV4RRFFQ69G5FAV"])
def test_when_one_form_cannot_be_had_anew_the_old_version_stays_whole(phone, root, gone):
    (old,) = phone.evaluate(CODE)
    phone.evaluate(
        """async address => (await caches.open('tiaocha-forms')).put(address, new Response('<p>old</p>'))""", gone
    )
    _release(root)
    phone.evaluate(ASK)
    _until(phone, IDLE)
    assert phone.evaluate(CODE) == [old]
    phone.context.set_offline(True)
    phone.goto(phone.form)
    phone.locator("[data-box]").first.wait_for()


@pytest.mark.parametrize("place", ["/phone", "/phone/outbox", "form"])
def test_a_portals_page_is_never_kept_in_the_place_of_ours(person, network, root, place):
    page = person("jiancha", at=f"http://127.0.0.1:{network.port}")
    form = form_address(page)
    at_home(page)
    keep_form(page, form)
    address = form if place == "form" else place
    (old,) = page.evaluate(CODE)
    network.choose = lambda passing: ("portal", None) if passing.path == address else None
    _release(root)
    page.evaluate(ASK)
    _until(page, IDLE)
    assert network.met["portal"] and page.evaluate(CODE) == [old]
    network.choose = lambda passing: None
    page.evaluate(ASK)
    _until(page, GONE, old)
    page.context.set_offline(True)
    page.goto(address)
    page.locator("[data-box]").first.or_(page.locator("html[data-ready]")).first.wait_for()
