"""Parameters that no form, judgement or page could use are refused before they are published for ever."""

import copy
import random
from datetime import date, timedelta

import pytest

from checklists.authoring.answer_kinds import KINDS, Context, params
from checklists.library.services import read_packs
from core.errors import Invalid
from inspections.filling.preview import UNITS

SEED, EACH = 20261122, 3000
AREA = {"op": ">=", "value": "500", "unit": "平方米"}
READING = {"name": "width", "label": "实测宽", "unit": "米"}
PARTS = ["国土", "规划", "环保"]
DARK = {"value": "dark", "label": "深灰", "state": "pass"}
CLOCK = {"op": "<=", "value": 3, "unit": "工作日"}
AGO = {"op": "within", "value": 30, "unit": "天"}
ASKED = {"name": "asked", "label": "收到"}
TERM = {"after": "asked", "value": 3, "unit": "工作日"}

SOUND = {
    "verdict": {"partial": True, "readings": [READING, {**READING, "name": "height", "label": "实测高"}]},
    "number": {"limit": {**AREA, "op": "range", "value": [0.5, "8/3"]}},
    "count": {"of": 3, "parts": PARTS, "partial": True, "advice": {"below": 2, "text": "宜再设"}},
    "choice": {"options": [DARK, {"value": "red", "label": "红", "state": "fail"}]},
    "document": {"of": 3, "parts": PARTS, "partial": True, "valid_until": True, "reference": "required"},
    "date": {"limit": AGO, "label": "签发日"},
    "interval": {"limit": CLOCK, "start": "收到", "end": "答复"},
    "text": {},
    "checks": {"parts": PARTS, "partial": True, "reference": True},
    "timeline": {
        "steps": [ASKED, {"name": "told", "label": "答复", "within": TERM}, {**ASKED, "name": "sent", "label": "送达"}]
    },
}


def _step(**changes) -> dict:
    return {"steps": [ASKED, {"name": "told", "label": "答复", **changes}]}


def _without(table: dict, *names: str) -> dict:
    return {name: value for name, value in table.items() if name not in names}


TERMS = [
    *({"value": value} for value in ("3", -1, 2.5, True, None, [3], 10**9)),
    *({"unit": unit} for unit in ("周", "", None, 3, ["天"])),
    {"grace": 1},
]
NOT_A_NAME = ("", "Asked", "1st", "收到", "a-b", "a b", "a\n", None, 1, "state", "note", "photos", "revision")
NOT_WORDS = ("", " ", None, 1, ["深灰"])
NOT_PARTS = ("国土", [], [""], [1], [None], ["国土", "国土"], ["国土", "国土 "], {"国土": 1}, None, ["项"] * 100)
NOT_OF = (0, -1, 2.5, "3", True, None, [3], 10**9)
NOT_A_LIMIT = [
    *({**AREA, "op": op} for op in ("~", "", None, [">="], "range")),
    *({**AREA, "value": value} for value in ("", "x", None, [1, 3], True, "1/0", -1, "1e9", float("nan"), "٣", " 5")),
    *(
        {**AREA, "op": "range", "value": value}
        for value in ([3], [3, 1], "3", [1, 2, 3], [1, None], {"a": 1}, [1, "x"])
    ),
    *({**AREA, "unit": unit} for unit in ("", 3, None)),
    *(_without(AREA, "op"), _without(AREA, "value"), {**AREA, "more": 1}, {}, None, [], "≥ 500", 500),
]
WRONG = [
    *((kind, wrong) for kind in KINDS for wrong in (None, [], "x", {"guess": 1}, {3: 1})),
    *((kind, {"limit": limit}) for kind in ("number", "count") for limit in NOT_A_LIMIT),
    *((kind, {"unit": unit}) for kind in ("number", "count") for unit in NOT_WORDS),
    *((kind, {"of": of}) for kind in ("count", "document") for of in NOT_OF),
    *((kind, {"of": 3, "parts": parts}) for kind in ("count", "document") for parts in (*NOT_PARTS, ["国土", "规划"])),
    *((kind, {"parts": PARTS}) for kind in ("count", "document")),
    *(
        (kind, {**SOUND[kind], "partial": wrong})
        for kind in ("verdict", "count", "document", "checks")
        for wrong in "x1"
    ),
    *(("count", {"advice": advice}) for advice in ({}, {"below": 2}, {"below": "2", "text": "x"}, "x", None)),
    *(("document", {"reference": wanted}) for wanted in (True, "", "perhaps", None)),
    ("document", {"valid_until": "yes"}),
    *(("choice", {"options": options}) for options in ("dark", [], {}, [DARK, DARK], ["dark"], None, [[]])),
    *(("choice", {"options": [_without(DARK, name)]}) for name in DARK),
    *(("choice", {"options": [{**DARK, "value": value}]}) for value in (*NOT_WORDS, " dark")),
    *(("choice", {"options": [{**DARK, "label": label}]}) for label in NOT_WORDS),
    *(("choice", {"options": [{**DARK, "state": state}]}) for state in ("good", "na", "", None, ["pass"])),
    ("choice", {"options": [DARK, {**DARK, "label": "红"}]}),
    ("choice", {"options": [DARK, {**DARK, "value": "red"}]}),
    *(("checks", {"parts": parts}) for parts in NOT_PARTS),
    ("checks", {}),
    ("checks", {"parts": PARTS, "reference": "required"}),
    *(("verdict", {"readings": readings}) for readings in ("width", [READING, READING], {}, None, ["width"])),
    *(("verdict", {"readings": [_without(READING, name)]}) for name in READING),
    *(("verdict", {"readings": [{**READING, "name": name}]}) for name in NOT_A_NAME),
    *(("verdict", {"readings": [{**READING, "label": label}]}) for label in NOT_WORDS),
    *(("interval", {"limit": {**CLOCK, **changes}}) for changes in (*TERMS, {"op": ">="}, {"op": None})),
    *(("interval", {"limit": _without(CLOCK, name)}) for name in CLOCK),
    *(("interval", wrong) for wrong in ({}, {"limit": {}}, {"limit": None}, {"limit": [3]})),
    *(("interval", {"limit": CLOCK, name: words}) for name in ("start", "end") for words in NOT_WORDS),
    *(("date", {"limit": {**AGO, **changes}}) for changes in (*TERMS, {"op": "<="}, {"op": None})),
    *(("date", {"limit": _without(AGO, name)}) for name in AGO),
    *(("date", {"limit": limit}) for limit in ({}, None, "within", [])),
    *(("timeline", {"steps": steps}) for steps in ("asked", [], {}, None, ["asked"], [ASKED, ASKED], ASKED)),
    *(("timeline", {"steps": [_without(ASKED, name)]}) for name in ASKED),
    *(("timeline", {"steps": [{**ASKED, "name": name}]}) for name in NOT_A_NAME),
    *(("timeline", {"steps": [{**ASKED, "label": label}]}) for label in NOT_WORDS),
    *(("timeline", _step(within={**TERM, **changes})) for changes in TERMS),
    *(("timeline", _step(within=_without(TERM, name))) for name in TERM),
    *(("timeline", _step(within=within)) for within in ({}, None, [], "3 天")),
    *(("timeline", _step(within={**TERM, "after": after})) for after in ("told", "later", None, ["asked"])),
    *(("timeline", _step(optional=optional)) for optional in ("yes", 1, None)),
]


