"""Speaking instead of typing. Recognition itself belongs to the browser's maker: a stand-in says the words."""

import pytest

from tests.js.field.conftest import accessible, begin, result

pytestmark = pytest.mark.browser
EAR = """() => {
  globalThis.SpeechRecognition = class extends EventTarget {
    start() { window.ear = this; this.listening = true; }
    stop() { this.listening = false; this.dispatchEvent(new Event('end')); }
    abort() { this.stop(); }
    say(text, final = true) {
      const result = Object.assign([{transcript: text}], {isFinal: final});
      this.dispatchEvent(Object.assign(new Event('result'), {results: [result], resultIndex: 0}));
    }
    fail(error) { this.dispatchEvent(Object.assign(new Event('error'), {error})); this.stop(); }
  };
}"""
CALL = "tool.dictate(document.querySelector('#note'), 'zh-CN', words)?.textContent ?? null"


@pytest.fixture
def hearing(phone):
    """A page that may use the microphone, in a browser that recognises speech."""
    phone.goto("/hearing")
    phone.evaluate(EAR)
    begin(phone, "dictate", CALL)
    assert result(phone) == "语音输入"
    return phone


def test_spoken_words_go_to_the_cursor_and_are_told_to_the_form(hearing):
    hearing.evaluate(
        "() => { note.setSelectionRange(1, 1); window.told = []; note.oninput = () => told.push('input'); }"
    )
    hearing.get_by_role("button", name="语音输入").click()
    assert hearing.evaluate("[ear.lang, ear.continuous]") == ["zh-CN", True]
    hearing.evaluate("() => { ear.say('还没说完', false); ear.say('墙面'); ear.say('开裂'); }")
    assert hearing.locator("#note").input_value() == "甲墙面开裂乙" and hearing.evaluate("told.length") == 2


def test_the_same_button_stops(hearing):
    hearing.get_by_role("button", name="语音输入").click()
    hearing.get_by_role("button", name="停止语音输入").click()
    assert not hearing.evaluate("ear.listening")
    assert hearing.get_by_role("button", name="语音输入", exact=True).is_visible()


def test_a_failure_is_said_and_a_locked_text_stays_as_it_is(hearing):
    hearing.get_by_role("button", name="语音输入").click()
    hearing.evaluate("() => { note.readOnly = true; ear.say('墙面'); ear.fail('network'); }")
    assert hearing.locator("#note").input_value() == "甲乙"
    assert hearing.get_by_text("语音输入未能进行，请用键盘输入。").is_visible()


@pytest.mark.parametrize("lacking", ["recognition", "permission of the page"])
def test_without_recognition_or_microphone_no_button_is_shown(phone, lacking):
    phone.goto("/hearing" if lacking == "recognition" else "/")
    if lacking == "recognition":
        phone.evaluate("() => { delete globalThis.webkitSpeechRecognition; delete globalThis.SpeechRecognition; }")
    else:
        phone.evaluate(EAR)
    begin(phone, "dictate", CALL)
    assert result(phone) is None and phone.get_by_role("button", name="语音输入").count() == 0


def test_the_button_is_accessible_in_every_theme(hearing):
    hearing.get_by_role("button", name="语音输入").click()
    accessible(hearing)
