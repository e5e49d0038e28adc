"""The import order of the house (docs/architecture.md), and that every module stands alone."""

import ast
import re
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
# Pure rules that do not say so: a wall of the reader whose modules all do, and what reads a file or a key.
PURE_BY_PLACE = [f"checklists.reading{part}" for part in ("", ".__main__", ".structure", ".duties", ".formats")]
PURE_BY_PLACE += ["checklists.reading.formats.apart", "inspections.filling.sync.keys"]
WEB = (
    "flask",
    "flask_babel",
    "flask_login",
    "flask_migrate",
    "flask_wtf",
    "jinja2",
    "markupsafe",
    "werkzeug",
    "wtforms",
)
DATABASE = ("sqlalchemy", "flask_sqlalchemy")
OF_THE_READER = ("flask_babel.", "markupsafe.")  # the language, and text that is mark-up
OF_NO_REQUEST = ("flask.Flask", "flask.cli", "flask_login.UserMixin")  # types, a mixin, a command's group
# Each knows the request without being an edge, for this reason.
GATES = {
    "accounts.asking_again": "stands before an act",
    "accounts.checkpoints": "makes one with the first act of a day, and finds the key with the application",
    "accounts.known_devices": "a cookie",
    "accounts.navigation": "what every page shows of who is asking",
    "accounts.permissions": "stands before every view, and writes that a session is in use",
    "accounts.refusals": "notes what the gate refused",
    "app": "puts all together",
}
# Each with why a service may stand on it: the database's own binding, and the place where the application is made.
BOUND = ("core.db", "core.extensions")
# Its answer is said once and kept word for word; nobody else who writes says anything.
SAYS = "inspections.filling.sync.answers"


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for path in FILES}
SOURCES = {name: path.read_text() for name, path in MODULES.items()}


@cache
def imports(source: str) -> tuple[str, ...]:
    """The dotted names that a module's text imports, wherever in it."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def taken_of(source: str, packages: tuple[str, ...]) -> list[str]:
    """What the module's text imports of those packages."""
    return [name for name in imports(source) if name.split(".")[0] in packages]


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
    """What a module takes of the web, the reader's language with it."""
    return [name for name in taken_of(source, WEB) if not name.startswith(OF_NO_REQUEST)]


def reached(module: str, sources: dict[str, str], beside: tuple[str, ...] = ()) -> dict[str, str]:
    """Every module of the house that this one stands on, by whom it is imported; not through those beside."""
    found, waiting = {module: ""}, [module]
    while waiting:
        at = waiting.pop()
        for imported in imports(sources[at]):
            there = imported if imported in sources else imported.rpartition(".")[0]
            if there in sources and there not in (*found, *beside):
                found[there] = at
                waiting.append(there)
    return found


def request_behind(module: str, sources: dict[str, str]) -> dict[str, list[str]]:
    """What the module and those it stands on know of the request, by module."""
    beside = (*BOUND, "core.i18n") if module == SAYS else (*BOUND, SAYS)
    known = {each: of_the_request(sources[each]) for each in reached(module, sources, beside)}
    return {each: names for each, names in known.items() if names}


def impure_behind(module: str, sources: dict[str, str]) -> dict[str, list[str]]:
    """The web, the database and the models that the module stands on, by module."""
    behind = reached(module, sources)
    known = {each: taken_of(sources[each], (*WEB, *DATABASE)) for each in behind}
    models = {each: [each] for each in behind if "models" in each.split(".")}
    return models | {each: names for each, names in known.items() if names}


def unfit_of_a_model(module: str, source: str) -> list[str]:
    """What a model imports beside core, pure rules and the models of rooms before."""
    own = [name for name in imports(source) if name.split(".")[0] in ORDER and not name.startswith("core.")]
    homes = [name if name in SOURCES else name.rpartition(".")[0] for name in own]
    others = [home for home in homes if "models" not in home.split(".") and home not in PURE]
    return others + [name for name in of_the_request(source) if not name.startswith("markupsafe")]


def unfit_of_a_form(source: str) -> list[str]:
    """What a form imports of the database, and the modules of the house that write."""
    homes = [name if name in SOURCES else name.rpartition(".")[0] for name in imports(source)]
    return taken_of(source, DATABASE) + [home for home in homes if home == "core.db" or home in SERVICES]


def writes(source: str) -> bool:
    """Whether a module changes rows: a service, whatever it is called."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls}
    by_statement = {name.rpartition(".")[2] for name in taken_of(source, DATABASE)} & {"insert", "update", "delete"}
    by_dialect = "sqlalchemy.dialects" in {name.rpartition(".")[0] for name in imports(source)}
    return bool(
        any(name.endswith(tuple(f"session.{way}" for way in ("add", "add_all", "flush", "merge"))) for name in names)
        or "db.session.delete" in names
        or by_statement
        or (by_dialect and any(name.endswith(".insert") for name in names))
        or "accounts.audit.record" in imports(source)
    )


def names_tests(source: str) -> list[str]:
    """The imports and the paths by which a module's text knows the tests."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return taken_of(source, ("tests",)) + [text for text in texts if isinstance(text, str) and "tests/" in text]


def says_pure(source: str) -> bool:
    """Whether the module's own docstring calls it pure."""
    return bool(re.search(r"\bPure\b", ast.get_docstring(ast.parse(source)) or ""))


