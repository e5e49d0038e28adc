"""Going on with a document that has lapsed: a decision that is registered with who, why and until when."""

from datetime import date

from sqlalchemy import select

from accounts.audit import record
from accounts.models import Account
from checklists.standards.models import DocumentVersion, ValidityOverride
from core.db import db
from core.errors import N_, Conflict, Invalid


class NeverLapses(Conflict):
    """A document without an end needs no decision to go on with it."""

    message = N_("该文件未载明失效日期，无须登记沿用决定。")


def list_decisions(version: DocumentVersion) -> list[ValidityOverride]:
    """The decisions to go on with the version, newest first."""
    rows = select(ValidityOverride).where(ValidityOverride.version_id == version.id)
    return list(db.session.scalars(rows.order_by(ValidityOverride.audit_seq.desc())))


def keep_in_force(
    actor: Account, version: DocumentVersion, decided_by: str, reason: str, until: date, today: date
) -> ValidityOverride:
    """Register that the county goes on with the version until a day, that day included.

    Raises NeverLapses, or Invalid naming the field.
    """
    if version.effective_to is None:
        raise NeverLapses()
    _check(version, decided_by, reason, until, today)
    facts = {"decided_by": decided_by.strip(), "reason": reason.strip(), "until": until}
    decision = ValidityOverride(version_id=version.id, **facts)
    record(actor, "document.keep", decision, after={"version_id": version.id, **facts})
    db.session.add(decision)
    db.session.flush()
    return decision


def _check(version: DocumentVersion, decided_by: str, reason: str, until: date, today: date) -> None:
    for name, text, message in (
        ("decided_by", decided_by, N_("请写明由谁决定。")),
        ("reason", reason, N_("请写明沿用理由。")),
    ):
        if not text.strip():
            raise Invalid(message, fields={name: message})
    if until < version.effective_to or until < today:
        message = N_("沿用截止日期不能早于今天，也不能早于失效日期。")
        raise Invalid(message, fields={"until": message})
