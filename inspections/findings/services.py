"""What an enterprise can do with what was issued to it."""

from datetime import datetime

from accounts.audit import record
from accounts.models import Account
from core.db import db
from core.errors import NotFound
from inspections.findings import queries
from inspections.findings.models import Acknowledgement
from inspections.visits.models import Inspection


def acknowledge(actor: Account, inspection: Inspection, now: datetime) -> Acknowledgement:
    """Confirm that the issued visit reached the enterprise; a second time is the same receipt."""
    if inspection.state != "issued" or inspection.organisation_id != actor.organisation_id:
        raise NotFound()
    present = queries.find_acknowledgement(inspection)
    if present:
        return present
    receipt = Acknowledgement(
        inspection_id=inspection.id, organisation_id=actor.organisation_id, account_id=actor.id, received_at=now
    )
    record(actor, "report.acknowledge", receipt, after={"inspection": inspection.id})
    db.session.add(receipt)
    db.session.flush()
    return receipt
