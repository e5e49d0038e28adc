"""The journal of answers: which of them are applied when a visit is opened, and that it never stands in the way."""

import json

import pytest

pytestmark = pytest.mark.browser

EARLY, NOW, LATE = (f"2026-11-21T10:0{minute}:00.000+08:00" for minute in (0, 1, 2))
ROW = {
    "draft": "D", "account": "A", "item": "i1", "inputs": {"note": "new"}, "at": NOW, "seq": 5, "base_revision": 0,
}  # fmt: skip
ITEM = {"inputs": {"note": "old"}, "base_revision": 0, "at": EARLY, "photos": []}
VISIT = {"id": "D", "account": "A", "state": "draft", "seq": 7, "items": {"i1": ITEM}}


def _visit(item=None, **more) -> dict:
    return {**VISIT, "items": {"i1": {**ITEM, **(item or {})}}, **more}


CASES = {
    "not in the store": (ROW, VISIT, True),
    "an item without an answer": (ROW, {**VISIT, "items": {}}, True),
    "blank where nothing was": ({**ROW, "inputs": {"note": ""}}, {**VISIT, "items": {}}, False),
    "taken back to blank": ({**ROW, "inputs": {"note": ""}}, VISIT, True),
    "in the store already": (ROW, _visit({"inputs": {"note": "new"}}), False),
    "the same but for blanks": (ROW, _visit({"inputs": {"note": "new", "state": ""}}), False),
    "changed later": (ROW, _visit({"at": LATE}), False),
    "changed later by another zone's clock": (ROW, _visit({"at": "2026-11-21T02:00:30.000+00:00"}), True),
    "a later time but nothing has changed since": (ROW, _visit({"at": LATE}, seq=5), True),
    "answered on the server only": (ROW, _visit({"at": None}), True),
    "item locked": (ROW, _visit({"locked": True}), False),
    "visit submitted": (ROW, _visit(state="submitted"), False),
    "visit received": (ROW, _visit(state="received"), False),
    "another account": (ROW, _visit(account="B"), False),
    "another visit": (ROW, _visit(id="E"), False),
}


@pytest.mark.parametrize("name", CASES)
def test_which_rows_are_due(phone, name):
    row, visit, expected = CASES[name]
    found = phone.run("return journal.due([given[0]], given[1])", [row, visit])
    assert found == ([row] if expected else [])


def _put(phone, item: str, note: str, visit=VISIT) -> bool:
    answers = [{"item": item, "inputs": {"note": note}}]
    return phone.run("return journal.put(given[0], given[1])", [visit, answers])


def _rows(phone) -> list:
    return json.loads(phone.tab.evaluate("localStorage.getItem('tiaocha-journal')") or "[]")


def test_a_row_says_whose_it_is_and_what_stood_before_it(phone):
    assert _put(phone, "i1", "x", _visit({"base_revision": 3}))
    (row,) = _rows(phone)
    assert row.pop("at") and row == {
        "draft": "D", "account": "A", "item": "i1", "inputs": {"note": "x"}, "seq": 7, "base_revision": 3
    }  # fmt: skip


def test_the_last_of_an_item_is_kept_and_goes_when_it_is_confirmed(phone):
    for item, note in (("i1", "a"), ("i2", "b"), ("i1", "ab")):
        _put(phone, item, note)
    assert [(row["item"], row["inputs"]["note"]) for row in _rows(phone)] == [("i2", "b"), ("i1", "ab")]
    phone.run("journal.drop('D', 'i1')")
    assert [row["item"] for row in _rows(phone)] == ["i2"]
    phone.run("journal.drop('D')")
    assert phone.tab.evaluate("localStorage.length") == 0


def test_opening_gives_what_is_due_and_drops_what_is_not(phone):
    _put(phone, "i1", "due")
    _put(phone, "i2", "")
    _put(phone, "i1", "of another visit", {**VISIT, "id": "E"})
    _put(phone, "i3", "of another account", {**VISIT, "account": "B"})
    found = phone.run("return journal.open(given)", VISIT)
    assert [row["item"] for row in found] == ["i1"]
    assert {(row["draft"], row["account"], row["item"]) for row in _rows(phone)} == {
        ("D", "A", "i1"), ("E", "A", "i1"), ("D", "B", "i3")
    }  # fmt: skip


def test_a_visit_that_is_taken_off_the_phone_leaves_nothing_in_the_journal(phone):
    draft = phone.begin()
    _put(phone, "i1", "x", {**VISIT, "id": draft})
    _put(phone, "i1", "y", {**VISIT, "id": "E"})
    assert phone.refused("await removal.remove(given)", draft) == "NotReceived" and len(_rows(phone)) == 2
    phone.run("await removal.remove(given, { confirmed: true })", draft)
    assert [row["draft"] for row in _rows(phone)] == ["E"]


BROKEN = ["{", "null", "7", "[null, 7, {}, []]", '{"draft": "D"}', '[{"draft": "D", "item": "i1"}]']


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_journal_is_an_empty_one_and_is_written_over(phone, text):
    phone.tab.evaluate("text => localStorage.setItem('tiaocha-journal', text)", text)
    assert phone.run("return journal.open(given)", VISIT) == []
    phone.run("journal.drop('D', 'i1')")
    assert _put(phone, "i1", "x") and len(_rows(phone)) == 1


@pytest.mark.parametrize("broken", ["getItem", "setItem", "removeItem"])
def test_memory_that_fails_stops_nothing(phone, broken):
    _put(phone, "i1", "x")
    fail = "() => { throw new DOMException('', 'QuotaExceededError') }"
    phone.tab.evaluate(f"void (Storage.prototype.{broken} = {fail})")
    assert _put(phone, "i2", "y") is (broken != "setItem")
    phone.run("journal.open(given); journal.drop('D')", VISIT)


def test_memory_that_is_forbidden_stops_nothing(phone):
    forbid = "() => { throw new DOMException('', 'SecurityError') }"
    phone.tab.evaluate(f"Object.defineProperty(window, 'localStorage', {{ get: {forbid} }})")
    assert _put(phone, "i1", "x") is False
    assert phone.run("journal.drop('D'); return journal.open(given)", VISIT) == []
