"""An answer means on the phone what it means on the server, and is refused in the same words."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from checklists.authoring.answer_kinds import KINDS, Context, terms
from checklists.authoring.conditions import holds
from core.errors import DomainError
from core.i18n import translate, translate_error
from core.languages import LANGUAGES
from inspections.visits.entries import judge, lacking, read_entry
from inspections.visits.sheet import Card

pytestmark = pytest.mark.browser
SEED = 20261121
TODAY = date(2026, 11, 21)
EACH = 400  # answers of every kind

JUDGE = """({judge, lacking, advice}, {cases, contexts}) => cases.map(([item, inputs, photos, place]) => {
  const context = contexts[place];
  try {
    const judgement = judge(item, inputs, context);
    return [judgement, lacking(item, inputs, judgement, photos, context), advice(item, inputs, context)];
  } catch (wrong) {
    if (!wrong.fields) throw wrong;
    return [wrong.fields];
  }
})"""


@dataclass
class Asked:
    """An item as the rules look at it."""

    kind: str
    params: dict = field(default_factory=dict)
    na_allowed: bool = False
    photo_rule: dict = field(default_factory=dict)


BLANKS = (" ", "\u3000", "\xa0", "\t", "\n", "\ufeff", "\x1c", "\x1f", "\u200b", "\x85")
DIGITS = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
ODD_NUMBERS = """
0 -0 -1 +1 520 499.9999 500.00001 5.6 5. .5 1e9 NaN Infinity 五百 500㎡ 500² 1,000 1234567890 999999999
999999999.9999 00012 12。5 ０．５ ３ ① ٣ --1 1/2 0.0 3.0 3.10 2 3 4 7 15 30
"""
ODD_DAYS = """
2026-02-29 2024-02-29 2026-13-01 2026-00-10 2026-11-00 2026-04-31 20261118 20260229 2026-1118 202611-18
2026-W47-3 2026W473 2026-W47 2026W47 2026-W473 2026W47-3 2026-W54-1 2026-W53-1 2025-W53-1 2026-W00-1
2026-W10-0 2026-W10-8 9999-W52-7 0001-W01-1 0000-01-01 0001-01-01 2026-1-1 26-01-01 2026/11/18
２０２６-11-18 2026-11-18T00:00 2026年11月18日 今天 2026-12-31 2027-01-04 1999-12-31 2003-12-30
1949-09-30 1949-10-01 1949-W40 2003-12-20 2003-12-31 2004-01-05 1998-05-01
99999-01-01 -026-01-01 2026-11-3١ 2026-11 2026 9999-12-31
"""
NUMBERS = ["", "1 000", *ODD_NUMBERS.split()]
DAYS = ["", "2026 11 18", *ODD_DAYS.split()]


def _dressed(dice: random.Random, text: str) -> str:
    """The text with blanks around it or in full-width figures, now and then."""
    text = text.translate(DIGITS) if dice.random() < 0.15 else text
    around = [dice.choice(BLANKS) if dice.random() < 0.15 else "" for _ in range(2)]
    return text.join(around)


def _number(dice: random.Random) -> str:
    some = str(dice.randint(0, 12)), f"{dice.randint(0, 9)}.{dice.randint(0, 9999)}", dice.choice(NUMBERS)
    return _dressed(dice, dice.choice(some))


def _day(dice: random.Random, today: date, odd: float = 0.15) -> str:
    if dice.random() < odd:
        return _dressed(dice, dice.choice(DAYS))
    today = date(2004, 1, 1) if dice.random() < 0.1 else today  # around the first day that the calendar lists
    return (today + timedelta(days=dice.choice((-1, 1)) * int(dice.expovariate(1 / 40)))).isoformat()


def _limit(dice: random.Random) -> dict:
    op = dice.choice((">=", ">", "<=", "<", "=", "range"))
    ends = sorted((dice.choice((0, 2, 3, 500, 5)), dice.choice((5, 10.5, 520))))
    value = dice.choice((3, "5.6", 500, 2.5, "8/3", "0.5", 7))
    return {"op": op, "value": ends if op == "range" else value, "unit": "米"}


def _recorded_or(dice: random.Random, limit: dict) -> dict:
    return {"limit": limit} if dice.random() < 0.8 else {}


def _some_of(dice: random.Random) -> dict:
    return {"of": dice.randint(1, 5), "partial": dice.random() < 0.5}


INHERITED = ("constructor", "toString", "__proto__")  # what every object of the script has, and no answer does


def _verdict(dice, today):
    names = ("wide", "constructor") if dice.random() < 0.5 else ()
    readings = [{"name": name, "label": "宽", "unit": "米"} for name in names]
    return {"partial": dice.random() < 0.5, "readings": readings}, {"wide": _number(dice)}


def _reading(dice, today):
    return _recorded_or(dice, _limit(dice)), {"reading": _number(dice)}


def _count(dice, today):
    params = _some_of(dice) if dice.random() < 0.4 else _recorded_or(dice, _limit(dice))
    if dice.random() < 0.4:
        params["advice"] = {"below": dice.randint(1, 8), "text": "建议多设几处"}
    return params, {"count": _number(dice)}


def _choice(dice, today):
    states = ("pass", "partial", "fail", "unable")
    options = [
        {"value": value, "label": label, "state": state}
        for value, label, state in zip("abcd", ("符合", "一部分", "constructor", "没有看到"), states, strict=True)
    ]
    return {"options": options}, {"option": _dressed(dice, dice.choice(("a", "b", "c", "d", "e", "A", "", "符合")))}


def _document(dice, today):
    params = _some_of(dice) if dice.random() < 0.5 else {}
    if dice.random() < 0.5:
        params["valid_until"] = True
    if dice.random() < 0.3:
        params["reference"] = "required"
    return params, {
        "seen": _dressed(dice, dice.choice(("yes", "yes", "no", "", "maybe"))),
        "reference": dice.choice(("", " ", "豫烟〔2026〕3 号", "长" * 200 + " ", "𠮷" * 201)),
        "count": _number(dice) if dice.random() < 0.8 else "",
        "valid_until": _day(dice, today),
    }


def _term(dice: random.Random) -> dict:
    return {
        "value": dice.choice((0, 1, 2, 3, 5, 7, 15, 20, 30, 90)),
        "unit": dice.choice(("工作日", "日", "天", "个月", "年", "月")),
    }


def _date(dice, today):
    limit = {"op": dice.choice(("within", "at_least_ago", "not_before_visit")), **_term(dice)}
    return _recorded_or(dice, limit), {"day": _day(dice, today)}


def _interval(dice, today):
    limit = {"op": "<=", **_term(dice)}
    if dice.random() < 0.03:
        limit["unit"] = "旬"
    start, end = sorted((_day(dice, today, 0.1), _day(dice, today, 0.1)), reverse=dice.random() < 0.1)
    return {"limit": limit}, {
        "start": start if dice.random() < 0.95 else "",
        "end": end if dice.random() < 0.6 else "",
    }


LINES = [
    "\r\n".join(["字" * 19] * 100),
    "\r\n".join(["字" * 20] * 100),
]  # 1999 and 2099 letters, a line break being one


def _text(dice, today):
    return {}, {"text": dice.choice(("", " ", "\u3000\n", "看了", "𠮷" * 2000, "长" * 2001, "字" * 2000 + " ", *LINES))}


def _checks(dice, today):
    parts = dice.sample(["国土", "规划", "环保", *INHERITED], dice.randint(1, 4))
    seen = ("yes", "yes", "yes", "no", "no", "", "maybe" if dice.random() < 0.1 else "no")
    said = {f"part{place}": _dressed(dice, dice.choice(seen)) for place in range(1, len(parts) + 1)}
    if dice.random() < 0.2:
        said = dict.fromkeys(said, "no")
    asked = {"reference": dice.random() < 0.5, "partial": dice.random() < 0.5}
    references = ("", " ", "豫烟〔2026〕3 号", "𠮷" * 200, "长" * 201)
    foreign = {f"part{len(parts) + 1}": "yes", "part0": "no"} if dice.random() < 0.4 else {}
    return {"parts": parts, **asked}, {**foreign, **said, "reference": dice.choice(references)}


def _timeline(dice, today):
    names = dice.sample(["one", "two", "three", "constructor"], dice.randint(1, 4))
    steps = [
        {"name": name, "label": dice.choice((f"第{name}步", *INHERITED)), "optional": dice.random() < 0.2}
        for name in names
    ]
    for place, step in enumerate(steps[1:], 1):
        if dice.random() < 0.6:
            step["within"] = {"after": dice.choice(names[:place]), **_term(dice)}
    days = sorted((_day(dice, today, 0.03) for _ in names), reverse=dice.random() < 0.1)
    return {"steps": steps}, {name: day for name, day in zip(names, days, strict=True) if dice.random() < 0.85}


MAKERS = {
    "verdict": _verdict,
    "number": _reading,
    "count": _count,
    "choice": _choice,
    "document": _document,
    "date": _date,
    "interval": _interval,
    "text": _text,
    "checks": _checks,
    "timeline": _timeline,
}


def _case(dice: random.Random, kind: str, today: date):
    assert kind in MAKERS, f"MAKERS of tests/js/scoring/test_entries.py wants a maker for the kind {kind}"
    params, inputs = MAKERS[kind](dice, today)
    rule = dice.choice(
        ({}, {"when": "fail"}, {"when": "always"}, {"when": "always", "min": 2}, {"when": "fail", "min": 3})
    )
    item = Asked(kind, params, dice.random() < 0.5, rule)
    given = ("", "", "", "na", "unable", "pass", " fail ", "partial", "好")
    state = dice.choice(given[3:] if kind == "verdict" and dice.random() < 0.7 else given)
    note = dice.choice(("", "", " ", "门锁着", "𠮷" * 2000, "长" * 2001 if dice.random() < 0.1 else "有字"))
    return item, {"state": state, "note": note, **inputs}, dice.randint(0, 3)


def _contexts(dice: random.Random) -> list[Context]:
    """Days around every turn of the year, with and without the county's own days."""
    days = [TODAY, date(2026, 12, 30), date(2026, 1, 2), date(2024, 12, 31), date(2020, 2, 1), date(2004, 1, 5)]
    own = {day + timedelta(days=step): dice.random() < 0.5 for day in days for step in range(-9, 40, 7)}
    return [
        Context(day - timedelta(days=ago), day, overrides)
        for day in days
        for ago, overrides in ((0, {}), (3, own), (40, own))
    ]


