"""The trail says everything in words: what every object is called, every point of before and after, every value."""

import ast
from collections.abc import Iterator
from datetime import date

import pytest
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from accounts import settings
from accounts.admin import naming, pages, trail
from accounts.admin.points import ENOUGH, OBJECTS, POINTS, short
from accounts.audit import record
from accounts.audit_chain import read_body
from accounts.models import Area, AuditEntry, Organisation
from accounts.roles import Role
from accounts.services import create_account, edit_account
from checklists.authoring.answer_kinds import KINDS
from checklists.standards import keeping
from checklists.standards.models import DocumentVersion
from core.blobs import sha256
from core.config import ROOT
from core.db import db
from core.ids import is_id, new_id
from inspections.filling import services
from inspections.filling.sync import uploads
from inspections.filling.sync.models import Packet
from inspections.planning.models import Site, Task
from inspections.planning.services import save_site, set_calendar_day, withdraw_task
from inspections.review.desk import held
from inspections.review.models import Rescue
from inspections.review.rescued import services as rescued
from inspections.visits.entries import Entry
from inspections.visits.models import Inspection
from tests.builders import NOW, make_account, make_checklist, make_document, make_inspection, make_task
from tests.world import build

FUEL = {"name": "fuel", "label": "燃料", "options": [{"value": "coal", "label": "散煤"}]}
TABLES_OF_OBJECTS = {"handed_in", "packet", "phone_draft", "receipt"}  # without a line of their own, but in addresses


@pytest.fixture
def county(session):
    """The county of all pages, its auditor reading in Chinese."""
    with force_locale("zh_Hans_CN"), current_app.test_request_context():
        yield build(current_app._get_current_object())


def _lines(county, action: str = "") -> list[trail.Line]:
    return list(trail.all_lines(county.people["shenji"], trail.Asked(action=action)))


def _addressed() -> set[str]:
    """What stands in the addresses of the product: whoever is refused such a page is refused that object."""
    endpoints = {rule.endpoint for rule in current_app.url_map.iter_rules() if "_id>" in rule.rule}
    return {pages.kind_shown(endpoint) for endpoint in endpoints}


def test_every_kind_of_object_that_the_product_records_has_a_name(county):
    audited = {table.name for table in db.metadata.sorted_tables if "audit_seq" in table.columns}
    recorded = set(db.session.scalars(select(AuditEntry.object_type).where(AuditEntry.object_type.is_not(None))))
    assert len(audited) > 20 and len(_addressed()) > 10
    known = naming.kinds()
    assert (audited | recorded | TABLES_OF_OBJECTS | _addressed() | set(OBJECTS.values())) - known == set()


def test_every_object_of_the_county_is_called_by_its_name(county):
    lines = [line for line in _lines(county) if line.row_id]
    assert len(lines) > 50
    assert [(line.code, line.kind) for line in lines if not line.what or is_id(line.what)] == []


def _keep_a_document(county, chief):
    _version, by_path = make_document([("一", "总则")])
    wording = db.session.get(DocumentVersion, by_path["一"].version_id)
    record(None, "test.change", wording)
    wording.effective_to = wording.effective_from.replace(year=wording.effective_from.year + 1)
    until = wording.effective_to.replace(year=2099)
    keeping.keep_in_force(chief, wording, "县政府", "继续沿用", until, NOW.date())
    return wording.document.title


def _close_a_held_record(county, chief):
    held.close(chief, db.session.get(Packet, county.ids["packet_id"]), "noted", "已核", NOW)
    return "配送点1"


def _import_a_record(county, chief):
    brought = {"file_sha256": "0" * 64, "imported_by_id": chief.id, "imported_at": NOW}
    rescue = Rescue(packet_id=county.ids["packet_id"], **brought)
    record(chief, "rescue.import", rescue, after={"outcome": "held"})
    db.session.add(rescue)
    return "配送点1"


def _confirm_a_record(county, chief):
    rescue = db.session.get(Rescue, county.ids["rescue_id"])
    rescued.answer(county.people["jiancha1"], rescue, "confirmed", "", NOW)
    return "配送点1"


def _hand_in_what_is_no_photo(county, chief):
    data = b"MZ this is no photo"
    uploads.note(county.people["jiancha1"], uploads.look_at(current_app.extensions["evidence"], data), NOW)
    return sha256(data)[:16]


def _switch_the_lock(county, chief):
    settings.switch(county.people["guanli"], "pin_required", True)
    return "检查员的手机必须设置应用锁"


@pytest.mark.parametrize(
    ("action", "done"),
    [
        ("held.close", _close_a_held_record),
        ("rescue.import", _import_a_record),
        ("rescue.confirm", _confirm_a_record),
        ("document.keep", _keep_a_document),
        ("upload.refused", _hand_in_what_is_no_photo),
        ("setting.change", _switch_the_lock),
    ],
)
def test_the_act_says_which_site_or_object_it_was_about(county, action, done):
    called = done(county, county.people["zhuguan1"])
    db.session.flush()
    (line,) = _lines(county, action)
    assert line.what == called


