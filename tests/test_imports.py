"""The import order of the house, and that every module stands alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ["core", "accounts", "checklists", "inspections", "app", "wsgi"]
ROOMS = {
    "checklists": ["reading", "standards", "authoring", "library"],
    "inspections": ["scoring", "planning", "filling", "review", "findings"],
}
SHARED = ("models", "queries")
MODULES = sorted(
    path
    for top in (*ORDER[:4], "app.py", "wsgi.py")
    for path in ([ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py"))
)
FORMATS = "checklists/reading/formats"
PURE = [
    "checklists/reading",
    "checklists/reading/drafting",
    *(FORMATS + room for room in ("", "/markup", "/page", "/word")),
    "checklists/authoring/answer_kinds",
    "inspections/scoring",
]
PURE_FILES = [
    "core/errors.py",
    "core/numbers.py",
    "core/working_days.py",
    "accounts/audit_chain.py",
    "accounts/passwords.py",
    "checklists/standards/validity.py",
    "checklists/authoring/conditions.py",
    "checklists/authoring/packs.py",
    "inspections/planning/deadlines.py",
    "inspections/filling/states.py",
    "inspections/filling/entries.py",
    *(f"inspections/filling/sync/{name}.py" for name in ("chain", "clocks", "keys", "merging", "payloads", "receipts")),
]


def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_arrow_points_from_the_outside_in(path):
    parts = _name(path).split("/")
    for imported in _imports(path):
        there = imported.split(".")
        if there[0] in ORDER:
            assert ORDER.index(there[0]) <= ORDER.index(parts[0]), imported
        rooms = ROOMS.get(parts[0], [])
        if there[0] == parts[0] and len(parts) > 2 and len(there) > 2 and there[1] in rooms and there[2] not in SHARED:
            assert rooms.index(there[1]) <= rooms.index(parts[1]), imported


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nobody_imports_the_pages_of_another_module(path):
    assert not [name for name in _imports(path) if name.split(".")[-2:-1] in (["views"], ["api"])]


@pytest.mark.parametrize(
    "path", [*(p for d in PURE for p in (ROOT / d).glob("*.py")), *(ROOT / f for f in PURE_FILES)], ids=_name
)
def test_pure_rules_know_no_web_and_no_database(path):
    for imported in _imports(path):
        top, *rest = imported.split(".")
        assert top not in ("flask", "sqlalchemy", "wtforms", "flask_babel", "flask_login") and "models" not in rest, (
            imported
        )


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "services.py"], ids=_name)
def test_services_know_no_request_and_do_not_commit(path):
    text = path.read_text()
    assert "from flask" not in text and ".commit(" not in text and "current_user" not in text


@pytest.mark.parametrize(
    "name", ["accounts.models", "checklists.library.services", "inspections.findings.models", "wsgi"]
)
def test_a_module_can_be_imported_first(name):
    run = subprocess.run([sys.executable, "-c", f"import {name}"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
