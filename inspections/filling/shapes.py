"""What scripts get of a checklist: an item and the scoring profile, the same on the form page and in a bundle."""

import json
from fractions import Fraction
from typing import Any

from checklists.authoring.models import ChecklistVersion, Item


def item_of(item: Item) -> dict[str, Any]:
    """An item as it is judged, asked and scored; what its clause says is not in it."""
    return {
        "id": item.id,
        "code": item.code,
        "kind": item.kind,
        "params": item.params,
        "clause": {"path": item.scoring_quotation.clause.path},
        "condition": item.condition,
        "photo_rule": item.photo_rule,
        "points": None if item.points is None else str(item.points),
        "method": item.method,
        "veto": item.veto,
        "severity": item.severity,
        "na_allowed": item.na_allowed,
        "slot": item.slot,
    }


def scoring_of(version: ChecklistVersion) -> dict[str, Any]:
    """The scoring profile of a version, its numbers written out as exact fractions."""
    profile = version.scoring
    return {
        "method": profile.get("method", "points"),
        "bands": [{"from": str(Fraction(band["from"])), "name": band["name"]} for band in profile.get("bands", ())],
        "weights": {name: str(Fraction(weight)) for name, weight in profile.get("weights", {}).items()},
        "total": str(Fraction(profile.get("total", 100))),
    }


def carried(data: dict[str, Any]) -> str:
    """Data as a page carries it in an attribute."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
