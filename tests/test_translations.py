"""Every sentence of the product is in both catalogues, compiled as it stands."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
METHODS = [
    ("app.py", "python"),
    *((f"{top}/**.py", "python") for top in ("core", "accounts", "checklists", "inspections")),
    ("templates/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None}


def _catalogue(language: str) -> dict[str, str]:
    with (ROOT / "translations" / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def _in_code() -> set[str]:
    found = extract_from_dir(
        str(ROOT), METHODS, keywords=KEYWORDS, options_map={"templates/**.html": {"encoding": "utf-8"}}
    )
    skipped = ("tests", ".venv")
    return {message for name, _, message, *_ in found if message and not name.startswith(skipped)}


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_sentence_has_its_words_and_none_is_left_over(language):
    catalogue = _catalogue(language)
    assert set(catalogue) == _in_code()
    assert all(catalogue.values())


def test_english_is_english_and_keeps_the_parameters():
    for chinese, english in _catalogue("en").items():
        assert not re.search("[一-龥]", english), english
        pattern = r"%\(\w+\)s|\{\w+\}"
        assert sorted(re.findall(pattern, chinese)) == sorted(re.findall(pattern, english)), chinese


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_the_compiled_catalogue_is_the_written_one(language):
    folder = ROOT / "translations" / language / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        fresh = io.BytesIO()
        write_mo(fresh, read_po(file))
    fresh.seek(0)
    with (folder / "messages.mo").open("rb") as file:
        assert {m.id: m.string for m in read_mo(file)} == {m.id: m.string for m in read_mo(fresh)}


def test_a_reader_of_english_gets_english(client):
    assert "Sign in" in client.get("/login", headers={"Accept-Language": "en-GB,en"}).text
    assert "登录" in client.get("/login", headers={"Accept-Language": "zh-CN,zh"}).text
