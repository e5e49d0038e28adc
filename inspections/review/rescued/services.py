"""The word of an inspector on what was imported in his name."""

from datetime import datetime

from accounts.appending import wait_for_turn
from accounts.audit import record
from accounts.models import Account
from core.db import db
from core.errors import N_, Conflict, Invalid, NotFound
from inspections.review.models import Rescue, RescueWord

CONFIRMED, DENIED = "confirmed", "denied"


class AlreadySaid(Conflict):
    """The word stands; it is given once."""

    message = N_("该记录已由您核对，不能更改。如有疑问，请联系主管。")


def answer(actor: Account, rescue: Rescue, kind: str, reason: str, now: datetime) -> RescueWord:
    """Say that the imported records are one's own, or not and why. Raises NotFound, AlreadySaid, or Invalid."""
    wait_for_turn()
    if rescue.packet.account_id != actor.id:
        raise NotFound()
    db.session.refresh(rescue, ["word"])
    if rescue.word:
        raise AlreadySaid()
    if kind not in (CONFIRMED, DENIED):
        raise Invalid()
    if kind == DENIED and not reason.strip():
        raise Invalid(fields={"reason": N_("请写明否认的理由。")})
    word = RescueWord(rescue_id=rescue.id, kind=kind, reason=reason.strip(), said_by_id=actor.id, said_at=now)
    facts = {"rescue": rescue.id, "packet": rescue.packet_id, "imported_by": rescue.imported_by_id}
    record(actor, f"rescue.{WORDS[kind]}", word, after={**facts, "reason": word.reason})
    rescue.word = word
    db.session.flush()
    return word


WORDS = {CONFIRMED: "confirm", DENIED: "deny"}
