"""Marks on a photo."""

import pytest

from tests.js.field.conftest import accessible, begin, finger, image, result, stroke
from tests.js.field.photographs import photograph

pytestmark = pytest.mark.browser
PHOTO = ".mark-photo"


def _open(phone, data=None):
    phone.focus("#opener")
    call = "tool.open(bytes, 'image/jpeg', words)"
    begin(phone, "annotate", call, bytes=data or photograph((2400, 1600), colour=(40, 90, 60)))
    phone.locator("dialog[open]").wait_for()


def _red(data: bytes, share) -> bool:
    picture = image(data).convert("RGB")
    x, y = int(share[0] * picture.width), int(share[1] * picture.height)
    area = [picture.getpixel((x + dx, y + dy)) for dx in range(-4, 5) for dy in range(-4, 5)]
    return any(r > 150 and g < 90 and b < 90 for r, g, b in area)


@pytest.mark.parametrize("hand", [stroke, finger])
@pytest.mark.parametrize(
    ("tool", "marked", "clear"),
    [("画笔", (0.4, 0.5), (0.4, 0.3)), ("箭头", (0.4, 0.5), (0.4, 0.3)), ("圆圈", (0.2, 0.5), (0.4, 0.3))],
)
def test_each_tool_marks_a_jpeg_copy_of_at_most_1600_pixels(phone, hand, tool, marked, clear):
    _open(phone)
    phone.get_by_label(tool).check()
    ends = ((0.2, 0.2), (0.8, 0.8)) if tool == "圆圈" else ((0.2, 0.5), (0.8, 0.5))
    hand(phone, PHOTO, *ends)
    phone.get_by_role("button", name="确认").click()
    copy = result(phone)
    assert (image(copy).format, image(copy).size) == ("JPEG", (1600, 1067))
    assert _red(copy, marked) and not _red(copy, clear)


def test_undo_takes_back_the_last_mark_and_clear_all(phone):
    _open(phone)
    phone.get_by_label("画笔").check()
    stroke(phone, PHOTO, (0.2, 0.2), (0.8, 0.2))
    stroke(phone, PHOTO, (0.2, 0.8), (0.8, 0.8))
    phone.get_by_role("button", name="撤销").click()
    phone.get_by_role("button", name="确认").click()
    copy = result(phone)
    assert _red(copy, (0.5, 0.2)) and not _red(copy, (0.5, 0.8))


def test_a_copy_without_marks_is_not_made(phone):
    _open(phone)
    stroke(phone, PHOTO, (0.5, 0.5), (0.502, 0.5))
    phone.get_by_role("button", name="清除").click()
    phone.get_by_role("button", name="确认").click()
    assert phone.get_by_role("alert").inner_text() == "还没有标注。"
    phone.keyboard.press("Escape")
    assert result(phone) is None and phone.evaluate("document.activeElement.id") == "opener"


def test_the_original_bytes_stay_as_they_were_taken(phone):
    data = photograph((400, 300))
    begin(phone, "annotate", "(window.original = bytes, tool.open(bytes, 'image/jpeg', words))", bytes=data)
    stroke(phone, PHOTO, (0.2, 0.2), (0.8, 0.8))
    phone.get_by_role("button", name="确认").click()
    assert result(phone) != data
    phone.evaluate("() => { window.done = window.original }")
    assert result(phone) == data


def test_what_is_no_photo_opens_no_dialog(phone):
    begin(phone, "annotate", "tool.open(bytes, 'image/jpeg', words)", bytes=b"not a photo")
    assert result(phone)["error"] == "NotAPhoto" and phone.locator("dialog").count() == 0


def test_the_dialog_is_accessible_in_every_theme(phone):
    _open(phone)
    accessible(phone)
