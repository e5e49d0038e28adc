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
VERBS = ("get", "post", "put", "patch", "delete", "route")
LONGEST_VIEW = 25  # lines; the form without a visit. Most have 15 or fewer. The number may only fall.
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
        elif isinstance(node, ast.ImportFrom):
            names += [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return (*names, *at_run_time(source))


def at_run_time(source: str) -> list[str]:
    """The modules that are imported by a call with their name; not by the last lines, with which a process begins."""
    body = [node for node in ast.parse(source).body if not (isinstance(node, ast.If) and "__name__" in unparsed(node))]
    calls = [node for part in body for node in ast.walk(part) if isinstance(node, ast.Call) and node.args]
    named = [call.args[0] for call in calls if last(call) in ("import_module", "__import__")]
    return [name.value for name in named if isinstance(name, ast.Constant)]


def unparsed(node: ast.AST) -> str:
    """What stands there, of a condition or a call only what it asks or calls."""
    return ast.unparse(node.test if isinstance(node, ast.If) else node.func if isinstance(node, ast.Call) else node)


def last(call: ast.Call) -> str:
    """The name that is called, without what it belongs to."""
    return unparsed(call).rpartition(".")[2]


def calls_in(source: str) -> list[ast.Call]:
    """Every call of a module's text."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def relative(source: str) -> list[str]:
    """The imports that say only how far away something stands, so that no rule here could judge them."""
    return [name for name in imports(source) if name.startswith(".")]


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


# Ways to change rows: of a session; of one, whatever it is called; of a table or of what was asked for.
OF_A_SESSION = {"add", "add_all", "delete", "flush", "merge"}
OF_ANYTHING = {"bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}
STATEMENTS = {"insert", "update", "delete"}
SQL = re.compile(r"\s*(insert|update|delete|replace)\b", re.IGNORECASE)


def writes(source: str) -> bool:
    """Whether a module changes rows: a service, whatever it is called."""
    by_statement = {name.rpartition(".")[2] for name in taken_of(source, DATABASE)} & STATEMENTS
    by_dialect = "sqlalchemy.dialects" in {name.rpartition(".")[0] for name in imports(source)}
    called, of_the_database = calls_in(source), bound_by(source, DATABASE)
    sessions = named_for(source, ("session", "session()"))
    return bool(
        by_statement
        or "accounts.audit.record" in imports(source)
        or any(changes(call, sessions, of_the_database) for call in called)
        or (by_dialect and any(last(call) == "insert" for call in called))
    )


def changes(call: ast.Call, sessions: set[str], of_the_database: set[str]) -> bool:
    """Whether a call changes rows, where these names are sessions and those come from SQLAlchemy."""
    whose, name = unparsed(call).rpartition(".")[0], last(call)
    by_session = whose in sessions or whose.endswith(("session", "session()"))
    by_statement = "query(" in whose or "__table__" in whose or whose.split(".")[0] in of_the_database
    in_words = name in ("text", "exec_driver_sql") and any(SQL.match(said) for said in constants(call))
    return bool(
        name in OF_ANYTHING
        or (name in OF_A_SESSION and by_session)
        or (name in STATEMENTS and by_statement)
        or in_words
    )


def constants(call: ast.Call) -> list[str]:
    """The texts that a call is given, of one with gaps its first piece."""
    given = [arg.values[0] if isinstance(arg, ast.JoinedStr) and arg.values else arg for arg in call.args]
    return [arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def named_for(source: str, ways: tuple[str, ...]) -> set[str]:
    """The names that a module gives to what ends so."""
    given = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign | ast.NamedExpr)]
    named = [
        (node.targets if isinstance(node, ast.Assign) else [node.target], ast.unparse(node.value)) for node in given
    ]
    return {ast.unparse(name) for names, value in named for name in names if value.endswith(ways)}


def bound_by(source: str, packages: tuple[str, ...]) -> set[str]:
    """The names by which a module knows those packages and what is in them."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    pairs = [(getattr(node, "module", None) or each.name, each) for node in found for each in node.names]
    return {(each.asname or each.name).split(".")[0] for module, each in pairs if module.split(".")[0] in packages}


def commits(source: str) -> list[str]:
    """The calls that commit, whatever the session is called; a savepoint ends nothing."""
    savepoints = {f"{name}.commit" for name in named_for(source, ("begin_nested()",))}
    return [unparsed(call) for call in calls_in(source) if last(call) == "commit" and unparsed(call) not in savepoints]


def long_views(source: str) -> list[str]:
    """The views of a module that are longer than any is today."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in functions
        if any(isinstance(each, ast.Call) and last(each) in VERBS for each in node.decorator_list)
        and node.end_lineno - node.lineno + 1 > LONGEST_VIEW
    ]


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


@pytest.mark.parametrize("module", MODULES)
def test_an_import_says_the_whole_name(module):
    assert relative(SOURCES[module]) == []


@pytest.mark.parametrize("module", [name for name in MODULES if name.rpartition(".")[2] in ("views", "api")])
def test_no_view_is_longer_than_the_longest(module):
    assert long_views(SOURCES[module]) == []


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
    assert commits(SOURCES[module]) == []


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
    (foreign_edges, "inspections.review.views", "__import__('inspections.filling.views')"),
    (up, "core.db", "import importlib\nimportlib.import_module('accounts.models')"),
    (up, "core.db", "from importlib import import_module\ndef late():\n    return import_module('app').db"),
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
        "db.session.delete(row)",
        "s = db.session\ns.add(row)",
        "if s := db.session():\n    s.merge(row)",
        "anything.bulk_save_objects(rows)",
        "db.session.query(Site).filter_by(name='x').delete()",
        "Site.query(name).update({'name': 'x'})",
        "db.session.execute(Site.__table__.insert().values(row))",
        "import sqlalchemy as sa\ndb.session.execute(sa.insert(Site))",
        "from sqlalchemy import sql\nsql.expression.update(Site)",
        "db.session.execute(text('UPDATE site SET name = 1'))",
        "db.session.execute(text(f'delete from {table}'))",
        "connection.exec_driver_sql('INSERT INTO site VALUES (1)')",
        "from accounts.audit import record",
    ],
)
def test_whoever_changes_rows_is_a_service_by_whatever_way(line):
    assert not writes(SOURCES["inspections.visits.queries"])
    assert writes(planted("inspections.visits.queries", line)["inspections.visits.queries"])


@pytest.mark.parametrize(
    "line",
    ["found.update(rows)", "seen.add(row)", "out.flush()", "text('SELECT updated FROM site')", "rows.insert(0, x)"],
)
def test_whoever_changes_no_rows_is_none(line):
    assert not writes(planted("inspections.visits.queries", line)["inspections.visits.queries"])


@pytest.mark.parametrize("line", ["db.session.commit()", "s = db.session\ns.commit()", "with_session().commit()"])
def test_a_commit_is_found_whatever_the_session_is_called(line):
    assert commits(SOURCES["inspections.planning.services"]) == []
    assert commits(planted("inspections.planning.services", line)["inspections.planning.services"])


def test_the_end_of_a_savepoint_is_no_commit():
    assert commits("line = db.session.begin_nested()\nline.commit()") == []


@pytest.mark.parametrize("line", ["from ..filling import views", "from . import services", "from .models import Site"])
def test_an_import_that_says_how_far_away_is_found(line):
    assert relative(planted("inspections.review.views", line)["inspections.review.views"])


def test_a_view_that_grows_is_found():
    lines = "\n".join(["    pass"] * LONGEST_VIEW)
    assert long_views(f"def helper():\n{lines}") == []
    assert long_views(f"@bp.get('/')\ndef show():\n{lines}") == [f"show: {LONGEST_VIEW + 1}"]


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
