"""Publishing on both databases: checked, frozen, never twice the same."""

import copy

import pytest

from checklists.authoring import services
from checklists.authoring.models import ChecklistVersion
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
    with pytest.raises(services.NothingChanged):
        services.publish(draft(), None, NOW)
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
    ],
)
def test_a_draft_with_a_problem_is_not_published_and_says_where(draft, changes):
    version = draft(**changes)
    with pytest.raises(services.NotPublishable) as refused:
        services.publish(version, None, NOW)
    assert set(refused.value.fields) == {"B01"} and version.state == "draft"
