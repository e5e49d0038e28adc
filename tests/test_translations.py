"""Every sentence of the product is said in English too; its Chinese is its key."""

import gettext
import os
import re

import pytest
from flask_babel import force_locale
from flask_babel import gettext as translated

from core import catalogues
from tests import words


def test_every_sentence_has_its_english_and_none_is_left_over():
    assert set(words.english()) == words.sentences()
    assert all(words.english().values())


def test_the_catalogue_is_as_the_command_writes_it():
    assert words.ENGLISH.read_bytes() == words.brought_up()


def test_a_sentence_that_is_new_waits_for_its_words_and_one_that_is_gone_goes(monkeypatch):
    kept, gone = sorted(words.sentences())[:2]
    monkeypatch.setattr(words, "sentences", lambda: {kept, "新的一句"})
    written = words.brought_up().decode()
    assert 'msgid "新的一句"\nmsgstr ""' in written and kept in written and f'msgid "{gone}"' not in written


def test_english_is_english_and_keeps_the_parameters():
    for chinese, english in words.english().items():
        assert not re.search("[一-龥]", english), english
        pattern = r"%\(\w+\)s|\{\w+\}"
        assert sorted(re.findall(pattern, chinese)) == sorted(re.findall(pattern, english)), chinese


def test_every_sentence_is_said_as_the_catalogue_has_it(app):
    with app.test_request_context(), force_locale("en"):
        assert {sentence: translated(sentence) for sentence in words.english()} == words.english()
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert [sentence for sentence in words.english() if translated(sentence) != sentence] == []


def test_what_was_written_later_is_compiled_anew_and_only_that(tmp_path):
    catalogues.compile_into(tmp_path)
    english, click = tmp_path / "en/LC_MESSAGES/messages.mo", tmp_path / "zh_Hans_CN/LC_MESSAGES/click.mo"
    for file in (english, click):
        file.write_bytes(b"")
    os.utime(english, (0, 0))
    catalogues.compile_into(tmp_path)
    with english.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("登录") == words.english()["登录"]
    assert click.read_bytes() == b"" and len(list(tmp_path.rglob("*.*"))) == 2


def test_where_nothing_may_be_written_beside_them_they_are_compiled_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "compile_into", _refuses_once(catalogues.compile_into))
    place = catalogues.folder.__wrapped__()
    assert place != catalogues.WRITTEN and gettext.find("messages", place, ["en"])


def _refuses_once(compile_into):
    refusals = iter([PermissionError("read-only")])

    def compiled(place):
        for refusal in refusals:
            raise refusal
        return compile_into(place)

    return compiled


@pytest.mark.parametrize(("speaks", "shown"), [("en-GB,en", "Sign in"), ("zh-CN,zh", "登录")])
def test_a_reader_gets_his_language(client, speaks, shown):
    assert shown in client.get("/login", headers={"Accept-Language": speaks}).text