def _judgement(judgement) -> dict | None:
    if judgement is None:
        return None
    because = translate(judgement.message, **judgement.params)
    level = None if judgement.level is None else str(judgement.level)
    return {"state": judgement.state, "because": because, "level": level, "pending": judgement.pending}


def _lack(lack) -> dict | None:
    return lack and {"sentence": translate(lack.sentence), "name": translate(lack.name), "field": lack.field}


def on_the_server(item: Asked, inputs: dict, photos: int, context: Context) -> list:
    """What the server makes of the inputs, in the words of the comparison."""
    try:
        entry = read_entry(item, inputs)
        judgement = judge(item, entry, context)
        card = Card(item, entry, judgement)
        return [_judgement(judgement), _lack(lacking(item, entry, judgement, photos)), card.advice]
    except DomainError as refused:
        told = {name: translate(sentence) for name, sentence in refused.fields.items()}
        return [told or translate_error(refused)]


def _agree(here: list, there: list) -> bool:
    """The same, or refused on the phone at an input where the server names none."""
    if len(here) == 1 and not isinstance(here[0], dict):
        return len(there) == 1 and list(there[0].values()) == here
    return here == there


@pytest.mark.parametrize("kind", KINDS)
def test_random_answers_are_judged_and_refused_alike(app, run, make_context, monkeypatch, kind, language):
    print("seed", SEED)
    dice = random.Random(f"{SEED} {kind} {language}")
    contexts = _contexts(dice)
    places = [dice.randrange(len(contexts)) for _ in range(EACH)]
    cases = [_case(dice, kind, contexts[place].today) for place in places]
    sent = [[vars(item), inputs, photos, place] for (item, inputs, photos), place in zip(cases, places, strict=True)]
    items = [item for item, *_ in cases]
    given = [make_context(each.visit_day, each.today, each.overrides, language, items) for each in contexts]
    found = run("entries.js", JUDGE, {"cases": sent, "contexts": given})
    refused = 0
    with app.test_request_context(), force_locale(language):
        for case, place, there in zip(cases, places, found, strict=True):
            monkeypatch.setattr(terms, "today", lambda place=place: contexts[place].today)
            here = on_the_server(*case, contexts[place])
            assert _agree(here, there), (case, contexts[place].today, contexts[place].visit_day, here, there)
            refused += len(there) == 1
    assert 0 < refused < EACH


