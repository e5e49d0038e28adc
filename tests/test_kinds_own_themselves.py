"""An answer kind is asked for what it is; nobody else asks which one it is."""

import re
from pathlib import Path

import pytest

from checklists.authoring.answer_kinds import KINDS
from tests.checklists.authoring.test_answer_kinds import JUDGED
from tests.checklists.authoring.test_params import SOUND, WRONG

ROOT = Path(__file__).parents[1]
ROOMS = ("accounts", "checklists", "core", "inspections", "installation", "templates", "static/js")
SCRIPT = "static/js/scoring/kinds"
BY_PERSON = {name for name, kind in KINDS.items() if kind.states({})}
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
    places = ("checklists/authoring/answer_kinds/{}/__init__.py", "templates/kinds/{}.html", f"{SCRIPT}/{{}}.js")
    lacking = [path for place in places if not (ROOT / (path := place.format(name))).is_file()]
    assert not lacking, f"the kind {name} lacks {lacking}"


def test_the_script_knows_every_kind():
    index = (ROOT / SCRIPT / "index.js").read_text(encoding="utf-8")
    listed = set(re.findall(r"\w+", re.search(r"KINDS = \{([^}]*)\}", index)[1]))
    brought = set(re.findall(r'import \{ (\w+) \} from "\./\1\.js";', index))
    assert set(KINDS) == listed == brought, f"{SCRIPT}/index.js: import and KINDS are to name every kind of answer"


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_says_what_it_asks_for_what_is_wrong_and_how_it_judges(name):
    """In tables of tests: each has a row for every kind."""
    rows = {
        "SOUND of tests/checklists/authoring/test_params.py": SOUND,
        "WRONG of tests/checklists/authoring/test_params.py": {kind for kind, *_ in WRONG},
        "JUDGED of tests/checklists/authoring/test_answer_kinds.py": {*(kind for kind, *_ in JUDGED), *BY_PERSON},
    }
    assert not (poor := [table for table, kinds in rows.items() if name not in kinds]), f"no row for {name} in {poor}"
