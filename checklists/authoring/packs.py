"""A checklist as a file: how a version is written as a pack, and its fingerprint. Pure."""

import hashlib
import json
from typing import Any

ITEM_KEYS = (
    "code", "question", "kind", "params", "points", "points_source", "method", "veto", "severity",
    "na_allowed", "condition", "photo_rule", "hint", "slot",
)  # fmt: skip
VERSION_KEYS = ("site_kind", "result_model", "scoring", "rectification", "attributes")


def export_checklist(version: Any) -> dict[str, Any]:
    """The checklist part of a version, in the form of a pack."""
    checklist = version.checklist
    return {
        "code": checklist.code,
        "title": checklist.title,
        **{key: getattr(version, key) for key in VERSION_KEYS},
    }


def export_item(item: Any) -> dict[str, Any]:
    """One item in the form of a pack; quotations by path and words."""
    row = {key: getattr(item, key) for key in ITEM_KEYS}
    row["points"] = None if item.points is None else str(item.points)
    if item.failed_words:
        row["failed_words"] = item.failed_words
    quotations = [_quotation(quotation) for quotation in item.quotations]
    roles = [quotation.role for quotation in item.quotations]
    row["scoring"] = quotations[roles.index("scoring")]
    row["cites"] = [each for each, role in zip(quotations, roles, strict=True) if role == "cites"]
    return row


def _quotation(quotation: Any) -> dict[str, Any]:
    row = {"path": quotation.clause.path, "quote": quotation.words}
    return {**row, "doubt": quotation.doubt} if quotation.doubt else row


def version_hash(version: Any) -> str:
    """SHA-256 over all that a published version says: its rules, its items, the words and hashes that they quote."""
    content = {
        "checklist": export_checklist(version),
        "items": [export_item(item) for item in version.items],
        "quotes": [[quotation.quote_hash for quotation in item.quotations] for item in version.items],
        "document": version.document_version.content_hash,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
