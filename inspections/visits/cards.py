"""The cards of a visit with what was answered, judged and photographed, for every page that shows one."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.roles import Role
from checklists.authoring.conditions import holds
from checklists.authoring.models import ChecklistVersion
from core.clock import today
from core.i18n import local_datetime, translate
from inspections.visits import queries, scores, sheet
from inspections.visits.models import Evidence, Inspection, Signature
from inspections.visits.states import NAMES

WORDS = {
    "source": sheet.source,
    "cite": sheet.cite,
    "rule_words": sheet.photo_rule,
    "veto_words": sheet.veto_sentence,
    "state_names": NAMES,
}


def cards_of(inspection: Inspection, missing=None) -> list[sheet.Card]:
    """The cards of a visit, answered as far as it is."""
    version, answers = inspection.checklist_version, queries.answers_of(inspection)
    context = scores.context_of(inspection, today())
    judged = scores.judgements(version, answers, inspection.attributes, context)
    photos, reopened = queries.photos_of(inspection), queries.returned_items(inspection)
    return [
        sheet.Card(
            item=item,
            entry=scores.entry_of(answers.get(item.id)),
            judgement=judged[item.code],
            asked=holds(item.condition, inspection.attributes),
            photos=[photo_links(each) for each in photos.get(item.id, ())],
            returned=(reopened or {}).get(item.id),
            locked=reopened is not None and item.id not in reopened,
            missing=translate((missing or {}).get(item.code, "")) or None,
            revision=answers[item.id].revision if item.id in answers else 0,
        )
        for item in version.items
    ]


def photo_links(evidence: Evidence) -> dict:
    """A photo as the templates show it."""
    return {
        "id": evidence.id,
        "sha256": evidence.sha256,  # the phone knows its own photos by it
        "url": url_for("filling.evidence", evidence_id=evidence.id),
        "thumb": url_for("filling.thumb", evidence_id=evidence.id),
        "marked": url_for("filling.marks", evidence_id=evidence.id) if evidence.marks_sha256 else None,
        "alt": _("照片"),
        "caption": " · ".join(part for part in (_when(evidence.taken_at), _where(evidence)) if part),
    }


def signature_links(signature: Signature) -> dict:
    """A signature as the templates show it."""
    image = url_for("filling.signature", signature_id=signature.id)
    return {"url": image, "signer": signature.signer, "when": _when(signature.signed_at)}


def _when(written: str | None) -> str:
    """The time as the phone or the camera wrote it; only a phone says in which zone."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return written or ""
    return local_datetime(moment) if moment.tzinfo else written


def _where(evidence: Evidence) -> str:
    if evidence.latitude is None or current_user.role == Role.ENTERPRISE:
        return ""
    return f"{evidence.latitude:.4f}, {evidence.longitude:.4f}"


def interval_of(version: ChecklistVersion, cards) -> str | None:
    """The interval in which the final score will lie, as it is printed."""
    result = scores.compute(version, {card.item.code: card.judgement for card in cards})
    return "–".join(dict.fromkeys(result.printed_interval)) if result.printed_interval else None
