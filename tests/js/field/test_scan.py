"""Reading a code with a pretended camera; desktop Chromium has no detector of its own."""

import pytest

from tests.js.field.conftest import accessible, begin, result, until

pytestmark = pytest.mark.browser

# Stands in for the detector of a phone: it finds a text as soon as a frame of the camera has come.
DETECTOR = """(text) => {
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ['qr_code']; }
    async detect(video) { return video.videoWidth && text ? [{rawValue: text}] : []; }
  };
}"""
TRACKS = """() => {
  window.streams = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const found = await real(asked);
    streams.push(found);
    return found;
  };
}"""
STATES = "streams.flatMap((each) => each.getTracks()).map((each) => each.readyState)"


def _scan(phone, text, permitted=True):
    if permitted:
        phone.context.grant_permissions(["camera"])
    if text is not None:
        phone.evaluate(DETECTOR, text)
    phone.evaluate(TRACKS)
    phone.focus("#opener")
    begin(phone, "scan", "tool.scan(words)")


def test_a_code_in_the_picture_is_its_text_and_the_camera_is_off(phone):
    _scan(phone, "9XK2M4QT")
    assert result(phone) == "9XK2M4QT"
    assert phone.evaluate(STATES) == ["ended"] and phone.evaluate("document.activeElement.id") == "opener"


def test_leaving_turns_the_camera_off(phone):
    _scan(phone, "")
    until(phone, "document.querySelector('video')?.videoWidth > 0")
    assert phone.evaluate(STATES) == ["live"]
    phone.keyboard.press("Escape")
    assert result(phone) is None and phone.evaluate(STATES) == ["ended"]


def test_a_camera_that_comes_after_the_person_left_is_turned_off(phone):
    phone.context.grant_permissions(["camera"])
    phone.evaluate(DETECTOR, "")
    phone.evaluate(TRACKS)
    phone.evaluate(
        """() => {
      const slow = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (asked) => {
        await new Promise((go) => (window.permit = go));
        return slow(asked);
      };
    }"""
    )
    begin(phone, "scan", "tool.scan(words)")
    until(phone, "window.permit")
    phone.keyboard.press("Escape")
    assert result(phone) is None
    phone.evaluate("permit()")
    until(phone, f"streams.length && {STATES}.every((each) => each === 'ended')")


def test_a_browser_without_a_detector_says_so(phone):
    _scan(phone, None)
    said = phone.get_by_role("alert")
    said.filter(has_text="此浏览器不能扫码").wait_for()
    assert phone.evaluate("streams.length") == 0 and not phone.locator("video").is_visible()
    accessible(phone)
    phone.get_by_role("button", name="取消").click()
    assert result(phone) is None


def test_a_camera_that_is_not_there_or_not_permitted_is_said(phone):
    phone.evaluate(DETECTOR, "")
    phone.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); } }"
    )
    begin(phone, "scan", "tool.scan(words)")
    phone.get_by_role("alert").filter(has_text="不能使用相机").wait_for()
    phone.keyboard.press("Escape")
    assert result(phone) is None


def test_the_dialog_is_accessible_in_every_theme(phone):
    _scan(phone, "")
    until(phone, "document.querySelector('video')?.videoWidth > 0")
    accessible(phone)
