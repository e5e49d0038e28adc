"""The cards of a visit with what was answered, judged and photographed, for every page that shows one."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask_babel import gettext as _

from accounts.models import Account
from accounts.roles import Role
from checklists.authoring.conditions import holds
from checklists.authoring.models import ChecklistVersion
from core.clock import today
from core.i18n import local_datetime, translate
from inspections.visits import queries, scores, sheet
from inspections.visits.models import Evidence, Inspection, Signature
from inspections.visits.states import NAMES

Address = Callable[..., str]  # of a page, by its name and what stands in it
WORDS = {
    "source": sheet.source,
    "cite": sheet.cite,
    "rule_words": sheet.photo_rule,
    "veto_words": sheet.veto_sentence,
    "state_names": NAMES,
}


def cards_of(
    reader: Account, inspection: Inspection, address: Address, missing: Mapping[str, str] | None = None
) -> list[sheet.Card]:
    """The cards of a visit as the reader may see them, answered as far as it is; `missing` is said at its item."""
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
            photos=[photo_links(reader, each, address) for each in photos.get(item.id, ())],
            returned=(reopened or {}).get(item.id),
            locked=reopened is not None and item.id not in reopened,
            missing=translate((missing or {}).get(item.code, "")) or None,
            revision=answers[item.id].revision if item.id in answers else 0,
        )
        for item in version.items
    ]


def photo_links(reader: Account, evidence: Evidence, address: Address) -> dict:
    """A photo as the templates show it; where it was taken is for officials."""
    place = "" if reader.role == Role.ENTERPRISE else _where(evidence)
    return {
        "id": evidence.id,
        "sha256": evidence.sha256,  # the phone knows its own photos by it
        "url": address("filling.evidence", evidence_id=evidence.id),
        "thumb": address("filling.thumb", evidence_id=evidence.id),
        "marked": address("filling.marks", evidence_id=evidence.id) if evidence.marks_sha256 else None,
        "alt": _("照片"),
        "caption": " · ".join(part for part in (_when(evidence.taken_at), place) if part),
    }


def signature_links(signature: Signature, address: Address) -> dict:
    """A signature as the templates show it."""
    image = address("filling.signature", signature_id=signature.id)
    return {"url": image, "signer": signature.signer, "when": _when(signature.signed_at)}


def _when(written: str | None) -> str:
    """The time as the phone or the camera wrote it; only a phone says in which zone."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return written or ""
    return local_datetime(moment) if moment.tzinfo else written


def _where(evidence: Evidence) -> str:
    return "" if evidence.latitude is None else f"{evidence.latitude:.4f}, {evidence.longitude:.4f}"


def interval_of(version: ChecklistVersion, cards) -> str | None:
    """The interval in which the final score will lie, as it is printed."""
    result = scores.compute(version, {card.item.code: card.judgement for card in cards})
    return "–".join(dict.fromkeys(result.printed_interval)) if result.printed_interval else None
