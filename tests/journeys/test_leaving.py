"""Leaving the form, whichever way, loses nothing of what was typed; coming back shows the visit as it stands."""

import json

import pytest

from tests.journeys.hand import photo
from tests.journeys.one_form import KEPT, NOTE, Form
from tests.journeys.phone_store import answer

pytestmark = pytest.mark.browser

JOURNAL = "() => localStorage.getItem('tiaocha-journal')"
TURN = "([turn]) => dispatchEvent(new PageTransitionEvent(turn, { persisted: true }))"
FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
# A store that is slow to say that a change is on the disk.
SLOW = """
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
  const tx = transaction.call(this, stores, mode, ...rest);
  if (mode !== 'readwrite' || ![].concat(stores).includes('entries')) return tx;
  const until = Date.now() + 600;
  const wait = () => Date.now() < until && (tx.objectStore('visits').count().onsuccess = wait);
  wait();
  return tx;
};
"""


@pytest.fixture
def server(shared_server):
    return shared_server  # without a network from its first answer on, no phone sends anything here


@pytest.fixture
def form(person):
    return Form(person("jiancha"))


def _type_and_close(form, text: str) -> None:
    page = form.open(SLOW)
    page.fill(NOTE, text)
    page.wait_for_timeout(30)
    page.close(run_before_unload=False)


def test_what_was_typed_just_before_the_page_was_closed_is_there_again(form):
    _type_and_close(form, "围栏高度不够")
    page = form.open()
    assert page.input_value(NOTE) == "围栏高度不够"
    page.wait_for_selector(KEPT)
    assert form.note_in_store(page) == "围栏高度不够" and form.journal() == []


def test_without_the_journal_s_memory_the_form_works_as_ever(form):
    page = form.open(FORBID)
    page.fill(NOTE, "围栏")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(KEPT)
    page.close()
    assert form.open(FORBID).input_value(NOTE) == "围栏"


def _forge(form, page, **changes) -> None:
    """A row in the journal as this phone would have written it."""
    visit, item = form.stored(), page.locator('[data-box="A11"]').get_attribute("data-item-id")
    row = {"draft": form.draft, "account": visit["account"], "item": item, "inputs": {"state": "", "note": "旧的"}}
    row |= {"at": "2020-01-01T00:00:00.000+08:00", "seq": -1, "base_revision": 0} | changes
    form.home.evaluate("rows => localStorage.setItem('tiaocha-journal', rows)", json.dumps([row]))


LOCK = """async ([draft, item]) => {
  const { get, put } = await import('/static/js/offline/db.js');
  const visit = await get('visits', draft);
  visit.items[item] = { ...visit.items[item], locked: true };
  await put('visits', visit); }"""


def test_the_journal_does_not_overrule_what_is_later_locked_or_another_s(form):
    page = form.open()
    item = page.locator('[data-box="A11"]').get_attribute("data-item-id")
    answer(form.home, form.draft, item, {"state": "", "note": "新的"})
    page.close()

    page = form.open()
    _forge(form, page)
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value(NOTE) == "新的" and form.journal() == []

    _forge(form, page, account="01HZZZZZZZZZZZZZZZZZZZZZZZ", at="2099-01-01T00:00:00.000+08:00")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value(NOTE) == "新的" and len(form.journal()) == 1

    form.home.evaluate("localStorage.setItem('tiaocha-journal', '[{')")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value(NOTE) == "新的"

    form.home.evaluate(LOCK, [form.draft, item])
    _forge(form, page, at="2099-01-01T00:00:00.000+08:00")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value(NOTE) == "新的" and page.locator(NOTE).is_disabled() and form.journal() == []
    assert form.stored()["seq"] == 1


SUBMIT = """async draft => {
  const visits = await import('/static/js/offline/visits.js');
  await visits.submit(await visits.load(draft)); }"""


def test_a_visit_that_was_handed_in_takes_nothing_from_the_journal(form):
    page = form.open()
    _forge(form, page, at="2099-01-01T00:00:00.000+08:00")
    page.close()
    form.home.evaluate(SUBMIT, form.draft)
    page = form.home.context.new_page()
    page.goto(f"{form.address}#{form.draft}")
    page.wait_for_url("**/phone/result#*")
    assert form.journal() == [] and form.stored()["seq"] == 1


