"""What was decided between two records: both sides as they were then, whose stands, who decided, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from inspections.review.desk import queries
from inspections.review.desk.conflicts import KEEP, TAKE, Dispute
from inspections.review.desk.devices import devices_of
from inspections.review.desk.shown import Shown, Side, around, attribute_words, shown_dispute
from inspections.visits.models import Inspection, Revision, Settlement


@dataclass
class Decided:
    """One decision as its page shows it."""

    settlement: Settlement
    shown: Shown
    devices: dict[str, str]  # by id of the revision
    imported: dict[tuple[str, int], str]  # by draft and number of the entry: who brought it in a rescue file

    def stands(self, side: Side) -> bool:
        """Whether this side is the one that was decided for."""
        if self.settlement.kind == KEEP:
            return side.in_force
        return self.settlement.kind == TAKE and side.id == self.settlement.chosen_id

    def device(self, side: Side) -> str:
        """Where a side came from; of what came in a rescue file the trail has the device of the supervisor."""
        name = side.draft and self.imported.get((side.draft.id, side.seq))
        if name:
            return _("%(name)s 从救援文件导入", name=name)
        return self.devices.get(side.id, "—")

    @property
    def taken(self) -> Side | None:
        """The side that was decided for; None where the item was sent back."""
        return next((side for side in self.shown.sides if self.stands(side)), None)


def decided_of(inspection: Inspection) -> list[Decided]:
    """What was decided on a visit, the last first; in a fixed number of statements."""
    revisions = queries.revisions_of(inspection)
    seen, devices = around(inspection, revisions), devices_of(inspection, revisions)
    imported = queries.imported_by(inspection)
    found = []
    for rows in reversed(_by_decision(queries.settlements_of(inspection), revisions)):
        shown = shown_dispute(_dispute(inspection, rows, revisions), seen, rows[0].decided_at)
        found.append(Decided(rows[0], shown, devices, imported))
    return found


def _by_decision(settlements: Iterable[Settlement], revisions: list[Revision]) -> list[list[Settlement]]:
    """The rows of each decision together: every edit that stood beside has one of its own."""
    subjects = {row.id: row.item_id or row.attribute for row in revisions}
    found: dict[tuple, list[Settlement]] = {}
    for row in settlements:
        found.setdefault((subjects[row.revision_id], row.decided_at), []).append(row)
    return list(found.values())


def _dispute(inspection: Inspection, rows: list[Settlement], revisions: list[Revision]) -> Dispute:
    """The conflict as it stood when it was decided."""
    own = {row.revision_id for row in rows}
    beside = [row for row in revisions if row.id in own]
    key = beside[0].item_id or beside[0].attribute
    item = next((each for each in inspection.checklist_version.items if each.id == key), None)
    return Dispute(key, item, _present(rows[0], key, revisions), beside)


def _present(settlement: Settlement, key: str, revisions: list[Revision]) -> Revision | None:
    """What was in force just before; what the decision itself put in force came after."""
    before = [
        row
        for row in revisions
        if (row.item_id or row.attribute) == key and not row.beside and row.kept_at <= settlement.decided_at
    ]
    if settlement.kind == KEEP:
        return next((row for row in before if row.id == settlement.chosen_id), None)
    return next((row for row in reversed(before) if row.id != settlement.result_id), None)


def subject_of(settlement: Settlement) -> str:
    """What was decided on, as people call it: code and question of the item, or the attribute of the site."""
    version, about = settlement.inspection.checklist_version, settlement.revision
    if about.attribute:
        return attribute_words(version, about.attribute)[0]
    return next(f"{item.code} {item.question}" for item in version.items if item.id == about.item_id)