@pytest.mark.parametrize("text", [*DAYS, "2024-W01-1", "2021-01-01", "2020-W53-7", "1582-10-10", "0099-12-31"])
def test_a_day_is_read_or_refused_alike(app, run, make_context, text):
    item = Asked("date", {})
    sent = {"cases": [[vars(item), {"day": text}, 0, 0]], "contexts": [make_context(TODAY, TODAY)]}
    [there] = run("entries.js", JUDGE, sent)
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert there == on_the_server(item, {"day": text}, 0, Context(TODAY, TODAY))


@pytest.mark.parametrize("unit", ["个月", "月", "年", "天", "工作日"])
@pytest.mark.parametrize("start", ["2024-01-31", "2024-02-29", "2023-08-31", "2023-12-31", "2024-10-30"])
def test_a_term_from_the_end_of_a_month_ends_on_the_same_day(app, run, make_context, start, unit):
    item = Asked("interval", {"limit": {"op": "<=", "value": 1, "unit": unit}})
    ends = [
        (date.fromisoformat(start) + timedelta(days=days)).isoformat() for days in (1, 28, 29, 30, 31, 32, 365, 366)
    ]
    inputs = [{"start": start, "end": end} for end in ends]
    contexts = [make_context(TODAY, TODAY)]
    found = run("entries.js", JUDGE, {"cases": [[vars(item), each, 0, 0] for each in inputs], "contexts": contexts})
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert found == [on_the_server(item, each, 0, Context(TODAY, TODAY)) for each in inputs]


