"""Addresses and queries that no database could answer are refused on both, wherever they are put."""

import re
from dataclasses import fields

import pytest

from accounts.access import ACCESS, PUBLIC
from accounts.admin.trail import Asked
from core.config import ROOT
from core.db import db, unit_of_work
from core.wellformed import is_askable
from tests.builders import PASSWORD
from tests.world import build

BAD = ("a\0b", "9" * 25)
PEOPLE = ("jiancha1", "zhuguan1", "qiye1", "bianzhi", "guanli", "shenji")


@pytest.mark.parametrize(
    ("value", "askable"),
    [
        ("", True),
        ("01M83J60G0ABCDEFGHJKMNPQRS", True),
        ("9" * 18, True),
        ("9" * 19, False),
        (" +9_" + "9" * 18, False),
        ("９" * 19, False),
        ("a\0", False),
    ],
)
def test_a_value_is_askable_when_a_column_could_hold_it(value, askable):
    assert is_askable(value) is askable


def query_names() -> set[str]:
    """Every parameter that a view reads from an address."""
    sources = [
        path for part in ("accounts", "checklists", "inspections", "core") for path in (ROOT / part).rglob("*.py")
    ]
    named = {name for path in sources for name in re.findall(r'request\.args\.get\(\s*"(\w+)"', path.read_text())}
    return named | {"after", "before"} | {field.name for field in fields(Asked)}  # of lists, of the trail


@pytest.fixture
def world(any_app):
    with any_app.app_context():
        with unit_of_work():
            made = build(any_app)
            made.roles = {name: made.people[name].role for name in PEOPLE}
        db.engine.dispose()
    made.clients = {"anybody": any_app.test_client()}
    for name in PEOPLE:
        made.clients[name] = any_app.test_client()
        assert made.clients[name].post("/login", data={"username": name, "password": PASSWORD}).status_code == 302
    return made


def addresses(world, bad: str):
    """Endpoint, method and address: a bad value for each part of the path, then one for each parameter."""
    names = query_names()
    assert {"before", "action", "item"} <= names
    for rule in world.app.url_map.iter_rules():
        whole = dict.fromkeys(rule.arguments, "0" * 26)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            for name in rule.arguments:
                yield rule.endpoint, method, _written(world, rule, whole | {name: bad})
            for name in names if method == "GET" else ():
                yield rule.endpoint, method, _written(world, rule, _real(world, rule) | {name: bad})


def _real(world, rule) -> dict:
    return {name: world.ids.get(name, "0" * 26) for name in rule.arguments}


def _written(world, rule, values: dict) -> str:
    return world.app.url_map.bind("localhost").build(rule.endpoint, values)


def _who(world, endpoint, method) -> str:
    rule = ACCESS[endpoint, method]
    return "anybody" if rule == PUBLIC else next(name for name in PEOPLE if world.roles[name] in rule)


def test_what_no_row_could_match_is_400_or_404_at_every_address(world):
    answers = {
        (method, address): world.clients[_who(world, endpoint, method)].open(address, method=method).status_code
        for bad in BAD
        for endpoint, method, address in addresses(world, bad)
    }
    assert len(answers) > 800
    assert {asked: status for asked, status in answers.items() if status not in (400, 404)} == {}


def test_nul_in_a_form_is_refused_before_the_database_is_asked(any_app):
    answer = any_app.test_client().post("/login", data={"username": "a\0b", "password": PASSWORD})
    assert answer.status_code == 400
