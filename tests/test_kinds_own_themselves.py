"""An answer kind is asked for what it is; nobody else asks which one it is."""

import re
from pathlib import Path

import pytest

from checklists.authoring.answer_kinds import KINDS

ROOT = Path(__file__).parents[1]
ROOMS = ("accounts", "checklists", "core", "inspections", "installation", "templates", "static/js")
ASKED_WHICH = re.compile(r"""item\.kind\s*(?:==|!=|===|!==|in\b|not in\b)|item\.kind in \(""")


def _pages() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".html", ".js")]


def test_nobody_asks_which_kind_an_item_is():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ASKED_WHICH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["if item.kind == 'count'", "item.kind in DATED", 'item.kind === "document"'])
def test_the_asking_is_recognised(line):
    assert ASKED_WHICH.search(line)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_a_folder_a_card_and_a_file_of_the_script(name):
    assert (ROOT / f"checklists/authoring/answer_kinds/{name}/__init__.py").is_file()
    assert (ROOT / f"templates/kinds/{name}.html").is_file()
    assert (ROOT / f"static/js/scoring/kinds/{name}.js").is_file()
