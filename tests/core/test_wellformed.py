"""What nobody sees is refused in texts and names; what is seen is not."""

import unicodedata

import pytest

from core.wellformed import is_name, spaced, visible

HIDDEN = ["\r", "\x00", "\x07", "\x85", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e"]
HIDDEN += ["\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2060", "\u2064", "\u2066", "\u2800"]
HIDDEN += ["\u3164", "\ud800", "\ufe00", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\U000e0041", "\U000e0100"]
SEEN = ["张三", "👨‍👩‍👧 一家", "❤️ 1️⃣ ⚠️", "Ünïcode", "e\u0301", "冠县（直属）", "𠮷野家", "买买提·艾力", "№ 3", "3"]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
@pytest.mark.parametrize("text", ["{}", "甲{}乙", "{}甲", "甲{}"])
def test_what_nobody_sees_is_in_no_text_and_no_name(text, hidden):
    assert not visible(text.format(hidden)) and not is_name(text.format(hidden))


def test_every_character_of_no_width_that_unicode_knows_is_refused():
    of_no_width = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cf", "Cs", "Zl", "Zp")]
    assert len(of_no_width) > 2000
    assert [each for each in of_no_width if visible(f"甲{each}乙")] == []


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_is_a_text_and_a_name(text):
    assert visible(text) and is_name(text)


NO_NAMES = ["", " ", "\u3000", "甲\n乙", "甲\n", "甲\t乙", "\u0301", "甲\ue000", "\U000f0000"]


@pytest.mark.parametrize("text", NO_NAMES, ids=ascii)
def test_a_name_is_one_line_that_shows_something_and_needs_no_font_of_its_own(text):
    assert visible(text) and not is_name(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张三 ", "张三"),
        ("张 \u3000\u00a0\u2003\t三", "张 三"),
        ("张三", "张三"),
        ("\u3000", ""),
        ("张\n三", "张\n三"),
        ("张\u2028三", "张\u2028三"),
    ],
    ids=ascii,
)
def test_spaces_are_single_and_lines_are_left_to_be_refused(typed, kept):
    assert spaced(typed) == kept
