"""docs/sync.md names every route under /api/ and every error that a phone may be answered, as the code has them."""

import re

import pytest
from werkzeug.exceptions import default_exceptions

from core.errors import DomainError
from tests.test_imports import ROOT

PAPER = (ROOT / "docs/sync.md").read_text()
DOMAIN, FRAME = PAPER.split("\n## The errors\n")[1].split("\n## ")[0].split("\nErrors of the frame")
FRAME, OWN = FRAME.split("\nWhat the phone says itself")
# What the routes under /api/ are made of; what these modules raise for pages and commands only, the table says of it.
MADE_OF = ("inspections.filling", "inspections.visits", "inspections.evidence", "core.errors", "core.pieces", "core.db")
PASSWORD = ("accounts.logins", "accounts.passwords", "accounts.limits")


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| code ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _below(kind: type) -> set[type]:
    return {kind, *(each for own in kind.__subclasses__() for each in _below(own))}


def _code(kind: type[DomainError]) -> str:
    """As its instances have it; of the one that carries another's code, what the paper says of it."""
    given = kind.code
    if isinstance(given, str):
        return f"`{given}`"
    return f"`{DomainError.code.fget(kind.__new__(kind))}`" if given is DomainError.code else "(the photo's)"


def _facts(kind: type[DomainError]) -> tuple[str, str, str]:
    return _code(kind), kind.__name__, str(kind.status)


TOLD = {(code, name, status) for code, names, status, *_ in _rows(DOMAIN) for name in names.split(", ")}


def test_every_route_under_api_is_named_and_every_named_one_exists(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    there = {f"{method} {rule.rule}" for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert set(re.findall(r"^\| `([A-Z]+ /api/[^`]*)`", PAPER, re.M)) == there


def test_every_error_that_a_phone_may_be_answered_is_in_the_table(app):
    kinds = {kind for kind in _below(DomainError) if kind.__module__.startswith((*MADE_OF, *PASSWORD))} - {DomainError}
    assert {_facts(kind) for kind in kinds} - TOLD == set()


def test_every_code_in_the_table_is_that_of_an_existing_error(app):
    assert TOLD - {_facts(kind) for kind in _below(DomainError)} == set()


def test_the_errors_of_the_frame_are_those_that_are_answered(app):
    source = "".join(
        (ROOT / f).read_text() for f in ("core/error_pages.py", "accounts/permissions.py", "accounts/asking_again.py")
    )
    said = {(f"`{code}`", status) for status, code in re.findall(r'answer\((\d+), "(\w+)"', source)}
    named = {(f"`{kind().name.lower().replace(' ', '_')}`", str(code)) for code, kind in default_exceptions.items()}
    told = {(code, status) for code, status, *_ in _rows(FRAME)}
    assert said - told == set() and told - said - named == set()


@pytest.mark.parametrize("code", sorted(set(re.findall(r"`(\w+)`", OWN))))
def test_what_the_phone_says_itself_it_says(code):
    scripts = [path.read_text() for path in (ROOT / "static/js/offline").glob("*.js")]
    assert any(f'"{code}"' in script for script in scripts)
