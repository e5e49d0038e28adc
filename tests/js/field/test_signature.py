"""Signing on the phone."""

import pytest

from tests.js.field.conftest import accessible, begin, finger, image, result, stroke

pytestmark = pytest.mark.browser
PAD = ".sign-pad"


def _open(phone, call="tool.open(words)"):
    phone.focus("#opener")
    begin(phone, "signature", call)
    phone.locator("dialog[open]").wait_for()


def _dark(data: bytes) -> int:
    return sum(image(data).convert("L").histogram()[:80])


@pytest.mark.parametrize("hand", [stroke, finger])
def test_a_name_drawn_by_mouse_or_finger_is_a_png_with_its_signer(phone, hand):
    _open(phone)
    phone.get_by_label("签字人姓名").fill("王强")
    hand(phone, PAD, (0.2, 0.5), (0.5, 0.2), (0.8, 0.7))
    phone.get_by_role("button", name="确认").click()
    signed = result(phone)
    assert (image(signed["bytes"]).format, image(signed["bytes"]).size) == ("PNG", (880, 440))
    assert (signed["signer"], signed["typed"]) == ("王强", False) and _dark(signed["bytes"]) > 500


@pytest.mark.parametrize("taken_back", ["撤销", "清除"])
def test_a_blank_signature_cannot_be_confirmed(phone, taken_back):
    _open(phone)
    phone.get_by_label("签字人姓名").fill("王强")
    phone.get_by_role("button", name="确认").click()
    assert phone.get_by_role("alert").inner_text() == "还没有签字。"
    stroke(phone, PAD, (0.2, 0.5), (0.8, 0.5))
    phone.get_by_role("button", name=taken_back).click()
    phone.get_by_role("button", name="确认").click()
    assert phone.locator("dialog[open]").count() == 1 and phone.get_by_role("alert").inner_text() == "还没有签字。"


def test_a_slip_of_the_finger_is_no_signature_and_nobody_signs_without_a_name(phone):
    _open(phone)
    stroke(phone, PAD, (0.2, 0.5), (0.8, 0.5))
    phone.get_by_role("button", name="确认").click()
    assert phone.get_by_role("alert").inner_text() == "请填写签字人姓名。"
    phone.get_by_role("button", name="清除").click()
    phone.get_by_label("签字人姓名").fill("王强")
    stroke(phone, PAD, (0.5, 0.5), (0.51, 0.5))
    phone.get_by_role("button", name="确认").click()
    assert phone.get_by_role("alert").inner_text() == "还没有签字。"


def test_undo_takes_back_the_last_stroke_only(phone):
    _open(phone, "tool.open(words, '王强')")
    stroke(phone, PAD, (0.1, 0.2), (0.9, 0.2))
    stroke(phone, PAD, (0.1, 0.8), (0.9, 0.8))
    phone.get_by_role("button", name="撤销").click()
    phone.get_by_role("button", name="确认").click()
    picture = image(result(phone)["bytes"]).convert("L")
    assert picture.getpixel((440, 88)) < 80 and picture.getpixel((440, 352)) > 240


def test_who_cannot_draw_signs_with_the_keyboard_alone(phone):
    _open(phone)
    phone.get_by_label("签字人姓名").focus()
    phone.keyboard.type("Li Na")
    phone.get_by_label("以键入的姓名签字").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="确认").focus()
    phone.keyboard.press("Enter")
    signed = result(phone)
    assert (signed["signer"], signed["typed"]) == ("Li Na", True) and _dark(signed["bytes"]) > 500


def test_escape_signs_nothing_and_gives_the_focus_back(phone):
    _open(phone)
    stroke(phone, PAD, (0.2, 0.5), (0.8, 0.5))
    phone.keyboard.press("Escape")
    assert result(phone) is None
    assert phone.evaluate("document.activeElement.id") == "opener" and phone.locator("dialog").count() == 0


def test_the_dialog_is_accessible_in_every_theme(phone):
    _open(phone)
    assert phone.get_by_role("dialog", name="签字").count() == 1
    accessible(phone)
