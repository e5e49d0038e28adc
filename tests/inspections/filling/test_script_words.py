"""Every sentence that a script says is given by its page, and every one that a page gives is said by a script of it."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from core import pwa
from inspections.filling import script_words
from inspections.visits.words import STATES, UNMET

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "static"
SCRIPTS = {
    "form": "form",
    **{name: f"phone/{name}" for name in ("outbox", "receipts", "ready", "result")},
    "index": "phone/tasks",
}
SAYING = re.compile(r"\b(?:say|has)\(")
TEXT = re.compile(r'"([^"]*)"|`([^`]*)`')
GIVEN = re.compile(r"\bwords(?:\.(\w+)|\[`([^`]+)`\])")  # a tool that is handed its sentences
PART = re.compile(r"\$\{[^}]*\}")


def _first_argument(text: str, start: int) -> str:
    """What is between the bracket that opens there and its first comma, or its end."""
    depth, place = 1, start
    while depth and not (depth == 1 and text[place] == ","):
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(text[place], 0)
        place += 1
    return text[start:place]


def _keys_in(argument: str) -> set[str]:
    """The keys it names; `*` stands for what is put in."""
    return {PART.sub("*", plain or put_together) for plain, put_together in TEXT.findall(argument)}


def _speaks(text: str) -> bool:
    return bool(re.search(r'from "(?:\.\.?/)*words\.js"', text))


def _said_in(name: str) -> set[str]:
    text = (STATIC / name).read_text(encoding="utf-8")
    if name == "js/pages/words.js":
        return {"code_*"}  # why something failed
    if name.startswith("js/field/"):
        return {PART.sub("*", named or put_together) for named, put_together in GIVEN.findall(text)}
    arguments = [_first_argument(text, found.end()) for found in SAYING.finditer(text)] if _speaks(text) else []
    return {key for argument in arguments for key in _keys_in(argument)}


def _scripts_of(page: str) -> set[str]:
    return pwa.reachable(STATIC, {f"js/pages/{SCRIPTS[page]}.js"})


def _said_on(page: str) -> set[str]:
    return {key for name in _scripts_of(page) for key in _said_in(name)}


def _is_said(key: str, said: set[str]) -> bool:
    return key in said or any(re.fullmatch(each.replace("*", r"\w+"), key) for each in said if "*" in each)


@pytest.mark.parametrize("page", script_words.PAGES)
def test_what_the_scripts_of_a_page_say_is_given_by_it(page):
    given = script_words.PAGES[page]
    lacking = {each for each in _said_on(page) if not any(_is_said(key, {each}) for key in given)}
    assert lacking == set()


@pytest.mark.parametrize("page", script_words.PAGES)
def test_what_a_page_gives_is_said_by_a_script_of_it(page):
    said = _said_on(page)
    assert {key for key in script_words.PAGES[page] if not _is_said(key, said)} == set()


def test_every_script_that_says_something_belongs_to_a_page():
    speaking = {
        str(path.relative_to(STATIC)) for path in (STATIC / "js").rglob("*.js") if _speaks(path.read_text("utf-8"))
    }
    assert speaking and speaking <= {name for page in SCRIPTS for name in _scripts_of(page)}


def test_a_script_says_only_what_can_be_read_in_it():
    for name in {name for page in SCRIPTS for name in _scripts_of(page)} - {"js/pages/words.js"}:
        text = (STATIC / name).read_text(encoding="utf-8")
        for found in SAYING.finditer(text) if _speaks(text) else ():
            argument = _first_argument(text, found.end())
            assert _keys_in(argument) or text[found.start() - 1] == ".", f"{name}: say({argument}"


def test_one_script_reads_the_words_of_the_page():
    readers = [path.name for path in (STATIC / "js").rglob("*.js") if "dataset.words" in path.read_text("utf-8")]
    assert readers == ["words.js"]


def test_why_something_failed_is_named_as_a_script_or_the_server_names_it():
    scripts = "\n".join(path.read_text("utf-8") for path in (STATIC / "js").rglob("*.js"))
    names = {key.removeprefix("code_") for given in script_words.PAGES.values() for key in given if "code_" in key}
    assert names and [name for name in names if not re.search(rf'"{name}"|class {name} ', scripts)] == []


def test_every_state_of_an_answer_has_its_name_on_the_form_and_every_failure_its_title_on_the_result():
    assert {f"state_{state}" for state in (*STATES, "unanswered")} <= script_words.FORM.keys()
    assert {f"{part}_{state}" for part in ("state", "unmet") for state in UNMET} <= script_words.RESULT.keys()


@pytest.mark.parametrize("page", [page for page in script_words.PAGES if page != "form"])
def test_a_page_of_the_phone_hands_its_words_over_once(client, page):
    html = client.get("/phone" if page == "index" else f"/phone/{page}", headers={"Accept-Language": "en"}).text
    [carried] = re.findall(r'data-words="([^"]*)"', html)
    words = json.loads(unescape(carried))
    assert words["page"].keys() == script_words.PAGES[page].keys() and words["page"]["received"] == "Received"
    assert ("scoring" in words) is (page == "result")
