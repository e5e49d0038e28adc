"""The preview of a whole visit: points, progress, what is missing, as the server's page says them."""

import json
import random
from datetime import date
from fractions import Fraction

import pytest
from flask_babel import force_locale

from checklists.authoring.answer_kinds import Context
from checklists.authoring.conditions import holds
from checklists.authoring.queries import find_published, get_form
from checklists.library.services import load_library
from core.clock import utc_now
from core.db import unit_of_work
from core.i18n import translate
from core.working_days import working_days_between
from inspections.filling import preview, shapes
from inspections.filling.sync import bundles
from inspections.visits import entries, scores

pytestmark = pytest.mark.browser
SEED = 20261121
TODAY = date(2026, 11, 21)
PREVIEW = """({preview}, [version, visits, context]) => visits.map(([answers, attributes]) => {
  const {judgements, missing, ...shown} = preview(version, answers, {...context, attributes});
  return {...shown, missing: Object.fromEntries(Object.entries(missing).map(([code, {sentence}]) => [code, sentence]))};
})"""


@pytest.fixture
def library(app):
    with app.app_context(), unit_of_work():
        load_library(None, utc_now())
        return {code: find_published(code).id for code in ("depot", "hazards", "procurement")}


def _inputs(dice: random.Random, item) -> dict:
    some = {
        "reading": str(dice.choice((0, 3, 5.6, 520))),
        "count": str(dice.choice((0, 1, 2, 3, 9))),
        "option": (item.params.get("options") or [{}])[0].get("value", ""),
        "seen": dice.choice(("yes", "no")),
        "day": dice.choice(("2026-11-18", "2026-02-30", "2020-01-01")),
        "valid_until": dice.choice(("2026-11-18", "2027-05-01")),
        "start": "2026-10-12",
        "end": dice.choice(("", "2026-10-30")),
        "text": "字",
    }
    own = ("pass", "pass", "partial", "fail") if item.kind == "verdict" else ("",)
    state = dice.choice((*own, *own, "na", "unable"))
    return {**some, "state": state, "note": dice.choice(("", "有字"))}


def _visit(dice: random.Random, version) -> tuple[dict, dict]:
    share = dice.choice((0.2, 0.9, 1))
    answers = {
        item.code: {"inputs": _inputs(dice, item), "photos": dice.randint(0, 2)}
        for item in version.items
        if dice.random() < share
    }
    attributes = {
        each["name"]: dice.choice(each["options"])["value"] for each in version.attributes if dice.random() < 0.8
    }
    return answers, attributes


def _weighed(item, given: dict, context: Context):
    try:
        entry = entries.read_entry(item, given["inputs"])
    except entries.Invalid as refused:
        return None, translate(next(iter(refused.fields.values())))
    judgement = entries.judge(item, entry, context)
    lack = entries.lacking(item, entry, judgement, given["photos"])
    return judgement, lack and translate(lack.sentence)


def on_the_server(version, answers: dict, attributes: dict, context: Context) -> dict:
    """What the server's pages would show of those answers."""
    judged, lacks = {}, {}
    for item in version.items:
        if not holds(item.condition, attributes):
            judged[item.code] = entries.Judgement("na")
            continue
        given = answers.get(item.code, {"inputs": {}, "photos": 0})
        judged[item.code], needs = _weighed(item, given, context)
        if needs:
            lacks[item.code] = needs
    unknown = [each for each in version.attributes if each["name"] not in attributes]
    lacks |= {each["name"]: translate("请先填写：{label}", label=each["label"]) for each in unknown}
    asked = [item for item in version.items if holds(item.condition, attributes)]
    result = scores.compute(version, judged)
    return {
        "interval": "–".join(dict.fromkeys(result.printed_interval)) if result.printed_interval else None,
        "verdict": scores.verdict(version, result),
        "vetoes": list(result.vetoes),
        "grade": result.grade,
        "answered": sum(item.code not in lacks for item in asked),
        "total": len(asked),
        "missing": lacks,
    }


def _on_the_form(version) -> dict:
    """The checklist as the form page carries it."""
    return {
        "items": [json.loads(preview.rule_data(item)) for item in version.items],
        "scoring": json.loads(preview.judging_data(version))["scoring"],
        "result_model": version.result_model,
        "attributes": version.attributes,
    }


def _taken_along(version) -> dict:
    """The checklist as a phone has it since it was taken along."""
    return bundles.version_bundle(version)["version"]


def _taken_along_before(version) -> dict:
    """The same from the version before: the profile as it is stored, its numbers as numbers."""
    return {**_taken_along(version), "scoring": version.scoring}


@pytest.mark.parametrize("kept", [_on_the_form, _taken_along, _taken_along_before])
@pytest.mark.parametrize("code", ["depot", "hazards", "procurement"])
def test_a_visit_is_previewed_as_the_server_shows_it(app, library, run, make_context, language, code, kept):
    dice = random.Random(f"{SEED} {code}")
    with app.test_request_context(), force_locale(language):
        version = get_form(library[code])
        visits = [_visit(dice, version) for _ in range(60)]
        context = make_context(TODAY, TODAY, {}, language, version.items)
        found = run("preview.js", PREVIEW, [kept(version), visits, context])
        for visit, there in zip(visits, found, strict=True):
            assert there == on_the_server(version, *visit, Context(TODAY, TODAY)), visit


def test_the_calendar_of_the_page_is_the_national_one(run):
    ends = [(date(year, 12, 20), date(year + 1, 3, 10)) for year in range(2004, 2026)]
    count = """({workingDaysBetween, parseDay}, [calendar, ends]) =>
      ends.map(([start, end]) => workingDaysBetween(parseDay(start), parseDay(end), calendar))"""
    sent = [[start.isoformat(), end.isoformat()] for start, end in ends]
    found = run("workdays.js", count, [preview.national_calendar(), sent])
    assert found == [working_days_between(start, end, {}) for start, end in ends]


def test_a_scoring_profile_is_written_as_exact_fractions(app, library):
    with app.app_context():
        version = get_form(library["depot"])
        standard = scores.standard_of(version)
        profile = shapes.scoring_of(version)
    assert [(Fraction(band["from"]), band["name"]) for band in profile["bands"]] == list(standard.bands)
    assert Fraction(profile["total"]) == standard.total and profile["method"] == standard.method
