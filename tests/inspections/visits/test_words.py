"""A failed item in words: what was seen, and a title that says what is wrong, never the question."""

from types import SimpleNamespace

import pytest

from checklists.authoring.answer_kinds import KINDS, Context
from checklists.library.services import read_packs
from inspections.visits.entries import Entry, judge
from inspections.visits.words import headline, seen_words
from tests.builders import NOW

HEIGHT = {"limit": {"op": ">=", "value": "6", "unit": "米"}}
CARS = {"limit": {"op": ">=", "value": "2", "unit": "辆"}}
BOARDS = {"of": 3, "partial": True}
COLOURS = {"options": [{"value": "other", "label": "其他颜色", "state": "fail"}]}
TERM = {"start": "收到", "end": "答复", "limit": {"op": "<=", "value": 7, "unit": "工作日"}}
PERMITS = {"parts": ["国土", "规划", "环保"], "reference": True}
STEPS = {"steps": [{"name": "asked", "label": "收到"}, {"name": "told", "label": "答复"}]}
ROOM = {"readings": [{"name": "width", "label": "实测宽", "unit": "米"}]}


def _item(kind: str, params: dict, failed_words: str | None = None):
    quotation = SimpleNamespace(words="高度不低于6米")
    about = {"question": "高度是多少？", "failed_words": failed_words, "scoring_quotation": quotation}
    return SimpleNamespace(kind=kind, params=params, **about)


def _seen(kind, params, state, value, note, held=None) -> str:
    item, entry = _item(kind, params), Entry(state, value, note)
    judgement = judge(item, entry, Context(visit_day=NOW.date(), today=NOW.date()))
    return seen_words(item, entry, judgement, held or judgement.state)


@pytest.mark.parametrize(
    ("kind", "params", "state", "value", "note", "words"),
    [
        ("number", HEIGHT, None, {"reading": "5.6"}, "檐口", "实测 5.6 米，限值 ≥ 6 米，檐口"),
        ("number", {"unit": "米"}, None, {"reading": "5.6"}, "", "实测 5.6 米，经审核认定为不符合"),
        ("count", CARS, None, {"count": 1}, "", "实测 1 辆，限值 ≥ 2 辆"),
        ("count", BOARDS, None, {"count": 1}, "缺承诺书。", "应有 3 项，具备 1 项，缺承诺书"),
        ("choice", COLOURS, None, {"option": "other"}, "", "其他颜色"),
        ("document", {}, None, {"seen": "no"}, "", "未提供"),
        ("document", {"of": 4}, None, {"seen": "yes", "count": 2}, "", "应有 4 项，具备 2 项"),
        ("document", {"valid_until": True}, None, {"seen": "yes", "valid_until": "2026-01-31"}, "",
         "有效期至 2026-01-31，已过期"),
        ("interval", TERM, None, {"start": "2026-10-12", "end": "2026-10-30"}, "",
         "2026-10-12 至 2026-10-30，用了 14 个工作日，限 7 个工作日"),
        ("checks", PERMITS, None, {"part1": "yes", "part2": "no", "part3": "no", "reference": "3 号"}, "",
         "3 号，应有 3 项，具备 1 项，缺少规划、环保"),
        ("checks", PERMITS, None, {"part1": "no", "part2": "no", "part3": "no"}, "",
         "应有 3 项，具备 0 项，缺少国土、规划、环保"),
        ("timeline", STEPS, None, {"asked": "2026-10-12", "told": "2026-10-09"}, "",
         "收到：2026-10-12，答复：2026-10-09，“答复”早于“收到”"),
        ("verdict", ROOM, "fail", {"readings": {"width": "3"}}, "", "实测宽 3 米"),
        ("verdict", {}, "fail", None, "东墙未封闭", "东墙未封闭"),
        ("verdict", {}, "fail", None, "", "不符合"),
        ("verdict", {}, "pass", None, "已封闭", "已封闭，经审核认定为不符合"),
    ],
)  # fmt: skip
def test_what_was_seen_is_the_value_with_its_limit_and_the_note(kind, params, state, value, note, words):
    held = None if kind == "count" and params is BOARDS else "fail"
    assert _seen(kind, params, state, value, note, held) == words


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_what_was_seen(kind):
    values = {
        "verdict": {"readings": {"width": "3"}}, "number": {"reading": "1"}, "count": {"count": 1},
        "choice": {"option": "other"}, "document": {"seen": "no"}, "date": {"day": "2026-01-01"},
        "interval": {"start": "2026-01-01", "end": None}, "text": {"text": "无"},
        "checks": {"part1": "no"}, "timeline": {"asked": "2026-01-01"},
    }  # fmt: skip
    judged = {"number": HEIGHT, "count": CARS, "choice": COLOURS, "interval": TERM}
    params = {**judged, "verdict": ROOM, "checks": PERMITS, "timeline": STEPS}.get(kind, {})
    assert kind in values, f"values in tests/inspections/visits/test_words.py wants a row for the kind {kind}"
    assert KINDS[kind].seen(values[kind], params, None)


@pytest.mark.parametrize(
    ("words", "seen", "state", "title"),
    [
        ("储煤厂房高度不足", "实测 5.6 米，限值 ≥ 6 米", "fail", "储煤厂房高度不足：实测 5.6 米，限值 ≥ 6 米"),
        ("储煤厂房高度不足", "不符合", "fail", "储煤厂房高度不足"),
        (None, "实测 5.6 米，限值 ≥ 6 米", "fail", "不符合“高度不低于6米”：实测 5.6 米，限值 ≥ 6 米"),
        (None, "应有 3 项，具备 1 项", "partial", "部分符合“高度不低于6米”：应有 3 项，具备 1 项"),
        (None, "不符合", "fail", "不符合“高度不低于6米”"),
    ],
)
def test_a_title_says_what_is_wrong_in_the_checklists_or_else_the_clauses_words(words, seen, state, title):
    assert headline(_item("number", HEIGHT, words), seen, state) == title


def test_every_item_of_the_library_says_what_is_wrong_and_does_not_ask():
    for item in (item for pack in read_packs() for item in pack["items"]):
        assert item["failed_words"] and "？" not in item["failed_words"], item["code"]
        assert item["failed_words"] != item["question"].rstrip("？") and len(item["failed_words"]) <= 30, item["code"]
