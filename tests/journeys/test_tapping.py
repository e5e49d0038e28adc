"""A tap on an answer: seen at once, kept whatever comes right after it, and taken back step by step."""

import pytest
from playwright.sync_api import expect

from tests.journeys.one_form import KEPT, NOTE, Form

pytestmark = pytest.mark.browser

# Taps without a frame between them, as a slow phone sees those of a quick finger.
TAP = """selectors => {
  for (const each of selectors) document.querySelector(each).click();
  const chosen = [...document.querySelectorAll('[name="A11-state"]:checked')].map(({ value }) => value);
  return [chosen.join(), document.querySelector('[data-saved]').dataset.state];
}"""
PASS, FAIL, UNDO = '[name="A11-state"][value="pass"]', '[name="A11-state"][value="fail"]', "[data-undo]"
LEAVE = "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }))"
NO_FRAMES = "window.requestAnimationFrame = () => 0;"
HOLD_TAPS = (
    f"{NO_FRAMES} const later = setTimeout; window.setTimeout = (work, wait) => wait !== 200 && later(work, wait);"
)
MUTE_STORE = "IDBFactory.prototype.open = () => new EventTarget();"
ITEMS = "[data-box]:not([hidden]) > [data-item]"
VISIBLE = "all => all.map(each => each.checkVisibility())"

# How a choice of A11 differs in its look from one that is not chosen: names of CSS properties.
DIFFERENCE = """() => {
  const look = (state) => getComputedStyle(document.querySelector(`[name="A11-state"]${state} + span`));
  const [chosen, open] = [look(':checked'), look(':not(:checked)')];
  const size = ['width', 'inline-size', 'perspective-origin', 'transform-origin', 'grid-template-columns'];
  return [...chosen].filter((each) => chosen[each] !== open[each] && !size.includes(each));
}"""
OUTLINES = """() => [document.activeElement, document.activeElement.nextElementSibling]
  .map((each) => getComputedStyle(each).outlineStyle)"""


# A partner's answer comes with a receipt while something of this page is on its way to the disk.
BROUGHT = """async item => {
  const [saving, news, visits, db] = await Promise.all(
    ['pages/saving', 'offline/news', 'offline/visits', 'offline/db'].map(name => import(`/static/js/${name}.js`)));
  saving.keep(() => new Promise(done => globalThis.onDisk = done));
  const visit = await visits.load(location.hash.slice(1));
  visit.items[item] = { inputs: { state: 'pass' }, base_revision: 1, at: null, photos: [] };
  await db.put('visits', visit);
  news.tellOf(visit.id);
}"""


@pytest.fixture
def server(shared_server):
    return shared_server  # without a network from its first answer on, no phone sends anything here


@pytest.fixture
def form(person):
    return Form(person("jiancha"))


@pytest.mark.parametrize(
    ("taps", "state"),
    [
        ([PASS], "pass"),
        ([PASS, FAIL], "fail"),
        ([PASS, UNDO], ""),
        ([FAIL, PASS, UNDO], "fail"),
        ([FAIL, PASS, UNDO, UNDO], ""),
    ],
    ids=["one", "the second thought", "taken back", "one of two", "all taken back"],
)
def test_quick_taps_end_as_the_screen_shows_them(form, taps, state):
    page = form.open()
    assert page.evaluate(TAP, taps) == [state, "saving"]
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page)["state"] == state


def test_a_chosen_answer_differs_in_colours_only_for_which_nothing_is_laid_out(form):
    page = form.open()
    page.evaluate(TAP, [PASS])
    different = page.evaluate(DIFFERENCE)
    assert "background-color" in different
    assert all("color" in name or name == "text-decoration" for name in different), different


def test_by_keyboard_the_ring_is_round_the_button_that_is_seen(form):
    page = form.open()
    page.locator(PASS).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(OUTLINES) == ["none", "solid"]


def test_undo_goes_back_step_by_step(form):
    page = form.open()
    assert page.locator(UNDO).is_disabled()
    for choice in (PASS, FAIL):
        page.locator(f"label:has({choice})").click()
        page.wait_for_selector(KEPT)
    page.locator(UNDO).click()
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page)["state"] == "pass" and page.locator(PASS).is_checked()
    page.locator(UNDO).click()
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page)["state"] == "" and page.locator(UNDO).is_disabled()


def test_a_tap_on_a_page_that_paints_nothing_any_more_is_kept(form):
    page = form.open(NO_FRAMES)
    page.evaluate(TAP, [PASS])
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page)["state"] == "pass"


def test_a_tap_that_was_not_yet_painted_when_the_page_was_left_is_there_again(form):
    page = form.open(HOLD_TAPS)
    page.evaluate(TAP, [PASS])
    page.evaluate(LEAVE)
    assert form.inputs_in_store(page) == {} and [row["inputs"]["state"] for row in form.journal()] == ["pass"]
    page.close(run_before_unload=False)
    page = form.open()
    page.wait_for_selector(KEPT)
    assert page.locator(PASS).is_checked() and form.inputs_in_store(page)["state"] == "pass" and form.journal() == []


def test_what_is_typed_right_after_a_tap_and_what_was_tapped_are_both_kept(form):
    page = form.open()
    page.evaluate(TAP, [FAIL])
    page.fill(NOTE, "围栏")
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page) == {"state": "fail", "note": "围栏"}


def test_what_a_partner_has_answered_is_shown_once_nothing_is_on_its_way_to_the_disk(form):
    page = form.open()
    page.evaluate(BROUGHT, page.locator('[data-box="A11"]').get_attribute("data-item-id"))
    assert not page.locator(PASS).is_checked()
    page.evaluate("onDisk()")
    expect(page.locator(PASS)).to_be_checked()
    expect(page.locator("[data-said]:not([hidden])")).to_have_count(0)


def test_a_form_that_is_ready_shows_every_card(form):
    visible = form.open().locator(ITEMS).evaluate_all(VISIBLE)
    assert len(visible) > 20 and all(visible)


def test_a_form_that_is_not_yet_ready_lays_out_its_first_cards_only_and_is_as_long(form):
    page = form.home.context.new_page()
    page.add_init_script(MUTE_STORE)
    page.goto(f"{form.address}#{form.draft}")
    visible = page.locator("[data-fill][inert]").locator(ITEMS).evaluate_all(VISIBLE)
    assert visible[0] and not any(visible[8:])
    boxes = page.locator("[data-box]:not([hidden])").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert all(height > 200 for height in boxes)
