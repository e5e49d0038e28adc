"""What a card asks for as proof is what the submission asks for, for every item of the shipped checklists."""

from types import SimpleNamespace

import pytest

from checklists.authoring.answer_kinds import Context, Judgement
from checklists.library.services import read_packs
from inspections.visits.entries import Entry, judge, lacking
from inspections.visits.proof import proof_of

ITEMS = {item["code"]: SimpleNamespace(**item) for pack in read_packs() for item in pack["items"]}
STATES = ("pass", "partial", "fail")
PAPERS = [code for code, item in ITEMS.items() if item.kind == "document"]


def _asks(item, state: str, note: str, photos: int, value: dict | None = None) -> str | None:
    lack = lacking(item, Entry(None, value or {"seen": "yes"}, note), Judgement(state), photos)
    return lack and lack.sentence


def _printed(item) -> str:
    return str(proof_of(item).words or "")


@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize("state", STATES)
def test_a_photo_that_the_card_asks_for_always_is_asked_for_always(code, state):
    item = ITEMS[code]
    asked = "照片" in (_asks(item, state, "写明", 0) or "")
    failing = state != "pass"
    always = _printed(item).startswith("须附照片")
    at_failure = _printed(item).startswith(("不符合时须附照片", "不符合或部分符合时须附照片"))
    assert asked == (always or (failing and at_failure))


@pytest.mark.parametrize("code", ITEMS)
def test_as_many_photos_as_the_card_says_are_enough(code):
    item, wanted = ITEMS[code], ITEMS[code].photo_rule["min"]
    assert all(_asks(item, state, "", max(wanted, 1)) is None for state in STATES)
    assert not wanted or f"{wanted} 张" in _printed(item)


@pytest.mark.parametrize("code", ITEMS)
def test_a_failure_that_asks_for_a_note_or_a_photo_says_so_on_the_card(code):
    item = ITEMS[code]
    if proof_of(item).may_fail:
        assert _asks(item, "fail", "", 0) and "照片" in _printed(item)


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_that_is_not_there_needs_words_or_a_photo_and_the_card_says_so(code):
    item = ITEMS[code]
    assert "未提供资料的，须有说明或照片" in _printed(item)
    gone = {"seen": "no"}
    judgement = judge(item, Entry(None, gone), Context())
    assert judgement.state == "fail"
    assert _asks(item, "fail", "没有", 0, gone) is None and _asks(item, "fail", "", 1, gone) is None
    assert _asks(item, "fail", "", 0, gone) == "不符合的须有说明或照片"


@pytest.mark.parametrize("code", [code for code in PAPERS if ITEMS[code].params.get("of")])
def test_a_paper_that_is_there_in_part_is_photographed(code):
    value = {"seen": "yes", "count": 1}
    judgement = judge(ITEMS[code], Entry(None, value), Context())
    assert judgement.state == "fail" and _asks(ITEMS[code], "fail", "缺三项", 0, value) == "须附照片 1 张"


@pytest.mark.parametrize("code", [code for code, item in ITEMS.items() if item.kind == "checks"])
def test_things_of_which_none_is_there_need_words_or_a_photo_and_the_card_says_so(code):
    item = ITEMS[code]
    assert _printed(item) == "须附照片 1 张；全部没有的，须有说明或照片"
    gone = {f"part{place}": "no" for place in range(1, len(item.params["parts"]) + 1)}
    assert judge(item, Entry(None, gone), Context()).state == "fail"
    assert _asks(item, "fail", "没有", 0, gone) is None and _asks(item, "fail", "", 1, gone) is None
    assert _asks(item, "fail", "", 0, gone) == "不符合的须有说明或照片"
    assert _asks(item, "fail", "没有", 0, {**gone, "part1": "yes"}) == "须附照片 1 张"


def test_what_can_only_be_recorded_asks_for_no_proof():
    plain = {"photo_rule": {"when": "never", "min": 0}, "params": {}}
    for kind in ("text", "number", "date"):
        assert proof_of(SimpleNamespace(kind=kind, **plain)).words is None