def test_a_refused_page_is_named_by_its_object_or_else_by_its_address(county):
    known, unknown = pages.kind_shown("review.show"), new_id()
    assert (known, pages.kind_shown("filling.start"), pages.kind_shown("documents.show")) == (
        "inspection",
        "task",
        "document_version",
    )
    assert pages.address("admin.accounts", "") == "/admin/accounts"
    assert pages.address("review.decide", unknown) == f"/review/{unknown}/items/…"
    assert pages.address("nowhere.show", unknown) == ""


# What of before and after is written where: functions that record, and those that give them the facts.
RECORDING = {"record", "_added", "_note_reading"}
FACTS = {"account_facts", "area_facts", "organisation_facts", "site_facts", "content_of"}


def _points_of_the_code() -> set[str]:
    found = set()
    for room in ("accounts", "checklists", "inspections"):
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            found |= {point for each in functions for point in _points_of(each)}
    return found


def _points_of(function: ast.FunctionDef) -> Iterator[str]:
    """The keys of the dictionaries that are handed to the trail, or given by a function named for facts."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _called(node) in RECORDING]
    told = [argument for call in calls for argument in (*call.args[3:], *(word.value for word in call.keywords))]
    if function.name in FACTS:
        told += [node for node in ast.walk(function) if isinstance(node, ast.Dict)]
    names = {node.id for argument in told for node in ast.walk(argument) if isinstance(node, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and (names & _targets(node)):
            told.append(node.value)
            told += [node for node in node.targets if isinstance(node, ast.Subscript)]
    yield from _keys(told)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")


def _targets(assignment: ast.Assign) -> set[str]:
    return {node.id for target in assignment.targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _keys(told: list[ast.AST]) -> Iterator[str]:
    for argument in told:
        for node in ast.walk(argument):
            if isinstance(node, ast.Dict):
                yield from (key.value for key in node.keys if isinstance(key, ast.Constant))
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                yield node.slice.value


def test_every_point_that_the_program_records_has_a_name():
    points = _points_of_the_code()
    assert {"state", "areas", "note", "about", "withdrawn_reason", "certified_until"} <= points and len(points) > 50
    assert points - set(POINTS) == set()


def test_every_point_of_the_county_has_a_name(county):
    bodies = [read_body(body) for body in db.session.scalars(select(AuditEntry.body))]
    said = {point for body in bodies for facts in (body["before"], body["after"]) for point in facts or ()}
    assert len(said) > 10
    assert said - set(POINTS) == set()


def _said(county, action: str) -> list[tuple[str, str, str]]:
    """What the newest line of the act says of each point that changed."""
    return _lines(county, action)[0].changes


def test_an_account_that_was_edited_is_said_in_words_and_names(county):
    person, office = county.people["jiancha1"], db.session.get(Organisation, county.ids["office_id"])
    area = db.session.get(Area, county.people["qiye1"].organisation.area_id)
    edit_account(county.people["guanli"], person, {"areas": [area.id], "enabled": False}, NOW)
    assert _said(county, "account.edit") == [("管辖区域", "", "第1乡"), ("可以登录", "是", "否")]
    (line,) = _lines(county, "account.edit")
    assert line.before["所属单位"] == line.after["所属单位"] == office.name
    assert "管辖区域：—" in trail.as_csv([line]) and "所属单位：监管办" in trail.as_csv([line])


def _cancelled(county):
    task = db.session.get(Task, county.ids["task_id"])
    withdraw_task(county.people["zhuguan1"], task, "重复", None)


def _edited(county):
    site, version = db.session.get(Site, county.ids["site_id"]), make_checklist(attributes=[FUEL])
    given = (site.organisation, site.name, "plant", "东街", {"fuel": "coal"})
    save_site(county.people["zhuguan1"], site, *given)
    return version


def _answered(county):
    visit = db.session.get(Inspection, county.ids["draft_visit"])
    items = {item.code: item for item in visit.checklist_version.items}
    services.save_answer(county.people["jiancha1"], visit, items["A01"], Entry("fail", None, "长" * 90), NOW)


def _made(county):
    create_account(county.people["guanli"], "xinren", "新人", Role.AUDITOR, county.people["guanli"].organisation, NOW)


def _kept_day(county):
    set_calendar_day(county.people["guanli"], date(2026, 12, 5), True, "调休")


def _conflicting(county):
    visit = db.session.get(Inspection, county.ids["draft_visit"])
    facts = {
        "item": county.ids["item_id"],
        "attribute": None,
        "draft": db.session.get(Packet, county.ids["packet_id"]).draft_id,
    }
    record(county.people["jiancha1"], "answer.conflict", visit, after=facts)


@pytest.mark.parametrize(
    ("action", "done", "said"),
    [
        ("inspection.submit", lambda county: None, [("状态", "检查中", "待审核")]),
        ("review.issue", lambda county: None, [("状态", "已认可，待下发", "已下发"), ("所属单位", "", "企业1")]),
        ("task.cancel", _cancelled, [("状态", "待完成", "已撤回"), ("撤回理由", "", "重复")]),
        (
            "site.save",
            _edited,
            [("地址", "", "东街"), ("对象情况", "", "燃料：散煤"), ("类别", "洁净煤配送点", "生产经营单位")],
        ),
        ("answer.set", _answered, [("检查项", "", "A01"), ("说明", "", "长" * 60 + "…"), ("状态", "", "不符合")]),
        ("account.create", _made, [("所属单位", "", "监管办"), ("角色", "", "审计员"), ("账号名", "", "xinren")]),
        ("calendar.set", _kept_day, [("日期", "", "2026-12-05"), ("理由", "", "调休"), ("上班", "", "是")]),
        ("answer.conflict", _conflicting, [("手机上的检查", "", "配送点1"), ("检查项", "", "A01")]),
        (
            "finding.issue",
            lambda county: None,
            [("整改期限", "", "2026-12-02"), ("检查项", "", "A02"), ("问题等级", "", "一般")],
        ),
    ],
)
def test_before_and_after_are_said_in_words(county, action, done, said):
    done(county)
    db.session.flush()
    assert _said(county, action) == said


SEEN = {"value": "seen", "label": "见到", "state": "pass"}
STEPS = [{"name": "approved", "label": "批复"}, {"name": "filed", "label": "备案"}]
HEIGHT = {"name": "height", "label": "高度", "unit": "米"}
# One answer of each kind: what its item says of it, the inputs, and what the trail is to say.
ANSWERS = {
    "checks": ({"parts": ["国土", "环保"]}, {"part1": "no", "part2": "yes"}, ("国土", "没有", "环保")),
    "choice": ({"options": [SEEN]}, {"option": "seen"}, ("见到",)),
    "count": ({"of": 5}, {"count": "3"}, ("3 / 5",)),
    "date": ({}, {"day": "2026-11-18"}, ("2026-11-18",)),
    "document": ({}, {"seen": "yes", "reference": "冠环〔2026〕1号"}, ("有", "冠环〔2026〕1号")),
    "interval": ({}, {"start": "2026-11-01", "end": "2026-11-02"}, ("2026-11-01 → 2026-11-02",)),
    "number": ({"unit": "米"}, {"reading": "5.6"}, ("5.6 米",)),
    "text": ({}, {"text": "东墙开裂"}, ("东墙开裂",)),
    "timeline": ({"steps": STEPS}, {"approved": "2026-08-05", "filed": "2026-08-06"}, ("批复", "备案", "2026-08-06")),
    "verdict": ({"readings": [HEIGHT]}, {"height": "5.6"}, ("高度 5.6 米",)),
}


def test_every_kind_of_answer_is_tried():
    assert set(ANSWERS) == set(KINDS)


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_value_of_an_answer_is_said_as_its_item_prints_it(session, kind):
    params, inputs, said = ANSWERS[kind]
    visit = make_inspection(
        make_task(make_checklist(items=[{"code": "A01", "path": "二/1", "kind": kind, "params": params}]))
    )
    (item,) = visit.checklist_version.items
    value = KINDS[kind].parse(inputs, params)
    services.save_answer(visit.inspector, visit, item, Entry("unable", value, "暗"), NOW)
    with force_locale("zh_Hans_CN"):
        (line,) = trail.all_lines(make_account("shenji", Role.AUDITOR), trail.Asked(action="answer.set"))
    shown = line.after["填写内容"]
    assert all(word in shown for word in said) and not any(name in shown for name in inputs)


def test_a_value_that_is_none_of_the_items_is_shown_as_it_is(county):
    visit = db.session.get(Inspection, county.ids["draft_visit"])
    answer = services.save_answer(county.people["jiancha1"], visit, *_entry_of(visit), NOW)
    for spoilt in ({"strange": "x"}, "x", ["x"], {"readings": {"gone": "x"}}):
        record(county.people["jiancha1"], "answer.set", answer, after={"value": spoilt})
        assert "x" in _lines(county, "answer.set")[0].after["填写内容"]


def _entry_of(visit):
    item = next(each for each in visit.checklist_version.items if each.code == "A01")
    return item, Entry("fail", None, "裂")


def test_every_value_of_the_county_is_said_without_a_bare_id_where_the_object_has_a_name(county):
    shown = [(line.code, each) for line in _lines(county) for each in line.changes]
    assert len(shown) > 20
    assert [each for each in shown if is_id(each[1][1]) or is_id(each[1][2])] == []


def test_only_what_is_long_is_shortened():
    assert (short("短"), len(short("长" * 500))) == ("短", ENOUGH + 1)


def test_what_nobody_has_named_stays_as_it_is_and_a_spoilt_line_is_shown(county):
    record(None, "setting.change", None, {"strange": 1}, {"strange": ["a", {"b": None}]})
    assert _said(county, "setting.change") == [("strange", "1", "a、b：—")]
