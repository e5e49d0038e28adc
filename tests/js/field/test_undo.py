"""Taking back what was just chosen."""

import pytest

from tests.js.field.conftest import accessible, begin

pytestmark = pytest.mark.browser
OFFER = "tool.offer('{label}', () => (window.undone = [...(window.undone ?? []), '{label}']), words)"


def _offer(phone, label="已选不符合"):
    begin(phone, "undo", OFFER.replace("{label}", label))
    phone.locator(".snackbar", has_text=label).wait_for()


def test_the_choice_is_said_politely_and_taken_back_once(phone):
    phone.focus("#opener")
    _offer(phone)
    assert phone.locator(".snackbar").get_attribute("aria-live") == "polite"
    phone.evaluate("() => { const undo = document.querySelector('.snackbar button'); undo.click(); undo.click(); }")
    assert phone.evaluate("undone") == ["已选不符合"] and phone.locator(".snackbar button").count() == 0


def test_only_the_last_offer_stands(phone):
    begin(phone, "undo", OFFER.replace("{label}", "一"))
    _offer(phone, "二")
    phone.get_by_role("button", name="撤销").click()
    assert phone.evaluate("undone") == ["二"]


def test_it_goes_after_six_seconds_but_not_under_the_hand(phone):
    phone.clock.install()
    _offer(phone)
    phone.clock.run_for(5000)
    assert phone.get_by_role("button", name="撤销").is_visible()
    phone.get_by_role("button", name="撤销").focus()
    phone.clock.run_for(20000)
    assert phone.get_by_role("button", name="撤销").is_visible()
    phone.focus("#opener")
    phone.clock.run_for(6100)
    assert phone.locator(".snackbar button").count() == 0 and phone.evaluate("window.undone ?? null") is None


def test_it_does_not_cover_the_bar_at_the_foot(phone):
    _offer(phone)
    bar, foot = phone.locator(".snackbar").bounding_box(), phone.locator(".action-bar").bounding_box()
    assert bar["y"] + bar["height"] <= foot["y"] and bar["y"] > 370
    phone.locator("#next").click(trial=True)


def test_the_keyboard_takes_back_and_the_focus_returns(phone):
    phone.focus("#opener")
    _offer(phone)
    phone.get_by_role("button", name="撤销").focus()
    phone.keyboard.press("Enter")
    assert phone.evaluate("[undone.length, document.activeElement.id]") == [1, "opener"]


def test_it_is_accessible_in_every_theme(phone):
    _offer(phone)
    phone.get_by_role("button", name="撤销").focus()
    accessible(phone)