@pytest.mark.parametrize(("kind", "wrong"), WRONG)
def test_what_could_never_be_used_is_a_problem(kind, wrong):
    found = KINDS[kind].problems(wrong)
    assert found and all(str(sentence) for sentence in found)


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_used_is_none(kind):
    assert KINDS[kind].problems(SOUND[kind]) == []


def test_nor_is_anything_of_the_library():
    items = [item for pack in read_packs() for item in pack["items"]]
    assert {item["code"]: found for item in items if (found := KINDS[item["kind"]].problems(item["params"]))} == {}


def test_the_units_of_a_term_are_those_that_the_script_counts_in():
    assert set(params.DAYS_OF) == set(UNITS)


JUNK = (
    None, True, False, 0, 1, 3, -1, 2.5, 10**12, "", " ", "3", "x", "asked", "told", "state", "国土", "工作日", "周",
    "range", "=", "within", "not_before_visit", "fail", [], {}, [1], ["国土", "规划", "环保", "属地"], [1, 3], {"a": 1},
)  # fmt: skip


def _places(value, found):
    """Every table and list inside the parameters, with the names or places in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, each in inside:
        found.append((value, at))
        _places(each, found)
    return found


def _mutated(dice: random.Random, value: dict) -> dict:
    """The parameters with one to three of their points replaced, taken out, doubled or exchanged."""
    value = copy.deepcopy(value)
    for _ in range(dice.randint(1, 3)):
        found = _places(value, [])
        if not found:
            return {dice.choice(("limit", "of", "parts", "steps")): dice.choice(JUNK)}
        (table, at), (other, there) = dice.choice(found), dice.choice(found)
        act = dice.randrange(4)
        if act == 0:
            table[at] = copy.deepcopy(dice.choice(JUNK))
        elif act == 1:
            del table[at]
        elif act == 2:
            table[at] = copy.deepcopy(other[there])
        else:
            other[there] = copy.deepcopy(table[at])
    return value


ENTERED = (
    "",
    "yes",
    "no",
    "0",
    "1",
    "3",
    "99",
    "5.6",
    "五",
    "dark",
    "x",
    "说明\r\n两行",
    "2026-11-02",
    "2026-11-18",
    "1950-01-01",
    "9999-12-31",
)


def _use(kind, given: dict, raw: dict, context: Context) -> None:
    """All that a form, a judgement and a page ask of a kind; what was entered may be refused, and nothing else."""
    asked = kind.inputs(given)
    assert all(isinstance(each.name, str) and isinstance(each.label, str) for each in asked)
    assert [kind.states(given), kind.results(given), kind.labels(given), kind.limit(given)]
    try:
        value = kind.parse(raw, given)
        judgement = kind.judge(value, given, context) if value and not kind.owed(value, given) else None
    except Invalid as refused:
        assert set(refused.fields) <= {each.name for each in asked} and refused.fields
        return
    kind.advice(value, given)
    kind.is_absent(value)
    assert isinstance(kind.show(value, given), str) and (judgement is None or judgement.text)
    if value:
        assert isinstance(kind.seen(value, given, judgement), str)


@pytest.mark.parametrize("name", KINDS)
def test_whatever_is_no_problem_can_be_asked_judged_and_printed(name):
    kind, dice = KINDS[name], random.Random(f"{SEED} {name}")
    sound = 0
    for _ in range(EACH):
        given = _mutated(dice, SOUND[name])
        if kind.problems(given):
            continue
        sound += 1
        day = date(2026, 11, 18) - timedelta(days=dice.choice((0, 0, 400, 4000)))
        raw = {each.name: dice.choice(each.choices)[0] if each.choices and dice.random() < 0.7 else dice.choice(ENTERED)
               for each in kind.inputs(given)}  # fmt: skip
        _use(kind, given, raw, Context(visit_day=day, today=day))
    assert sound or not SOUND[name]
