"""Sentences in the reader's language."""

import pytest
from flask_babel import force_locale

from core.errors import Sentence
from core.i18n import quoted, translate
from core.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stays_none(app, language):
    with app.test_request_context(), force_locale(language):
        assert translate("") == ""


def test_a_sentence_is_translated_whole_and_filled_in_afterwards(app):
    sentence = Sentence("须附照片 {count} 张", count=2)
    assert sentence == "须附照片 2 张"
    with app.test_request_context(), force_locale("en"):
        assert "2" in translate(sentence) and translate(sentence).isascii()
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert translate(sentence) == "须附照片 2 张"


def test_what_fills_a_sentence_may_hold_braces(app):
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert translate(Sentence("请先填写：{label}", label="{甲}")) == "请先填写：{甲}"


@pytest.mark.parametrize("mark", ["\u061c", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069"])
def test_nothing_in_a_note_turns_the_letters_around_it(app, mark):
    with app.test_request_context():
        assert quoted(f"已整改{mark}改整未") == f"已整改⟨U+{ord(mark):04X}⟩改整未"
