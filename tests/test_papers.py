"""What the papers of the project name exists, and the orders they tell are the enforced ones."""

import re

import pytest

from tests import words
from tests.test_imports import ORDER, ROOMS, ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
# Made by the product where it runs, or spoken of as a shape.
NOT_KEPT = ("instance/", "<", "…", "evidence/", "sources/", "FOLDER", "http", "/", "./tiaocha", ".venv")


def _paths(text: str) -> set[str]:
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|txt|toml|lock))`", text) + re.findall(
        r"\]\(([^)#]+)\)", text
    )
    return {path for path in named if not path.startswith(NOT_KEPT)}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_paper_names_exists(paper):
    known = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    missing = [
        path
        for path in _paths(paper.read_text())
        if not (ROOT / path).exists() and not (paper.parent / path).exists() and path not in known
    ]
    assert not missing


def test_the_orders_are_those_of_the_import_test():
    assert " → ".join(reversed(ORDER)) in ARCHITECTURE
    for package, rooms in ROOMS.items():
        assert f"- {package}: {' ← '.join(rooms)}" in ARCHITECTURE


def test_every_folder_of_the_tree_is_told_and_every_one_that_is_told_exists():
    tree = ARCHITECTURE.split("```")[1]
    tops = re.findall(r"^(\w+)/", tree, re.M)
    kept = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))} - {"docs"}
    assert set(tops) == kept
    for package, rooms in ((each, ROOMS[each]) for each in ("checklists", "inspections")):
        there = {path.name for path in (ROOT / package).iterdir() if path.is_dir() and not path.name.startswith("_")}
        assert set(rooms) == there and all(re.search(rf"^  {room}/ ", tree, re.M) for room in rooms)


def _glossary() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| ([^|]*) \| ([^|]*) \| [^|]* \|$", (ROOT / "docs/glossary.md").read_text(), re.M)
    return [row for row in rows if row[0] != "on screen"]


def test_the_words_of_the_glossary_stand_on_screen_and_in_code():
    said = "\n".join(words.sentences())
    rows, code = _glossary(), "".join(path.read_text() for top in ORDER[2:4] for path in (ROOT / top).rglob("*.py"))
    code += "".join(path.read_text() for path in (ROOT / "accounts").rglob("*.py"))
    shown = {word for shown, _ in rows for word in re.findall("[一-龥]+", shown)}
    names = {name for _, told in rows for name in re.findall(r"`(\w+)`", told)}
    assert len(rows) > 40
    assert not {word for word in shown if word not in said}
    assert not {name for name in names if not re.search(rf"\b{name}\b", code)}