def test_what_one_inspector_typed_does_not_come_to_another_and_waits_for_its_own(form, person):
    _type_and_close(form, "只归梅")
    mine = form.home.evaluate("async () => (await import('/static/js/offline/db.js')).setting('account')")
    other = "async account => (await import('/static/js/offline/db.js')).remember('account', account)"
    form.home.evaluate(other, {**mine, "id": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "name": "兰"})
    page = form.home.context.new_page()
    page.goto(f"{form.address}#{form.draft}")
    page.locator("[data-problem]").get_by_text("另一个账号").wait_for()
    assert len(form.journal()) == 1
    form.home.evaluate(other, mine)
    assert form.open().input_value(NOTE) == "只归梅"


def test_a_form_that_comes_back_from_the_browser_s_cache_is_drawn_anew_with_all_of_it(form):
    page = form.open(SLOW)
    page.locator('label:has([name="A11-state"][value="fail"])').click()
    page.fill(NOTE, "围栏")
    page.evaluate(TURN, ["pagehide"])
    assert [row["inputs"]["note"] for row in form.journal()] == ["围栏"]
    page.wait_for_timeout(1500)
    assert not form.stored()["items"]
    with page.expect_event("load"):
        page.evaluate(TURN, ["pageshow"])
    page.wait_for_selector("[data-fill][data-ready]")
    assert page.input_value(NOTE) == "围栏" and page.locator('[name="A11-state"][value="fail"]').is_checked()
    assert form.note_in_store(page) == "围栏" and form.journal() == []


# WebKit brings a page back and, right after the event, empties the fields of a form without autocomplete.
BACK_AND_EMPTIED = """selector => {
  if (selector) document.querySelector(selector).click();
  for (const turn of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(turn, { persisted: true }));
  document.querySelector('[data-fill]').reset();
  return document.querySelector('[data-fill]').inert;
}"""
FILLED = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  globalThis.makeRoom = () => (IDBObjectStore.prototype.put = put);
}"""
PASS = '[name="A11-state"][value="pass"]'


def test_a_tap_that_was_on_its_way_when_the_page_was_left_outlives_the_emptying_of_the_form(form):
    page = form.open()
    page.fill(NOTE, "围栏")
    with page.expect_event("load"):
        page.evaluate(BACK_AND_EMPTIED, PASS)
    page.wait_for_selector("[data-fill][data-ready]")
    assert page.input_value(NOTE) == "围栏" and page.locator(PASS).is_checked()
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page) == {"state": "pass", "note": "围栏"}


def test_the_journal_has_what_was_given_and_not_what_the_emptying_of_the_form_has_left(form):
    page = form.open()
    page.evaluate(FILLED)
    page.fill(NOTE, "围栏")
    page.locator('[data-saved][data-state="not_saved"]').wait_for()
    with page.expect_event("load"):
        page.evaluate(BACK_AND_EMPTIED, "")
    page.wait_for_selector(KEPT)
    assert page.input_value(NOTE) == "围栏" == form.note_in_store(page)


def test_what_could_not_be_kept_is_on_the_screen_again_after_the_emptying_of_the_form(form):
    page = form.open(FORBID)
    page.evaluate(FILLED)
    page.fill(NOTE, "围栏")
    page.locator('[data-saved][data-state="not_saved"]').wait_for()
    assert page.evaluate(BACK_AND_EMPTIED, "")  # it takes no touch
    page.wait_for_function("() => !document.querySelector('[data-fill]').inert")
    assert page.input_value(NOTE) == "围栏"
    page.evaluate("() => { makeRoom(); }")
    page.locator(f"label:has({PASS})").click()
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page) == {"state": "pass", "note": "围栏"}


def test_what_a_left_form_had_not_stored_goes_on_in_another_and_is_in_both(form):
    left = form.open(SLOW)
    left.fill(NOTE, "围栏")
    left.evaluate(TURN, ["pagehide"])
    page = form.open()
    assert page.input_value(NOTE) == "围栏"
    page.fill('[name="A05-reading"]', "520")
    page.locator('[name="A05-reading"]').blur()
    page.wait_for_selector(KEPT)
    with left.expect_event("load"):
        left.evaluate(TURN, ["pageshow"])
    left.wait_for_selector("[data-fill][data-ready]")
    assert left.input_value(NOTE) == "围栏" and left.input_value('[name="A05-reading"]') == "520"


def test_the_way_back_waits_until_what_was_typed_and_taken_is_on_the_disk(form):
    page = form.open(SLOW + FORBID)
    page.set_input_files('[name="A11-photos"]', photo(1))
    page.fill(NOTE, "围栏")
    page.locator("a.back").click(no_wait_after=True)
    assert page.locator("[data-saved]").get_attribute("data-state") == "saving"
    page.wait_for_url("**/phone")
    (item,) = form.stored()["items"].values()
    assert item["inputs"]["note"] == "围栏" and len(item["photos"]) == 1
