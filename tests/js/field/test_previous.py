"""What was found here last time."""

import base64

import pytest

from tests.js.field.conftest import accessible, begin, result, until
from tests.js.field.photographs import photograph

pytestmark = pytest.mark.browser
SHOW = "tool.show(document.querySelector('#card'), given.memory, words)?.querySelector('p').textContent ?? null"


def _show(phone, **memory):
    begin(phone, "previous", SHOW, memory=memory or None)
    return result(phone)


@pytest.mark.parametrize(
    ("memory", "line"),
    [
        ({"state": "fail", "on": "2026-05-03", "fails": 2}, "上次：不符合（2026-05-03），连续 2 次"),
        ({"state": "fail", "on": "2026-05-03", "fails": 1}, "上次：不符合（2026-05-03）"),
        ({"state": "pass", "on": "2026-05-03", "fails": 0}, "上次：符合（2026-05-03）"),
        ({"state": "pass"}, "上次：符合"),
        ({}, None),
    ],
)
def test_the_line_says_state_day_and_run_of_failures(phone, memory, line):
    assert _show(phone, **memory) == line


def test_nothing_is_preselected_and_the_line_stands_once(phone):
    for _ in range(2):
        _show(phone, state="fail", on="2026-05-03", fails=2, note="<b>墙</b>")
    assert phone.locator(".previous").count() == 1 and phone.locator(":checked").count() == 0
    assert "<b>墙</b>" in phone.locator(".previous").inner_text()


def test_a_photo_is_shown_small_and_one_that_was_not_taken_along_is_not(phone):
    data = base64.b64encode(photograph((160, 120))).decode()
    address = phone.evaluate(
        "data => URL.createObjectURL(new Blob([Uint8Array.from(atob(data), (each) => each.charCodeAt(0))]))", data
    )
    _show(phone, state="fail", on="2026-05-03", fails=2, photo={"url": "/x", "thumb": address})
    until(phone, "document.querySelector('.previous img')?.naturalWidth === 160")
    accessible(phone)
    _show(phone, state="fail", on="2026-05-03", fails=2, photo={"url": "/static/none.jpg"})
    phone.locator(".previous-photo").wait_for(state="detached")