PURE = [name for name, source in SOURCES.items() if says_pure(source)] + PURE_BY_PLACE
SERVICES = [
    name
    for name, source in SOURCES.items()
    if (writes(source) or name.endswith(".services")) and name.rpartition(".")[2] not in EDGES and name not in GATES
]
NO_EDGES = [
    name
    for name in SOURCES
    if name.rpartition(".")[2] not in (*EDGES, "forms") and not name.startswith("core.") and name not in GATES
]


@pytest.mark.parametrize("module", MODULES)
def test_every_arrow_points_from_the_outside_in(module):
    assert not up(module, SOURCES[module])


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ("app", "wsgi")])
def test_nobody_imports_the_views_the_api_or_the_commands_of_another_room(module):
    assert not foreign_edges(module, SOURCES[module])


@pytest.mark.parametrize("module", PURE)
def test_pure_rules_know_no_web_and_no_database(module):
    assert impure_behind(module, SOURCES) == {}


def test_a_rule_is_pure_by_its_own_word():
    assert {"accounts.limits", "core.clock", "inspections.visits.entries", "inspections.scoring.score"} <= set(PURE)
    assert set(PURE_BY_PLACE) <= set(SOURCES)


@pytest.mark.parametrize("module", [name for name in SOURCES if "models" in name.split(".")])
def test_models_know_core_pure_rules_and_the_models_before_them(module):
    assert not unfit_of_a_model(module, SOURCES[module])


@pytest.mark.parametrize("module", [name for name in SOURCES if name.endswith(".queries")])
def test_queries_do_not_know_the_request_and_write_nothing(module):
    assert request_behind(module, SOURCES) == {}
    assert module not in SERVICES


@pytest.mark.parametrize("module", [name for name in SOURCES if name.endswith(".forms")])
def test_forms_know_no_services_and_no_database(module):
    assert not unfit_of_a_form(SOURCES[module])


@pytest.mark.parametrize("module", SERVICES)
def test_whoever_writes_rows_stands_on_nothing_that_knows_the_request_and_does_not_commit(module):
    assert request_behind(module, SOURCES) == {}
    assert "session.commit(" not in SOURCES[module]


@pytest.mark.parametrize("module", NO_EDGES)
def test_only_edges_and_gates_know_the_request_whoever_shows_something_the_language(module):
    assert [name for name in of_the_request(SOURCES[module]) if not name.startswith(OF_THE_READER)] == []


def test_every_gate_is_there_and_is_one():
    assert [name for name in GATES if not of_the_request(SOURCES[name])] == []


@pytest.mark.parametrize("module", MODULES)
def test_the_product_does_not_know_its_tests(module):
    assert not names_tests(SOURCES[module])


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
    assert rule(module, f"{SOURCES[module]}\n{line}\n")


OF_THE_WEB = [
    "from flask import url_for",
    "from flask_login import current_user",
    "from flask_babel import gettext",
    "from werkzeug.datastructures import MultiDict",
    "from wtforms import Form",
    "from flask_wtf import FlaskForm",
]


def planted(module: str, line: str) -> dict[str, str]:
    """The texts of the house with the line in that module."""
    return SOURCES | {module: f"{SOURCES.get(module, '')}\n{line}\n"}


@pytest.mark.parametrize("line", OF_THE_WEB)
@pytest.mark.parametrize("module", ["inspections.filling.services", "inspections.filling.form_post"])
def test_the_request_is_found_in_a_service(module, line):
    assert list(request_behind(module, planted(module, line))) == [module]


@pytest.mark.parametrize("line", OF_THE_WEB)
def test_the_request_is_found_behind_a_service(line):
    house = planted("inspections.filling.services", "from core.between import anything")
    house |= {"core.between": "from core import beyond", "core.beyond": line}
    assert list(request_behind("inspections.filling.services", house)) == ["core.beyond"]


@pytest.mark.parametrize("line", ["import sqlalchemy", "from flask_babel import gettext", "from core.db import db"])
def test_the_database_and_the_web_are_found_behind_pure_rules(line):
    assert impure_behind("inspections.scoring.score", planted("core.numbers", line))


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy import update",
        "from sqlalchemy import delete as gone",
        "from sqlalchemy.dialects.sqlite import insert",
        "db.session.add_all(rows)",
        "db.session.flush()",
        "from accounts.audit import record",
    ],
)
def test_whoever_changes_rows_is_a_service_by_whatever_way(line):
    assert not writes(SOURCES["inspections.visits.queries"])
    assert writes(planted("inspections.visits.queries", line)["inspections.visits.queries"])


def test_these_are_services_whatever_they_are_called():
    named = {"accounts.allowances", "accounts.appending", "accounts.sessions", "inspections.planning.transfers"}
    assert named <= set(SERVICES)


@pytest.mark.parametrize(
    "line", ["from tests.builders import kept", 'SAMPLE = "tests/data/documents"', "import tests.words"]
)
def test_a_path_into_the_tests_is_found_in_the_product(line):
    assert names_tests(planted("checklists.standards.cli", line)["checklists.standards.cli"])


@pytest.mark.parametrize("line", ["from flask import g", "from inspections.planning import services"])
def test_what_no_model_may_know_is_found(line):
    assert unfit_of_a_model("inspections.visits.models.record", line)


@pytest.mark.parametrize("line", ["from core.db import db", "import sqlalchemy", "from accounts import services"])
def test_what_no_form_may_know_is_found(line):
    assert unfit_of_a_form(line)


@pytest.mark.parametrize(
    "name", ["accounts.models", "checklists.library.services", "inspections.findings.models", "wsgi"]
)
def test_a_module_can_be_imported_first(name):
    run = subprocess.run([sys.executable, "-c", f"import {name}"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
