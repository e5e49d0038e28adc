"""The import order of the house (docs/architecture.md), and that every module stands alone."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ["core", "accounts", "checklists", "inspections", "installation", "app", "wsgi"]
# Inside a package or a room: the rooms in their order; each may import those before it.
ROOMS = {
    "checklists.reading": ["structure", "formats", "duties", "drafting"],
    "checklists": ["reading", "standards", "authoring", "library"],
    "inspections": ["scoring", "planning", "visits", "evidence", "filling", "review", "findings"],
}
FILES = sorted(
    path
    for top in (*ORDER[:-2], "app.py", "wsgi.py")
    for path in ([ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py"))
)
EDGES = ("views", "api", "cli")
FORMATS = "checklists/reading/formats"
PURE = [
    "checklists/reading",
    *(f"checklists/reading/{wall}" for wall in ("structure", "duties", "drafting")),
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
    "accounts/two_people.py",
    "checklists/standards/validity.py",
    "checklists/authoring/conditions.py",
    "checklists/authoring/packs.py",
    "inspections/planning/deadlines.py",
    *(f"inspections/visits/{name}.py" for name in ("states", "entries", "standing", "words", "proof")),
    *(f"inspections/filling/sync/{name}.py" for name in ("chain", "clocks", "keys", "merging", "payloads", "receipts")),
]
WEB = ("flask", "wtforms", "flask_babel", "flask_login", "flask_wtf", "flask_migrate")
DATABASE = ("sqlalchemy", "flask_sqlalchemy")


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for path in FILES}


def imports(source: str) -> list[str]:
    """The dotted names that a module's text imports, wherever in it."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def up(module: str, source: str) -> list[str]:
    """What the module imports from a package or a room that stands above its own."""
    return [imported for imported in imports(source) if _is_above(imported, module)]


def _is_above(imported: str, module: str) -> bool:
    there, here = imported.split(".")[0], module.split(".")[0]
    if there in ORDER and there != here:
        return ORDER.index(there) > ORDER.index(here)
    for place, rooms in ROOMS.items():
        other, own = _room(imported, place, rooms), _room(module, place, rooms)
        if other and own and rooms.index(other) > rooms.index(own):
            return True
    return False


def _room(module: str, place: str, rooms: list[str]) -> str | None:
    """The room of that place in which the module stands."""
    room = module.removeprefix(f"{place}.").split(".")[0] if module.startswith(f"{place}.") else None
    return room if room in rooms else None


def foreign_edges(module: str, source: str) -> list[str]:
    """The views, APIs and commands of other rooms that the module imports."""
    own = module.rpartition(".")[0]
    edges = [name.split(".") for name in imports(source) if name.split(".")[0] in ORDER]
    places = [(".".join(parts[:at]), parts[at]) for parts in edges for at in range(1, len(parts))]
    return [
        f"{room}.{part}"
        for room, part in places
        if part in EDGES and f"{room}.{part}" in MODULES and not f"{room}.".startswith(f"{own}.")
    ]


def of_the_request(source: str) -> list[str]:
    """What a module takes of the web that only an edge may know; a type of Flask's and a mixin are nothing of that."""
    named = [name for name in imports(source) if name.split(".")[0] in ("flask", "flask_login")]
    return [name for name in named if name not in ("flask.Flask", "flask_login.UserMixin")]


@cache
def reached(module: str) -> dict[str, str]:
    """Every module of the house that this one stands on, by whom it is imported."""
    found, waiting = {module: ""}, [module]
    while waiting:
        at = waiting.pop()
        for imported in imports(MODULES[at].read_text()):
            there = imported if imported in MODULES else imported.rpartition(".")[0]
            if there in MODULES and there not in found:
                found[there] = at
                waiting.append(there)
    return found


def writes(source: str) -> bool:
    """Whether a module changes rows: a service, whatever it is called."""
    return "session.flush(" in source or "session.add(" in source


@pytest.mark.parametrize("module", MODULES)
def test_every_arrow_points_from_the_outside_in(module):
    assert not up(module, MODULES[module].read_text())


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("app", "wsgi")])
def test_nobody_imports_the_views_the_api_or_the_commands_of_another_room(module):
    assert not foreign_edges(module, MODULES[module].read_text())


@pytest.mark.parametrize("path", [*(p for d in PURE for p in (ROOT / d).glob("*.py")), *map(ROOT.joinpath, PURE_FILES)])
def test_pure_rules_know_no_web_and_no_database(path):
    for module, by in reached(_name(path)).items():
        known = {name.split(".")[0] for name in imports(MODULES[module].read_text())} & {*WEB, *DATABASE}
        assert not known and not module.endswith(".models"), (module, by, known)


@pytest.mark.parametrize("module", [name for name, path in MODULES.items() if writes(path.read_text())])
def test_whoever_writes_rows_stands_on_nothing_that_knows_the_request_and_does_not_commit(module):
    known = {each: of_the_request(MODULES[each].read_text()) for each in reached(module) if each not in BOUND}
    assert {each: named for each, named in known.items() if named} == {}
    assert "session.commit(" not in MODULES[module].read_text()


# Each with why it may: the database's own binding, and the place where the application is made.
BOUND = ("core.db", "core.extensions")


@pytest.mark.parametrize("module", MODULES)
def test_the_product_does_not_know_its_tests(module):
    source = MODULES[module].read_text()
    assert not [name for name in imports(source) if name.split(".")[0] == "tests"]
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    assert not [text for text in texts if isinstance(text, str) and "tests/" in text]


PLANTED = [
    (up, "inspections.planning.services", "from inspections.review.models import Rescue"),
    (up, "inspections.visits.queries", "from inspections.filling.sync.models import Packet"),
    (up, "checklists.standards.services", "def late():\n    import inspections.visits.queries"),
    (up, "checklists.reading.structure.tree", "from checklists.reading.duties.limits import limits"),
    (up, "core.db", "from accounts.models import Account"),
    (foreign_edges, "inspections.review.views", "from inspections.filling.views import form"),
    (foreign_edges, "inspections.review.queries", "from accounts import cli"),
]


@pytest.mark.parametrize(("rule", "module", "line"), PLANTED)
def test_an_arrow_that_is_planted_is_found(rule, module, line):
    assert rule(module, f"{MODULES[module].read_text()}\n{line}\n")


@pytest.mark.parametrize("line", ["from flask import url_for", "from flask_login import current_user"])
def test_the_request_is_found_in_a_service(line):
    assert not of_the_request(MODULES["inspections.filling.services"].read_text())
    assert of_the_request(f"{MODULES['inspections.filling.services'].read_text()}\n{line}\n")


@pytest.mark.parametrize(
    "name", ["accounts.models", "checklists.library.services", "inspections.findings.models", "wsgi"]
)
def test_a_module_can_be_imported_first(name):
    run = subprocess.run([sys.executable, "-c", f"import {name}"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
