"""After an adjustment no line of any page mixes the inspector's state with the reviewer's points."""

import re

import pytest

from accounts.models import Account
from accounts.roles import Role
from core.db import db, unit_of_work
from inspections.filling import services
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits.entries import Entry
from inspections.visits.models import Inspection
from tests.builders import NOW, make_account, make_checklist, make_inspection, make_task

COLOURS = [{"value": "dark", "label": "深灰", "state": "pass"}, {"value": "other", "label": "其他", "state": "fail"}]
HEIGHT = {"limit": {"op": ">=", "value": "6", "unit": "米"}}
ITEMS = [
    {"code": "A01", "path": "二/1", "points": 4, "kind": "choice", "params": {"options": COLOURS}},
    {"code": "A02", "path": "二/1", "points": 6, "kind": "number", "params": HEIGHT, "veto": "all"},
]
QUOTE = "储煤厂房建设面积不低于500平方米，高度不低于6米。"


@pytest.fixture
def county(app):
    """A visit whose first item passed and second failed, both adjusted to the opposite; who is concerned."""
    return _county(app, "points")


def _county(app, model: str, until: str = "submitted"):
    with app.app_context(), unit_of_work():
        visit = make_inspection(make_task(make_checklist(items=ITEMS, result_model=model)))
        first, second = visit.checklist_version.items
        services.save_answer(visit.inspector, visit, first, Entry(None, {"option": "dark"}, "说明"), NOW)
        services.save_answer(visit.inspector, visit, second, Entry(None, {"reading": "5.6"}, "说明"), NOW)
        services.submit(visit.inspector, visit, NOW)
        chief = visit.task.created_by
        review.decide(chief, visit, first.id, Given("adjust", "已核", "fail"), NOW)
        review.decide(chief, visit, second.id, Given("adjust", "已核", "pass"), NOW)
        make_account("qiye", Role.ENTERPRISE, visit.site.organisation)
        return {"visit": visit.id, "chief": chief.username, "inspector": visit.inspector.username}


def _issue(app, county) -> None:
    with app.app_context(), unit_of_work():
        visit = db.session.get(Inspection, county["visit"])
        chief = db.session.query(Account).filter_by(username=county["chief"]).one()
        review.approve(chief, visit, NOW)
        review.issue(chief, visit, {"A01": review.Term(5)}, NOW)


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("code", "own", "after"), [("A01", "符合，4 / 4 分", "不符合"), ("A02", "不符合，0 / 6 分", "符合")]
)
def test_the_desk_offers_the_inspectors_state_with_the_inspectors_points(county, sign_in, code, own, after):
    text = _text(sign_in(county["chief"]).get(f"/review/{county['visit']}?item={code}").text)
    assert re.search(r"认可检查结果\s+" + own, text)
    assert f"检查员结果 {own.split('，')[0]} 审核后 {after} " in text


@pytest.mark.parametrize("who", ["chief", "inspector", "enterprise"])
def test_a_result_shows_the_reviewed_state_without_the_inspectors_judgement(app, county, sign_in, who):
    _issue(app, county)
    page = f"/inspections/{county['visit']}" if who == "inspector" else f"/reports/{county['visit']}"
    html = sign_in(county.get(who, "qiye")).get(page).text
    (lost,) = re.findall(r'data-lost="A01".*?</section>', html, re.S)
    assert _text(lost).split(" A01 ")[1].startswith(f"不符合“{QUOTE}”：深灰，经审核认定为不符合 不符合 · 经审核调整")
    assert 'data-lost="A02"' not in html and "5.6 &lt; 6" not in html


@pytest.mark.parametrize("model", ["points", "gates"])
def test_the_strip_and_the_steps_show_what_stands_after_review(app, sign_in, model):
    county = _county(app, model)
    _issue(app, county)
    html = sign_in("qiye").get(f"/reports/{county['visit']}").text
    states = re.findall(r'data-state="(pass|fail)"', html)
    assert states[:2] == ["fail", "pass"]
    assert model != "gates" or states[2:4] == ["fail", "pass"]


def test_the_finding_says_that_the_review_held_it(app, county, sign_in):
    _issue(app, county)
    for page in ("/findings", f"/reports/{county['visit']}"):
        text = _text(sign_in("qiye").get(page).text)
        assert f"不符合“{QUOTE}”：深灰，说明，经审核认定为不符合" in text


def test_the_queue_shows_the_verdict_the_vetoes_and_the_number_of_findings(app, county, sign_in):
    text = _text(sign_in(county["chief"]).get("/review").text)
    assert "问题 1 项 · 否决项 1 项" in text and " 不通过 " in text
    _issue(app, county)
    text = _text(sign_in(county["chief"]).get("/review").text)
    assert "问题 1 项" in text and "否决项" not in text


@pytest.mark.parametrize(("model", "word"), [("findings", "发现问题"), ("gates", "有环节不符合")])
def test_a_queue_row_of_a_list_without_points_shows_its_verdict_too(app, sign_in, model, word):
    county = _county(app, model)
    text = _text(sign_in(county["chief"]).get("/review").text)
    assert f" {word} " in text and "问题 1 项" in text
