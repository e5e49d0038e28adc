"""Publishing on both databases: checked, frozen, never twice the same."""

import copy

import pytest

from checklists.authoring import services
from checklists.authoring.conditions import holds, named
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.packs import export_checklist, export_item, version_hash
from checklists.library.services import _text, read_packs
from checklists.standards.services import store_text
from core.db import db
from tests.builders import NOW

PACK = next(pack for pack in read_packs() if pack["checklist"]["code"] == "procurement")


@pytest.fixture
def draft(any_session):
    stored = store_text(None, _text(PACK["document"]), NOW)

    def _draft(**changes):
        pack = copy.deepcopy(PACK)
        pack["items"][0] |= changes
        return services.create_draft(None, stored.version, pack["checklist"], pack["items"])

    return _draft


def test_a_sound_draft_is_published_and_carries_its_fingerprint(draft):
    version = draft()
    services.publish(version, None, NOW)
    assert version.state == "published" and len(version.content_hash) == 64


def test_a_published_version_is_not_published_again(draft):
    version = draft()
    services.publish(version, None, NOW)
    with pytest.raises(services.ChecklistFrozen):
        services.publish(version, None, NOW)


def test_unchanged_content_is_refused_and_changed_content_gets_the_next_number(draft):
    services.publish(draft(), None, NOW)
    with pytest.raises(services.NothingChanged) as refused:
        services.publish(draft(), None, NOW)
    assert "第 1 版" in refused.value.text
    changed = draft(question="是否成立采购工作组？")
    services.publish(changed, None, NOW)
    assert changed.number == 3 and db.session.query(ChecklistVersion).count() == 3


def test_a_quotation_that_is_not_in_its_clause_is_refused(draft):
    with pytest.raises(services.BrokenQuotation) as refused:
        draft(scoring={"path": "三/（一）/1", "quote": "采购人应当成立采购小组"})
    assert "B01" in refused.value.text and "三/（一）/1" in refused.value.text


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "guess"},
        {"params": {"unknown": 1}},
        {"condition": {"attribute": "nowhere", "in": ["yes"]}},
        {"points": None},
        {"points": "-1"},
        {"kind": "choice", "params": {}},
        {"kind": "count", "params": {"limit": {"op": "~", "value": "x"}}},
        {"kind": "verdict", "params": {"partial": True}},
        {"condition": {"any": [{"attribute": "inquiry", "in": ["yes"]}, {"attribute": "nowhere", "in": ["yes"]}]}},
    ],
)
def test_a_draft_with_a_problem_is_not_published_and_says_where(draft, changes):
    version = draft(**changes)
    with pytest.raises(services.NotPublishable) as refused:
        services.publish(version, None, NOW)
    assert set(refused.value.fields) == {"B01"} and version.state == "draft"
    assert "B01：" in refused.value.text


@pytest.mark.parametrize(
    "changes",
    [
        {"points": "0"},
        {"points": None, "method": "info"},
        {"kind": "verdict", "params": {"partial": True}, "method": "levels"},
        {"condition": {"attribute": "inquiry", "in": ["yes"]}},
    ],
)
def test_points_may_be_nothing_and_what_is_only_recorded_needs_none(draft, changes):
    services.publish(version := draft(**changes), None, NOW)
    assert version.state == "published"


def test_a_checklist_without_items_is_not_published(draft):
    document = draft().document_version
    empty = services.create_draft(None, document, PACK["checklist"], [])
    assert services.problems(empty) == {"procurement": "没有检查项。"}


@pytest.mark.parametrize("change", [{"quote_hash": "0" * 64}, {"role": "cites"}])
def test_an_item_stands_on_one_quotation_that_is_as_it_was_quoted(draft, change):
    version = draft()
    for name, value in change.items():
        setattr(version.items[0].quotations[0], name, value)
    assert set(services.problems(version)) == {"B01"}


QUOTED = PACK["items"][0]["scoring"]


@pytest.mark.parametrize(
    "changes", [{}, {"scoring": {**QUOTED, "doubt": "疑有脱字"}}, {"cites": [QUOTED, {**QUOTED, "quote": "采购人"}]}]
)
def test_a_draft_is_written_as_the_pack_that_it_was_made_from(draft, changes):
    version = draft(**changes)
    written = [export_item(item) for item in version.items]
    assert written == [{**PACK["items"][0], **changes}, *PACK["items"][1:]]
    assert export_checklist(version) == PACK["checklist"]


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "是否成立采购工作组？"},
        {"points": "2"},
        {"failed_words": None},
        {"scoring": {**QUOTED, "quote": "采购人"}},
        {"cites": [QUOTED]},
    ],
)
def test_the_fingerprint_is_of_all_that_a_version_says(draft, changes):
    assert version_hash(draft()) == version_hash(draft()) != version_hash(draft(**changes))


OLD, LARGE = {"attribute": "age", "in": ["old", "ruin"]}, {"attribute": "size", "in": ["large"]}


@pytest.mark.parametrize(
    ("condition", "site", "asked", "attributes"),
    [
        (None, {}, True, set()),
        ({}, {"age": "new"}, True, set()),
        (OLD, {"age": "ruin"}, True, {"age"}),
        (OLD, {"age": "new"}, False, {"age"}),
        (OLD, {}, False, {"age"}),
        ({"any": [OLD, LARGE]}, {"age": "new", "size": "large"}, True, {"age", "size"}),
        ({"any": [OLD, LARGE]}, {"age": "new", "size": "small"}, False, {"age", "size"}),
        ({"any": []}, {"age": "old"}, False, set()),
    ],
)
def test_an_item_is_asked_where_its_condition_holds(condition, site, asked, attributes):
    assert (holds(condition, site), named(condition)) == (asked, attributes)
