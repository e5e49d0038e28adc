"""The form is quick and light: one read opens it; a second visit asks the network for nothing, a first for little."""

import pytest

from tests.faults import county
from tests.journeys.phone_store import IN_USE, at_home, take_first
from tests.journeys.wire import Wire

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_SCRIPT = 150_000, 60_000  # heads of the answers included

# Counts what is read of the phone's store until the form is ready.
COUNT_READS = """
  window.reads = [];
  const isReady = () => document.querySelector('[data-ready]');
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, ...rest) {
    if (!isReady()) window.reads.push([].concat(stores).sort().join());
    return transaction.call(this, stores, ...rest);
  };
"""


@pytest.fixture
def begun(person):
    """A phone with one task taken along and its visit begun; its address is under `form`."""
    page = person("jiancha")
    at_home(page)
    take_first(page)
    page.locator("[data-begin]").first.click()
    page.wait_for_selector("[data-fill][data-ready]")
    page.form = page.url
    return page


def test_opening_the_form_in_aeroplane_mode_is_one_read(begun):
    begun.context.set_offline(True)
    fresh = begun.context.new_page()
    fresh.add_init_script(COUNT_READS)
    fresh.goto(begun.form)
    fresh.wait_for_selector("[data-fill][data-ready]")
    assert fresh.evaluate("window.reads") == ["settings,tasks,visits"]


@pytest.fixture
def a_hundred_items(instance):
    """Instead of the demo county one with a checklist of a hundred items; must stand before the server."""
    return county.build(instance, 100)


@pytest.fixture
def wire(server):
    """The server's address by way of a wire on which everything is counted."""
    counted = Wire(server)
    yield counted
    counted.close()


@pytest.fixture
def empty_phone(person, browser, wire):
    """A phone that is signed in and has nothing of ours in any cache; without a worker when it is told so."""
    contexts = []

    def hand_out(workers: str):
        state = person("jiancha").context.storage_state()
        context = browser.new_context(
            base_url=wire.address, viewport={"width": 360, "height": 740}, storage_state=state, service_workers=workers
        )
        contexts.append(context)
        return context.new_page()

    yield hand_out
    for each in contexts:
        each.close()


def _task(person) -> str:
    page = person("jiancha")
    page.goto("/tasks")
    return page.locator('a[href*="/tasks/0"]').first.get_attribute("href").rsplit("/", 1)[1].partition("?")[0]


def _form(person) -> str:
    page = person("jiancha")
    page.goto(f"/tasks/{_task(person)}")
    return page.locator("[data-start]").first.get_attribute("data-start")


def _first_visit(person, empty_phone, wire) -> None:
    address, page = _form(person), empty_phone("block")
    wire.forget()
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector("[data-fill][data-ready]")
    print(f"{len(wire.requests)} answers, {wire.total()} bytes with heads, script {wire.total('.js')}")
    assert len(wire.requests) >= 20 and 40_000 < wire.total() <= MOST_BYTES
    assert 20_000 < wire.total(".js") <= MOST_SCRIPT


def test_the_first_visit_to_the_form_is_light_on_the_wire(person, empty_phone, wire):
    _first_visit(person, empty_phone, wire)


def test_the_first_visit_to_a_form_of_100_items_is_as_light(a_hundred_items, person, empty_phone, wire):
    _first_visit(person, empty_phone, wire)


def test_a_second_visit_asks_the_network_for_nothing_but_the_queue(person, empty_phone, wire):
    page = empty_phone("allow")
    wire.forget()
    page.goto(_form(person))
    page.wait_for_selector("[data-fill][data-ready]")
    page.wait_for_function(IN_USE)
    print(f"page and worker: {len(wire.requests)} answers, {wire.total()} bytes, script {wire.total('.js')}")
    assert wire.total() <= MOST_BYTES  # with all that the worker keeps
    address = page.url
    page.goto("about:blank")
    wire.forget()
    page.goto(address)
    page.wait_for_selector("[data-fill][data-ready]")
    page.wait_for_timeout(3000)  # the browser looks for a newer worker a moment after the page is there
    assert set(wire.requests) <= {"/api/session"}, wire.requests  # the queue's question who is signed in


# Adds up how far what stood on the screen was moved, without a finger on it.
COUNT_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { window.shifted += each.value; }))
    .observe({ type: 'layout-shift', buffered: true });
"""


@pytest.mark.parametrize("address", ["/phone", "/phone/outbox", "/phone/receipts", "/phone/ready"])
def test_nothing_moves_while_a_page_of_the_phone_comes_up(begun, address):
    slow = begun.context.new_page()
    begun.context.new_cdp_session(slow).send("Emulation.setCPUThrottlingRate", {"rate": 6})  # frames before it is drawn
    slow.add_init_script(COUNT_SHIFTS)
    slow.goto(address)
    slow.wait_for_selector("html[data-ready]")
    slow.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    assert slow.evaluate("window.shifted") < 0.01  # the account's name in the menu