@pytest.mark.parametrize("op", ["within", "at_least_ago"])
@pytest.mark.parametrize("unit", ["工作日", "日", "天", "个月", "月", "年"])
@pytest.mark.parametrize(
    "day", ["9999-12-31", "9999-12-30", "2026-12-30", "2004-01-01", "2003-12-31", "2003-12-20", "1949-10-01"]
)
def test_a_distance_that_no_calendar_reaches_is_refused_or_to_be_confirmed_alike(app, run, make_context, day, unit, op):
    item = Asked("date", {"limit": {"op": op, "value": 3, "unit": unit}})
    sent = {"cases": [[vars(item), {"day": day}, 0, 0]], "contexts": [make_context(TODAY, TODAY)]}
    [there] = run("entries.js", JUDGE, sent)
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert there == on_the_server(item, {"day": day}, 0, Context(TODAY, TODAY))


@pytest.mark.parametrize(
    ("start", "end", "today"),
    [
        ("2003-12-20", "2026-11-20", TODAY),
        ("2003-12-20", "2003-12-22", TODAY),
        ("2003-12-20", "2003-12-24", TODAY),
        ("2003-12-31", "2004-01-05", TODAY),
        ("2003-12-30", "2004-01-02", TODAY),
        ("2003-12-30", "2004-01-07", TODAY),
        ("2003-12-30", "2004-01-06", TODAY),
        ("1949-10-01", "", TODAY),
        ("2003-12-20", "", date(2004, 1, 5)),
        ("2003-12-20", "", date(2004, 1, 7)),
        ("1949-09-30", "2026-11-20", TODAY),
        ("2026-01-05", "2027-03-01", date(2027, 3, 1)),
    ],
)
@pytest.mark.parametrize("value", [0, 3, 3600, 4000])
def test_a_term_that_begins_before_the_calendar_is_judged_alike(
    app, run, make_context, monkeypatch, start, end, today, value
):
    item = Asked("interval", {"limit": {"op": "<=", "value": value, "unit": "工作日"}})
    inputs, context = {"start": start, "end": end}, Context(today, today)
    monkeypatch.setattr(terms, "today", lambda: today)
    [there] = run(
        "entries.js", JUDGE, {"cases": [[vars(item), inputs, 0, 0]], "contexts": [make_context(today, today)]}
    )
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert _agree(on_the_server(item, inputs, 0, context), there)


def _condition(dice: random.Random, depth: int = 2) -> dict | None:
    if depth and dice.random() < 0.4:
        return {"any": [_condition(dice, depth - 1) for _ in range(dice.randint(0, 3))]}
    if dice.random() < 0.1:
        return None
    return {"attribute": dice.choice("ab"), "in": dice.sample("xyz", dice.randint(0, 2))}


def test_conditions_switch_the_same_items_on(run):
    dice = random.Random(SEED)
    cases = [
        [_condition(dice), {name: dice.choice("xyz") for name in "ab" if dice.random() < 0.7}] for _ in range(1000)
    ]
    found = run("entries.js", "({holds}, cases) => cases.map(([condition, given]) => holds(condition, given))", cases)
    assert found == [holds(*case) for case in cases]


def test_both_languages_are_compared():
    assert set(LANGUAGES) == {"zh_Hans_CN", "en"}
